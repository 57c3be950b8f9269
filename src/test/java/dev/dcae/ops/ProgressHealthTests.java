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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

import dev.dcae.model.Autoencoder;
import dev.dcae.model.ConfigJson;
import dev.dcae.model.DcAeConfig;
import dev.dcae.model.Operation;
import dev.dcae.model.Precision;
import dev.dcae.serving.BatchRunner;
import dev.dcae.serving.Batching;
import dev.dcae.serving.Caller;
import dev.dcae.serving.Deadline;
import dev.dcae.serving.Device;
import dev.dcae.serving.DeviceLanes;
import dev.dcae.serving.ItemResult;
import dev.dcae.serving.ModelLimits;
import dev.dcae.serving.QueueBounds;
import dev.dcae.serving.ReplicaPrecision;
import dev.dcae.serving.RunnerFactory;
import dev.dcae.serving.Scheduler;
import dev.dcae.serving.ServedModel;
import dev.dcae.serving.ServingSettings;
import dev.dcae.serving.Submission;
import dev.dcae.serving.WorkItem;
import dev.dcae.serving.core.PooledScheduler;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Liveness: lanes make progress, or have nothing to do.
 */
@Timeout(60)
class ProgressHealthTests {

	private static final Device DEVICE = new Device("cpu");

	private final AtomicLong clock = new AtomicLong();

	private final CountDownLatch begun = new CountDownLatch(1);

	private final CountDownLatch gate = new CountDownLatch(1);

	@Test
	@Timeout(60)
	void aLaneThatHangsInACallIsNotAliveUntilItReturns() throws InterruptedException {
		try (Scheduler scheduler = scheduler()) {
			ProgressHealth health = new ProgressHealth(scheduler, Duration.ofMinutes(10));
			pass(Duration.ofDays(1));
			awaitRest(health);
			Submission submission = scheduler.submit(new WorkItem("m", Operation.DECODE,
					Tensor.of(new Shape(1), new float[1]), 1, 0, Deadline.NONE, Caller.ANYONE));
			this.begun.await();
			pass(Duration.ofMinutes(10));
			assertThat(health.health().getStatus()).as("at work").isEqualTo(Status.UP);
			pass(Duration.ofMinutes(1));
			assertThat(health.health().getStatus()).as("hanging").isEqualTo(Status.DOWN);
			assertThat(health.health().getDetails()).containsEntry("stalled", "PT11M");
			this.gate.countDown();
			assertThat(submission.await().finite()).isTrue();
			assertThat(health.health().getStatus()).as("back").isEqualTo(Status.UP);
		}
	}

	@Test
	@Timeout(60)
	void aLaneThatHangsWhileItLoadsAModelIsNotAliveUntilItHasLoadedIt() throws InterruptedException {
		try (Scheduler scheduler = idle()) {
			ProgressHealth health = new ProgressHealth(scheduler, Duration.ofMinutes(10));
			CompletableFuture<Void> loaded = scheduler.register(model((device, precision) -> {
				await();
				return open(device, precision);
			}));
			this.begun.await();
			pass(Duration.ofMinutes(10));
			assertThat(health.health().getStatus()).as("at work").isEqualTo(Status.UP);
			pass(Duration.ofMinutes(1));
			assertThat(health.health().getStatus()).as("hanging").isEqualTo(Status.DOWN);
			assertThat(scheduler.status().stalledFor()).as("of calls").isZero();
			this.gate.countDown();
			loaded.join();
			awaitRest(health);
		}
	}

	/**
	 * The lane that has loaded the model may not have come to rest yet when a day has
	 * passed.
	 */
	private static void awaitRest(ProgressHealth health) {
		while (health.health().getStatus() != Status.UP) {
			Thread.onSpinWait();
		}
	}

	private void pass(Duration time) {
		this.clock.addAndGet(time.toNanos());
	}

	private Scheduler scheduler() {
		Scheduler scheduler = idle();
		scheduler.register(model(this::open)).join();
		return scheduler;
	}

	private Scheduler idle() {
		ServingSettings settings = new ServingSettings(new Batching(8, Long.MAX_VALUE, Duration.ZERO),
				new QueueBounds(10, Long.MAX_VALUE), false, Duration.ofDays(9), Duration.ofDays(9));
		return PooledScheduler.start(settings, List.of(new DeviceLanes(DEVICE, 1)), (device) -> Optional.empty(),
				this.clock::get, (event) -> {
				});
	}

	private static ServedModel model(RunnerFactory runners) {
		DcAeConfig config = ConfigJson.tiny().read();
		Autoencoder model = new Autoencoder("m", config, "digest", "encoder", Precision.FP32, List.of(DEVICE.name()),
				config.tiling(), "");
		return new ServedModel(model, ModelLimits.of(config, ModelLimits.Memory.OF_DEVICE), runners);
	}

	private BatchRunner open(Device device, ReplicaPrecision precision) {
		return new BatchRunner() {

			@Override
			public List<ItemResult> run(Operation operation, List<Tensor> items) {
				await();
				return items.stream().map((item) -> new ItemResult(item, true)).toList();
			}

			@Override
			public void close() {
				// Nothing is open.
			}

		};
	}

	private void await() {
		this.begun.countDown();
		try {
			this.gate.await();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

}
