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
package dev.dcae.ops;

import java.time.Duration;

import dev.dcae.serving.ServingEvent;
import dev.dcae.serving.ServingListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what an operator should know, and ends the process when no device is left:
 * whatever restarts it gets a device that works, or says so.
 */
public final class DeviceWatch implements ServingListener {

	private static final Logger log = LoggerFactory.getLogger(DeviceWatch.class);

	/**
	 * Time for a probe to see that liveness fails, and for the answers on their way.
	 */
	private static final Duration GRACE = Duration.ofSeconds(5);

	private final Exit exit;

	/**
	 * Ends the process with an error.
	 */
	@FunctionalInterface
	public interface Exit {

		void now();

	}

	public DeviceWatch(Exit exit) {
		this.exit = exit;
	}

	@Override
	public void on(ServingEvent event) {
		switch (event) {
			case ServingEvent.DeviceQuarantined lost ->
				log.error("Device {} failed for good and is used no more", lost.device(), lost.cause());
			case ServingEvent.ReplicaFailed failed -> log.error("Model {} could not be loaded on {} in {}",
					failed.model(), failed.device(), failed.precision(), failed.cause());
			case ServingEvent.LaneReplaced replaced ->
				log.error("Lane {} of {} died and was replaced", replaced.lane(), replaced.device(), replaced.cause());
			case ServingEvent.BatchFailed failed -> log.warn("A batch of {} failed on {}; its items run again singly",
					failed.items(), failed.device(), failed.cause());
			case ServingEvent.OutOfMemory memory ->
				log.warn("{} ran out of memory with {} pixels; halving. A smaller dcae.batching.max-pixels prevents it",
						memory.device(), memory.pixels());
			case ServingEvent.NoDeviceLeft _ -> end();
			default -> {
				// The rest is for metrics.
			}
		}
	}

	private void end() {
		log.error("No device is left; the process ends in {} s", GRACE.toSeconds());
		Thread.ofPlatform().daemon().name("exit").start(() -> {
			try {
				Thread.sleep(GRACE);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			this.exit.now();
		});
	}

}
