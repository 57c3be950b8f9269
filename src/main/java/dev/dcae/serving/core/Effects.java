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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

import dev.dcae.serving.ServingEvent;
import dev.dcae.serving.ServingListener;
import dev.dcae.serving.fleet.LaneState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The consequences of decisions: callers to answer, lanes to wake, events to publish.
 * They are decided under the scheduler's lock and carried out once the lock is released,
 * so that no one else's code ever runs under it.
 */
final class Effects {

	private static final Logger log = LoggerFactory.getLogger(Effects.class);

	private final ServingListener listener;

	private List<Runnable> pending = new ArrayList<>();

	Effects(ServingListener listener) {
		this.listener = listener;
	}

	void add(Runnable effect) {
		this.pending.add(effect);
	}

	void complete(CompletableFuture<Void> future) {
		this.pending.add(() -> future.complete(null));
	}

	void fail(CompletableFuture<?> future, Throwable cause) {
		this.pending.add(() -> future.completeExceptionally(cause));
	}

	void wake(LaneState lane) {
		lane.woken();
		Thread thread = lane.thread();
		this.pending.add(() -> LockSupport.unpark(thread));
	}

	void publish(ServingEvent event) {
		this.pending.add(() -> this.listener.on(event));
	}

	/**
	 * Hands over what has to be done.
	 */
	List<Runnable> take() {
		if (this.pending.isEmpty()) {
			return List.of();
		}
		List<Runnable> taken = this.pending;
		this.pending = new ArrayList<>();
		return taken;
	}

	/**
	 * Does what has to be done. What fails, as a listener may, costs neither a caller its
	 * answer nor a lane its life.
	 */
	static void carryOut(List<Runnable> effects) {
		for (Runnable effect : effects) {
			try {
				effect.run();
			}
			catch (Throwable ex) {
				warn(ex);
			}
		}
	}

	private static void warn(Throwable failure) {
		try {
			log.warn("What follows from a decision of the scheduler failed", failure);
		}
		catch (Throwable ex) {
			// Without memory there is none for a line of the log either.
		}
	}

}
