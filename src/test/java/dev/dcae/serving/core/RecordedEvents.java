/*
 * Copyright 2026 the dcae authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
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
