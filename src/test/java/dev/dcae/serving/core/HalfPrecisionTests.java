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

import java.time.Duration;
import java.util.List;

import dev.dcae.model.Precision;
import dev.dcae.serving.Answer;
import dev.dcae.serving.DeviceLanes;
import dev.dcae.serving.OutOfDeviceMemoryException;
import dev.dcae.serving.ReplicaPrecision;
import dev.dcae.serving.ServedModel;
import dev.dcae.serving.ServingEvent;
import dev.dcae.serving.Submission;
import dev.dcae.serving.fleet.LaneState;
import dev.dcae.serving.fleet.Placement;
import dev.dcae.serving.ReplicaKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Items that overflow in half precision.
 */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HalfPrecisionTests {

	@Test
	void onlyTheItemThatIsNotFiniteRunsAgainInFp32() throws InterruptedException {
		FakeBackend backend = overflowing(3);
		try (Service service = Service.onOneLane(backend)) {
			List<Submission> submissions = service.submitTogether(1, 4);
			assertThat(Service.answers(submissions)).containsExactly(1, 2, 3, 4);
			assertThat(backend.batches()).containsExactly(List.of(1, 2, 3, 4), List.of(3));
			assertThat(submissions.get(2).await().retriedInFp32()).isTrue();
			assertThat(submissions.get(2).await().finite()).isTrue();
			assertThat(submissions.get(1).await().retriedInFp32()).isFalse();
			assertThat(service.events.of(ServingEvent.RetriedInFp32.class)).hasSize(1);
		}
	}

	@Test
	void theFp32ReplicaIsOpenedOnFirstNeedAndOnce() throws InterruptedException {
		FakeBackend backend = overflowing(3);
		try (Service service = Service.on(backend, new DeviceLanes(Given.CUDA_0, 2),
				new DeviceLanes(Given.CUDA_1, 2))) {
			service.submit(1).await();
			assertThat(fp32Replicas(service)).isZero();
			for (int i = 0; i < 10; i++) {
				assertThat(service.submit(3).await().retriedInFp32()).isTrue();
			}
			assertThat(fp32Replicas(service)).isOne();
		}
	}

	@Test
	void aSecondDeviceOpensItsOwnOnlyOnceRetriesHaveHadToWait() {
		CoreDriver driver = CoreDriver.serving(Given.settings(Given.batches(8)), new DeviceLanes(Given.CUDA_0, 2),
				new DeviceLanes(Given.CUDA_1, 1));
		Step open = driver.opening(new ReplicaKey(Given.MODEL, ReplicaPrecision.FP32));
		driver.submit(1, 1, 8);
		LaneState lane = driver.lane(Given.CUDA_0, 0);
		driver.finish(lane, ((Step.Run) driver.next(lane)).batch(), Duration.ZERO, false);
		assertThat(driver.next(lane)).isEqualTo(open);
		long aged = Given.AGEING.toNanos();
		assertThat(driver.next(driver.lane(Given.CUDA_0, 1))).isEqualTo(new Step.Wait(Long.MAX_VALUE));
		assertThat(driver.next(driver.lane(Given.CUDA_1, 0))).isEqualTo(new Step.Wait(aged));
		driver.clock.advance(Given.AGEING);
		assertThat(driver.next(driver.lane(Given.CUDA_0, 1))).isEqualTo(new Step.Wait(Long.MAX_VALUE));
		assertThat(driver.next(driver.lane(Given.CUDA_1, 0))).isEqualTo(open);
	}

	@Test
	void theFp32ReplicaIsClosedOnceNoneWasNeededForAWhile() {
		CoreDriver driver = CoreDriver.serving(Given.settings(Given.batches(8)));
		LaneState lane = driver.lane();
		ReplicaKey fp32 = new ReplicaKey(Given.MODEL, ReplicaPrecision.FP32);
		overflow(driver, 1);
		assertThat(driver.next(lane)).isEqualTo(driver.opening(fp32));
		driver.opened(lane, fp32);
		driver.clock.advance(Placement.FP32_KEPT.minusSeconds(1));
		driver.finish(lane, ((Step.Run) driver.next(lane)).batch(), Duration.ZERO);
		long until = driver.clock.nanos() + Placement.FP32_KEPT.toNanos();
		assertThat(driver.next(lane)).isEqualTo(new Step.Wait(until));
		driver.clock.advance(Placement.FP32_KEPT);
		assertThat(driver.next(lane)).isEqualTo(new Step.Close(fp32));
		driver.closed(lane, fp32);
		assertThat(driver.next(lane)).isEqualTo(new Step.Wait(Long.MAX_VALUE));
		overflow(driver, 2);
		assertThat(driver.next(lane)).isEqualTo(driver.opening(fp32));
	}

	@Test
	void anFp32ReplicaThatSomethingWaitsForIsNotClosed() {
		CoreDriver driver = CoreDriver.serving(Given.settings(Given.batches(8)));
		LaneState lane = driver.lane();
		overflow(driver, 1);
		driver.next(lane);
		driver.opened(lane, new ReplicaKey(Given.MODEL, ReplicaPrecision.FP32));
		driver.clock.advance(Placement.FP32_KEPT);
		assertThat(driver.batch(lane)).containsExactly(1);
	}

	@Test
	void whereFp32IsForbiddenTheFirstResultIsReturnedAndFlagged() throws InterruptedException {
		FakeBackend backend = overflowing(3);
		try (Service service = new Service(Given.settings(Given.batches(8)), backend, new DeviceLanes(Given.CPU, 1))) {
			ServedModel model = Given.model(backend, Given.MODEL, Given.CPU);
			service.scheduler.register(new ServedModel(model.autoencoder(), model.limits(), model.runners(), false))
				.join();
			Answer answer = service.submit(3).await();
			assertThat(answer.finite()).isFalse();
			assertThat(answer.retriedInFp32()).isFalse();
			assertThat(fp32Replicas(service)).isZero();
		}
	}

	private static void overflow(CoreDriver driver, int id) {
		driver.submit(id, 1, 8);
		driver.finish(driver.lane(), ((Step.Run) driver.next(driver.lane())).batch(), Duration.ZERO, false);
	}

	@Test
	void whatIsNotFiniteInFp32EitherIsReturnedAndFlagged() throws InterruptedException {
		FakeBackend backend = new FakeBackend((call, id) -> false);
		try (Service service = Service.onOneLane(backend)) {
			Answer answer = service.submit(1).await();
			assertThat(answer.finite()).isFalse();
			assertThat(answer.retriedInFp32()).isTrue();
		}
	}

	@Test
	void whereFp32CannotBeOpenedTheFirstResultIsReturnedAndFlagged() throws InterruptedException {
		FakeBackend backend = overflowing(1);
		Backend factory = (model, device, precision) -> {
			if (precision == ReplicaPrecision.FP32) {
				throw new OutOfDeviceMemoryException("no room for a second copy", null);
			}
			return backend.open(model, device, precision);
		};
		try (Service service = Service.onOneLane(factory)) {
			for (int i = 0; i < 3; i++) {
				Answer answer = service.submit(1).await();
				assertThat(answer.finite()).isFalse();
				assertThat(answer.retriedInFp32()).isFalse();
				assertThat(Given.id(answer.output())).isEqualTo(1);
			}
			assertThat(service.events.of(ServingEvent.ReplicaFailed.class)).hasSize(1);
		}
	}

	@Test
	void aLaneWhoseFp32ReplicaFailedSleepsAsBefore() {
		CoreDriver driver = CoreDriver.serving(Given.settings(Given.batches(8)));
		LaneState lane = driver.lane();
		driver.submit(1, 1, 8);
		driver.finish(lane, ((Step.Run) driver.next(lane)).batch(), Duration.ZERO, false);
		Step.Open open = (Step.Open) driver.next(lane);
		driver.core.lifecycle.failed(lane, open.replica(), new IllegalStateException(), driver.clock.nanos());
		driver.clock.advance(Duration.ofHours(1));
		assertThat(driver.next(lane)).isEqualTo(new Step.Wait(Long.MAX_VALUE));
	}

	@Test
	void whereTheRetryFailsTheFirstResultIsReturnedAndFlagged() throws InterruptedException {
		FakeBackend backend = new FakeBackend((call, id) -> {
			if (call.precision() == ReplicaPrecision.FP32) {
				throw new OutOfDeviceMemoryException("out of memory", null);
			}
			return false;
		});
		try (Service service = Service.onOneLane(backend)) {
			Answer answer = service.submit(1).await();
			assertThat(answer.finite()).isFalse();
			assertThat(answer.retriedInFp32()).isFalse();
		}
	}

	@Test
	void aModelThatRunsInFp32AnywayIsNotRunTwice() throws InterruptedException {
		FakeBackend backend = new FakeBackend((call, id) -> false);
		try (Service service = new Service(Given.settings(Given.batches(8)), backend, new DeviceLanes(Given.CPU, 1))) {
			service.scheduler.register(Given.model(backend, Given.MODEL, Precision.FP32, Given.CPU)).join();
			assertThat(service.submit(1).await().finite()).isFalse();
			assertThat(backend.calls()).hasSize(1);
		}
	}

	private static FakeBackend overflowing(int item) {
		return new FakeBackend((call, id) -> id != item || call.precision() == ReplicaPrecision.FP32);
	}

	private static long fp32Replicas(Service service) {
		return service.scheduler.status()
			.devices()
			.stream()
			.flatMap((device) -> device.lanes().stream())
			.flatMap((lane) -> lane.replicas().stream())
			.filter((replica) -> replica.precision() == ReplicaPrecision.FP32)
			.count();
	}

}
