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
import dev.dcae.serving.queue.QueuedItem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Items that overflow in half precision.
 */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HalfPrecisionTests {

	private static final ReplicaKey FP32 = new ReplicaKey(Given.MODEL, ReplicaPrecision.FP32);

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
		Step open = driver.opening(FP32);
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
		driver.openFailed(driver.lane(Given.CUDA_1, 0), FP32);
		driver.opened(lane, FP32);
		assertThat(driver.batch(lane)).as("the first device still runs them").containsExactly(1);
	}

	@Test
	void whereOneLaneCannotOpenItAnotherDoes() {
		CoreDriver driver = CoreDriver.serving(Given.settings(Given.batches(8)), new DeviceLanes(Given.CPU, 2));
		overflow(driver, 1);
		driver.next(driver.lane());
		driver.openFailed(driver.lane(), FP32);
		LaneState other = driver.lane(Given.CPU, 1);
		assertThat(driver.next(other)).isEqualTo(driver.opening(FP32));
		driver.opened(other, FP32);
		assertThat(driver.batch(other)).containsExactly(1);
	}

	@Test
	void whatNoLaneCanRunAgainIsAnsweredWhenTheDeviceThatCouldIsLost() {
		CoreDriver driver = CoreDriver.serving(Given.settings(Given.batches(8)), new DeviceLanes(Given.CUDA_0, 1),
				new DeviceLanes(Given.CUDA_1, 1));
		LaneState other = driver.lane(Given.CUDA_1, 0);
		QueuedItem item = overflow(driver, 1);
		driver.next(driver.lane());
		driver.clock.advance(Given.AGEING);
		driver.next(other);
		driver.openFailed(other, FP32);
		driver.quarantine(Given.CUDA_0);
		assertThat(item.future().join().finite()).isFalse();
	}

	@Test
	void theFp32ReplicaIsClosedOnceNoneWasNeededForAWhile() {
		CoreDriver driver = CoreDriver.serving(Given.settings(Given.batches(8)));
		LaneState lane = driver.lane();
		overflow(driver, 1);
		assertThat(driver.next(lane)).isEqualTo(driver.opening(FP32));
		driver.opened(lane, FP32);
		driver.clock.advance(Placement.FP32_KEPT.minusSeconds(1));
		driver.finish(lane, ((Step.Run) driver.next(lane)).batch(), Duration.ZERO);
		long until = driver.clock.nanos() + Placement.FP32_KEPT.toNanos();
		assertThat(driver.next(lane)).isEqualTo(new Step.Wait(until));
		driver.clock.advance(Placement.FP32_KEPT);
		assertThat(driver.next(lane)).isEqualTo(new Step.Close(FP32));
		driver.closed(lane, FP32);
		assertThat(driver.next(lane)).isEqualTo(new Step.Wait(Long.MAX_VALUE));
		overflow(driver, 2);
		assertThat(driver.next(lane)).isEqualTo(driver.opening(FP32));
	}

	@Test
	void anFp32ReplicaThatSomethingWaitsForIsNotClosed() {
		CoreDriver driver = CoreDriver.serving(Given.settings(Given.batches(8)));
		LaneState lane = driver.lane();
		overflow(driver, 1);
		driver.next(lane);
		driver.opened(lane, FP32);
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

	private static QueuedItem overflow(CoreDriver driver, int id) {
		QueuedItem item = driver.submit(Given.item(id, 8));
		driver.finish(driver.lane(), ((Step.Run) driver.next(driver.lane())).batch(), Duration.ZERO, false);
		return item;
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
		QueuedItem item = overflow(driver, 1);
		failToOpen(driver);
		assertThat(item.isSettled()).isTrue();
		driver.clock.advance(Duration.ofHours(1));
		assertThat(driver.next(driver.lane())).isEqualTo(new Step.Wait(Long.MAX_VALUE));
	}

	@Test
	void anFp32ReplicaThatFailedIsOpenedAgainAfterAWhileOnceSomethingNeedsIt() {
		CoreDriver driver = CoreDriver.serving(Given.settings(Given.batches(8)));
		overflow(driver, 1);
		failToOpen(driver);
		driver.clock.advance(Duration.ofSeconds(9));
		assertThat(overflow(driver, 2).isSettled()).isTrue();
		driver.clock.advance(Duration.ofSeconds(1));
		QueuedItem item = overflow(driver, 3);
		failToOpen(driver);
		assertThat(item.isSettled()).as("it fails again").isTrue();
		driver.clock.advance(Duration.ofSeconds(19));
		assertThat(overflow(driver, 4).isSettled()).as("more rarely").isTrue();
		driver.clock.advance(Duration.ofSeconds(1));
		overflow(driver, 5);
		assertThat(driver.next(driver.lane())).isEqualTo(driver.opening(FP32));
		driver.opened(driver.lane(), FP32);
		assertThat(driver.batch()).containsExactly(5);
	}

	@Test
	void whileALaneOpensItAgainRetriesWaitAndNoOtherLaneOfItsDeviceDoes() {
		CoreDriver driver = CoreDriver.serving(Given.settings(Given.batches(8)), new DeviceLanes(Given.CPU, 2));
		LaneState other = driver.lane(Given.CPU, 1);
		overflow(driver, 1);
		failToOpen(driver);
		driver.next(other);
		driver.openFailed(other, FP32);
		driver.clock.advance(Duration.ofSeconds(10));
		overflow(driver, 2);
		assertThat(driver.next(driver.lane())).isEqualTo(driver.opening(FP32));
		QueuedItem item = driver.submit(Given.item(3, 8));
		driver.finish(other, ((Step.Run) driver.next(other)).batch(), Duration.ZERO, false);
		assertThat(item.isSettled()).isFalse();
		assertThat(driver.next(other)).isEqualTo(new Step.Wait(Long.MAX_VALUE));
	}

	/**
	 * The first lane tries to open what it wants to.
	 */
	private static void failToOpen(CoreDriver driver) {
		assertThat(driver.next(driver.lane())).isEqualTo(driver.opening(FP32));
		driver.openFailed(driver.lane(), FP32);
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
