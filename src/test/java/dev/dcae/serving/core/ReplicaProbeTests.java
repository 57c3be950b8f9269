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

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import dev.dcae.model.Operation;
import dev.dcae.serving.BatchRunner;
import dev.dcae.serving.Device;
import dev.dcae.serving.DeviceFaultException;
import dev.dcae.serving.DeviceLanes;
import dev.dcae.serving.ItemResult;
import dev.dcae.serving.ReplicaPrecision;
import dev.dcae.serving.ServingEvent;
import dev.dcae.serving.ServingException;
import dev.dcae.serving.ServingStatus;
import dev.dcae.serving.fleet.LaneState;
import dev.dcae.serving.ReplicaKey;
import dev.dcae.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Replicas whose last call failed are probed when somebody asks.
 */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReplicaProbeTests {

	private static final ReplicaKey KEY = new ReplicaKey(Given.MODEL, ReplicaPrecision.NORMAL);

	private final AtomicInteger warmUps = new AtomicInteger();

	private volatile @Nullable RuntimeException failure;

	@Test
	void whereNoCallFailedNothingIsProbed() throws InterruptedException {
		try (Service service = Service.onOneLane(this::open)) {
			assertThat(service.submit(1).await().finite()).isTrue();
			service.scheduler.probe().join();
			assertThat(service.scheduler.status().isDoubtful()).isFalse();
			assertThat(this.warmUps).hasValue(1);
		}
	}

	@Test
	void aFailedCallLeavesADoubtThatAGoodProbeSettles() {
		try (Service service = Service.onOneLane(this::open)) {
			failOnce(service);
			assertThat(service.scheduler.status().isDoubtful()).isTrue();
			service.scheduler.probe().join();
			assertThat(service.scheduler.status().isDoubtful()).as("while calls still fail").isTrue();
			this.failure = null;
			service.scheduler.probe().join();
			assertThat(service.scheduler.status().isDoubtful()).isFalse();
			assertThat(this.warmUps).hasValue(3);
		}
	}

	@Test
	void onlyTheLaneThatFailedIsProbed() {
		try (Service service = Service.on(this::open, new DeviceLanes(Given.CPU, 3))) {
			failOnce(service);
			this.failure = null;
			service.scheduler.probe().join();
			assertThat(this.warmUps).hasValue(3 + 1);
		}
	}

	@Test
	void aProbeThatFindsTheDeviceLostQuarantinesItAndEnds() throws InterruptedException {
		try (Service service = Service.onOneLane(this::open)) {
			failOnce(service);
			this.failure = new DeviceFaultException("injected", null);
			service.scheduler.probe().join();
			service.events.await(ServingEvent.DeviceQuarantined.class, 1);
			ServingStatus status = service.scheduler.status();
			assertThat(status.devices()).singleElement().satisfies((device) -> assertThat(device.fault()).isPresent());
			assertThat(status.isDoubtful()).as("a lost device is more than doubtful").isFalse();
		}
	}

	@Test
	void whoeverAsksDuringAProbeWaitsForTheSame() {
		CoreDriver driver = CoreDriver.serving(Given.settings(Given.batches(8)));
		LaneState lane = driver.lane();
		CompletableFuture<Void> first = driver.probeAfterFailure(lane, KEY);
		assertThat(driver.next(lane)).isEqualTo(new Step.Probe(KEY));
		CompletableFuture<Void> second = driver.probe();
		assertThat(first).isNotDone();
		driver.probed(lane, KEY);
		assertThat(driver.next(lane)).isInstanceOf(Step.Wait.class);
		assertThat(first).isDone();
		assertThat(second).isDone();
	}

	@Test
	void aProbeComesBeforeTheNextBatch() {
		CoreDriver driver = CoreDriver.serving(Given.settings(Given.batches(8)));
		driver.submit(1, 2, 8);
		CompletableFuture<Void> probe = driver.probeAfterFailure(driver.lane(), KEY);
		assertThat(driver.next(driver.lane())).isEqualTo(new Step.Probe(KEY));
		driver.probed(driver.lane(), KEY);
		assertThat(probe).isDone();
		assertThat(driver.batch()).containsExactly(1, 2);
	}

	@Test
	void aProbeEndsWithTheReplicaThatIsClosed() {
		CoreDriver driver = CoreDriver.serving(Given.settings(Given.batches(8)));
		CompletableFuture<Void> probe = driver.probeAfterFailure(driver.lane(), KEY);
		driver.closed(driver.lane(), KEY);
		assertThat(probe).isDone();
	}

	private void failOnce(Service service) {
		this.failure = new IllegalStateException("injected");
		assertThatExceptionOfType(ServingException.ItemFailed.class).isThrownBy(() -> service.submit(1).await());
	}

	private BatchRunner open(String model, Device device, ReplicaPrecision precision) {
		return new BatchRunner() {

			@Override
			public List<ItemResult> run(Operation operation, List<Tensor> items) {
				throwIfToldTo();
				return items.stream().map((item) -> new ItemResult(item, true)).toList();
			}

			@Override
			public void warmUp() {
				ReplicaProbeTests.this.warmUps.incrementAndGet();
				throwIfToldTo();
			}

			@Override
			public void close() {
				// Nothing is open.
			}

		};
	}

	private void throwIfToldTo() {
		RuntimeException with = this.failure;
		if (with != null) {
			throw with;
		}
	}

}
