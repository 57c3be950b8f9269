package dev.dcae.serving.core;

import java.util.ArrayList;
import java.util.List;

import dev.dcae.serving.ServingEvent;
import dev.dcae.serving.ServingListener;

/**
 * A listener that remembers, and that tests can wait on.
 */
class RecordedEvents implements ServingListener {

	private final List<ServingEvent> events = new ArrayList<>();

	@Override
	public synchronized void on(ServingEvent event) {
		this.events.add(event);
		notifyAll();
	}

	synchronized <E extends ServingEvent> List<E> of(Class<E> type) {
		return this.events.stream().filter(type::isInstance).map(type::cast).toList();
	}

	synchronized <E extends ServingEvent> List<E> await(Class<E> type, int count) throws InterruptedException {
		while (of(type).size() < count) {
			wait();
		}
		return of(type);
	}

}
