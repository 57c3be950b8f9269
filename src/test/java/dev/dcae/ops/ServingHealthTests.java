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
import java.util.concurrent.CountDownLatch;

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
import dev.dcae.serving.NanoClock;
import dev.dcae.serving.QueueBounds;
import dev.dcae.serving.ReplicaPrecision;
import dev.dcae.serving.Scheduler;
import dev.dcae.serving.ServedModel;
import dev.dcae.serving.ServingException;
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
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Readiness after a device call failed.
 */
@Timeout(60)
class ServingHealthTests {

	private static final Device DEVICE = new Device("cpu");

	private static final Duration PATIENCE = Duration.ofMillis(1);

	private static final float POISON = 1;

	private final CountDownLatch begun = new CountDownLatch(1);

	private final CountDownLatch gate = new CountDownLatch(1);

	private volatile boolean warm;

	@Test
	@Timeout(60)
	void whileALaneIsInALaterCallAFailedOneDecidesNothing() throws InterruptedException {
		try (Scheduler scheduler = scheduler()) {
			ServingHealth health = new ServingHealth(scheduler, PATIENCE);
			List<Submission> submissions = scheduler.submitAll(List.of(item(POISON), item(2)));
			this.begun.await();
			assertThat(submissions.getFirst().isSettled()).isTrue();
			assertThat(health.health().getStatus()).isEqualTo(Status.UP);
			this.gate.countDown();
			assertThat(submissions.getLast().await().finite()).isTrue();
			assertThat(health.health().getStatus()).isEqualTo(Status.UP);
		}
	}

	@Test
	@Timeout(60)
	void aProbeThatHangsIsNoGoodSign() throws InterruptedException {
		try (Scheduler scheduler = scheduler()) {
			ServingHealth health = new ServingHealth(scheduler, PATIENCE);
			Submission submission = scheduler.submit(item(POISON));
			assertThatExceptionOfType(ServingException.ItemFailed.class).isThrownBy(submission::await);
			assertThat(health.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
			this.begun.await();
			assertThat(health.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
			this.gate.countDown();
			scheduler.probe().join();
			assertThat(health.health().getStatus()).isEqualTo(Status.UP);
		}
	}

	private static WorkItem item(float id) {
		return new WorkItem("m", Operation.DECODE, Tensor.of(new Shape(1), new float[] { id }), 1, 0, Deadline.NONE,
				Caller.ANYONE);
	}

	private Scheduler scheduler() {
		ServingSettings settings = new ServingSettings(new Batching(8, Long.MAX_VALUE, Duration.ZERO),
				new QueueBounds(10, Long.MAX_VALUE), false, Duration.ofDays(9), Duration.ofDays(9));
		Scheduler scheduler = PooledScheduler.start(settings, List.of(new DeviceLanes(DEVICE, 1)),
				(device) -> Optional.empty(), NanoClock.system(), (event) -> {
				});
		DcAeConfig config = ConfigJson.tiny().read();
		Autoencoder model = new Autoencoder("m", config, "digest", "encoder", Precision.FP32, List.of(DEVICE.name()),
				config.tiling(), "");
		scheduler.register(new ServedModel(model, ModelLimits.of(config, ModelLimits.Memory.OF_DEVICE), this::open))
			.join();
		return scheduler;
	}

	/**
	 * A replica that fails on whatever has the poison, and waits at the gate with all
	 * else, but for its first small image.
	 */
	private BatchRunner open(Device device, ReplicaPrecision precision) {
		return new BatchRunner() {

			@Override
			public List<ItemResult> run(Operation operation, List<Tensor> items) {
				if (items.stream().anyMatch((item) -> item.toFloats()[0] == POISON)) {
					throw new IllegalStateException("poison");
				}
				pass();
				return items.stream().map((item) -> new ItemResult(item, true)).toList();
			}

			@Override
			public void warmUp() {
				if (ServingHealthTests.this.warm) {
					pass();
				}
				ServingHealthTests.this.warm = true;
			}

			@Override
			public void close() {
				// Nothing is open.
			}

		};
	}

	private void pass() {
		this.begun.countDown();
		try {
			this.gate.await();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

}
