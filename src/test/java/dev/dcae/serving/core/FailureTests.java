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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;

import dev.dcae.model.Operation;
import dev.dcae.serving.BatchRunner;
import dev.dcae.serving.Deadline;
import dev.dcae.serving.DeviceFaultException;
import dev.dcae.serving.DeviceLanes;
import dev.dcae.serving.OutOfDeviceMemoryException;
import dev.dcae.serving.ServingEvent;
import dev.dcae.serving.ServingException;
import dev.dcae.serving.ServingStatus;
import dev.dcae.serving.Submission;
import dev.dcae.serving.fleet.LaneState;
import dev.dcae.serving.limits.ServiceTime;
import dev.dcae.serving.queue.QueuedItem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * One bad item never fails its neighbours, one bad device never its service.
 */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FailureTests {

	private static final List<Integer> ONE_TO_EIGHT = IntStream.rangeClosed(1, 8).boxed().toList();

	@Test
	void runningOutOfMemoryAtEightEndsInEightRightAnswers() throws InterruptedException {
		FakeBackend backend = new FakeBackend((call, id) -> fits(call, 3));
		try (Service service = Service.onOneLane(backend)) {
			assertThat(Service.answers(service.submitTogether(1, 8))).isEqualTo(ONE_TO_EIGHT);
			assertThat(backend.batches()).containsExactly(ONE_TO_EIGHT, List.of(1, 2, 3, 4), List.of(1, 2),
					List.of(3, 4), List.of(5, 6, 7, 8), List.of(5, 6), List.of(7, 8));
			assertThat(service.scheduler.status().learned()).singleElement()
				.satisfies((learned) -> assertThat(learned.memoryPixels()).hasValue(2 * 64));
			assertThat(Service.answers(service.submitTogether(11, 4))).containsExactly(11, 12, 13, 14);
			assertThat(backend.batches().subList(7, 9)).containsExactly(List.of(11, 12), List.of(13, 14));
		}
	}

	@Test
	void anItemThatDoesNotFitAloneIsTriedAgainByItselfAndThenTooLarge() throws InterruptedException {
		FakeBackend backend = new FakeBackend((call, id) -> fits(call, call.ids().contains(3) ? 0 : 8));
		try (Service service = Service.onOneLane(backend)) {
			List<Submission> submissions = service.submitTogether(1, 4);
			assertThat(Service.answers(submissions.subList(0, 2))).containsExactly(1, 2);
			assertThatExceptionOfType(ServingException.TooLarge.class).isThrownBy(() -> submissions.get(2).await())
				.satisfies((ex) -> assertThat(ex.largestPixels()).isEqualTo(32));
			assertThat(submissions.get(3).await().timings().batchSize()).isOne();
			assertThat(backend.batches()).containsExactly(List.of(1, 2, 3, 4), List.of(1, 2), List.of(3, 4), List.of(3),
					List.of(3), List.of(4));
		}
	}

	@Test
	void anItemIsTriedAgainOnlyOnceItsDeviceRunsNothingElse() throws InterruptedException {
		FakeBackend backend = new FakeBackend((call, id) -> fits(call, 8));
		backend.hold();
		try (Service service = Service.on(failingOnce(backend, 2), new DeviceLanes(Given.CPU, 2))) {
			Submission neighbour = service.submit(1);
			backend.awaitRunning(1);
			Submission item = service.submit(2, 16);
			service.events.await(ServingEvent.OutOfMemory.class, 1);
			assertThat(item.isSettled()).isFalse();
			assertThat(backend.batches()).containsExactly(List.of(1));
			backend.release();
			assertThat(Given.id(neighbour.await().output())).isEqualTo(1);
			assertThat(Given.id(item.await().output())).isEqualTo(2);
			assertThat(backend.mostRunning()).isOne();
		}
	}

	@Test
	void onePoisonousItemFailsAlone() throws InterruptedException {
		FakeBackend backend = new FakeBackend((call, id) -> {
			if (id == 5) {
				throw new IllegalArgumentException("poison");
			}
			return true;
		});
		try (Service service = Service.onOneLane(backend)) {
			List<Submission> submissions = service.submitTogether(1, 8);
			for (int i = 0; i < 8; i++) {
				if (i != 4) {
					assertThat(Given.id(submissions.get(i).await().output())).isEqualTo(i + 1);
				}
			}
			assertThatExceptionOfType(ServingException.ItemFailed.class).isThrownBy(() -> submissions.get(4).await())
				.withMessageNotContaining("poison")
				.withRootCauseInstanceOf(IllegalArgumentException.class);
			assertThat(backend.calls()).hasSize(9);
		}
	}

	@Test
	void aRunnerThatReturnsTooFewResultsFailsItsItemsNotTheirNeighbours() {
		BatchRunner mute = new StubRunner((items) -> List.of());
		try (Service service = Service.onOneLane((model, device, precision) -> mute)) {
			Submission submission = service.submit(1);
			assertThatExceptionOfType(ServingException.ItemFailed.class).isThrownBy(submission::await)
				.withStackTraceContaining("1 items has 0 results");
		}
	}

	@Test
	void aStickyFaultQuarantinesTheDeviceAndItsItemsRunElsewhere() throws InterruptedException {
		FakeBackend backend = new FakeBackend((call, id) -> {
			if (call.device().equals(Given.CUDA_0)) {
				throw new DeviceFaultException("illegal memory access", null);
			}
			return true;
		});
		backend.hold();
		try (Service service = Service.on(backend, new DeviceLanes(Given.CUDA_0, 1),
				new DeviceLanes(Given.CUDA_1, 1))) {
			Submission first = service.submit(1);
			backend.awaitRunning(1);
			Submission second = service.submit(2);
			backend.awaitRunning(2);
			backend.release();
			assertThat(Service.answers(List.of(first, second))).containsExactly(1, 2);
			assertThat(Service.answers(service.submitTogether(3, 4))).containsExactly(3, 4, 5, 6);
			ServingStatus.DeviceStatus lost = service.scheduler.status().devices().getFirst();
			assertThat(lost.fault()).isPresent();
			assertThat(lost.lanes()).as("its lane has ended").allMatch((lane) -> lane.busyFor().isEmpty());
			assertThat(service.events.of(ServingEvent.NoDeviceLeft.class)).isEmpty();
			assertThat(service.events.of(ServingEvent.Requeued.class)).hasSize(1);
		}
		assertThat(backend.closed()).as("nothing is called on a broken device").hasSize(1);
	}

	@Test
	void theItemsOfALaneThatHangsOnABrokenDeviceDoNotWaitForIt() throws InterruptedException {
		CountDownLatch loading = new CountDownLatch(1);
		FakeBackend hanging = new FakeBackend();
		hanging.hold();
		FakeBackend healthy = new FakeBackend();
		Backend factory = (model, device, precision) -> {
			if (model.equals("faulty")) {
				return new StubRunner((items) -> {
					throw new DeviceFaultException("lost", null);
				});
			}
			if (device.equals(Given.CUDA_0)) {
				return hanging.open(model, device, precision);
			}
			awaitUninterruptibly(loading);
			return healthy.open(model, device, precision);
		};
		try (Service service = new Service(Given.settings(Given.batches(8)), factory, new DeviceLanes(Given.CUDA_0, 2),
				new DeviceLanes(Given.CUDA_1, 1))) {
			CompletableFuture<Void> loaded = service.register(Given.MODEL, Given.CUDA_0, Given.CUDA_1);
			service.events.await(ServingEvent.ReplicaOpened.class, 2);
			Submission stuck = service.submit(1);
			hanging.awaitRunning(1);
			CompletableFuture<Void> _ = service.register("faulty", Given.CUDA_0);
			service.events.await(ServingEvent.ReplicaOpened.class, 3);
			service.scheduler.submit(Given.item("faulty", 2, 8, 0, Deadline.NONE));
			service.events.await(ServingEvent.DeviceQuarantined.class, 1);
			assertThat(loaded).isNotDone();
			loading.countDown();
			assertThat(stuck.await().device()).isEqualTo(Given.CUDA_1);
			hanging.release();
		}
	}

	@Test
	void nothingThatALostDeviceStillEndsIsAnsweredOrLearned() {
		CoreDriver driver = CoreDriver.serving(Given.settings(Given.batches(1)), new DeviceLanes(Given.CUDA_0, 2),
				new DeviceLanes(Given.CUDA_1, 1));
		LaneState lost = driver.lane(Given.CUDA_0, 1);
		LaneState healthy = driver.lane(Given.CUDA_1, 0);
		for (int i = 1; i < ServiceTime.KNOWN; i++) {
			driver.submit(0, 1, 8);
			driver.finish(lost, ((Step.Run) driver.next(lost)).batch(), Duration.ofSeconds(1));
		}
		driver.submit(1, 1, 8);
		QueuedItem item = driver.submit(Given.item(2, 8));
		driver.next(driver.lane(Given.CUDA_0, 0));
		Batch late = ((Step.Run) driver.next(lost)).batch();
		long startedAt = driver.clock.nanos();
		driver.quarantine(Given.CUDA_0);
		driver.clock.advance(Duration.ofSeconds(1));
		driver.finish(healthy, ((Step.Run) driver.next(healthy)).batch(), Duration.ofSeconds(1));
		Batch again = ((Step.Run) driver.next(healthy)).batch();
		driver.ran(lost, late, late.items(), startedAt, true);
		assertThat(item.isSettled()).isFalse();
		assertThat(driver.status().times()).as("a call is missing").isEmpty();
		driver.finish(healthy, again, Duration.ofSeconds(1));
		assertThat(item.future().join().device()).isEqualTo(Given.CUDA_1);
	}

	@Test
	void whenNoDeviceIsLeftThatIsToldAndNothingIsAdmitted() throws InterruptedException {
		FakeBackend backend = new FakeBackend((call, id) -> {
			throw new DeviceFaultException("lost", null);
		});
		try (Service service = Service.on(backend, new DeviceLanes(Given.CUDA_0, 1),
				new DeviceLanes(Given.CUDA_1, 1))) {
			Submission submission = service.submit(1);
			assertThatExceptionOfType(ServingException.class).isThrownBy(submission::await);
			service.events.await(ServingEvent.NoDeviceLeft.class, 1);
			assertThat(backend.calls()).hasSize(2);
			assertThatExceptionOfType(ServingException.NotReady.class).isThrownBy(() -> service.submit(2));
			assertThat(service.scheduler.status().outstanding()).isZero();
		}
	}

	@Test
	void aLaneThatDiesIsReplacedAndItsItemsRunOnceMore() throws InterruptedException {
		FakeBackend backend = new FakeBackend((call, id) -> {
			if (call.ids().size() == 8) {
				throw new AssertionError("a bug");
			}
			return true;
		});
		try (Service service = Service.onOneLane(backend)) {
			assertThat(Service.answers(service.submitTogether(1, 8))).isEqualTo(ONE_TO_EIGHT);
			assertThat(service.events.of(ServingEvent.LaneReplaced.class)).hasSize(1);
			assertThat(backend.calls()).as("each alone, since it may be what killed the lane").hasSize(9);
			assertThat(backend.closed()).hasSize(1);
		}
	}

	@Test
	void anItemThatMayHaveKilledALaneRidesAlone() {
		CoreDriver driver = CoreDriver.serving(Given.settings(Given.batches(8)));
		driver.submit(1, 2, 8);
		LaneState lane = driver.lane();
		driver.next(lane);
		driver.core.failover.replace(lane, new AssertionError("a bug"), 0);
		assertThat(driver.open(driver.lane())).isInstanceOfSatisfying(Step.Run.class,
				(run) -> assertThat(CoreDriver.ids(run.batch())).containsExactly(1));
		driver.submit(Given.item(3, 8, 3, Deadline.NONE));
		driver.submit(Given.item(4, 8, 0, Deadline.NONE));
		assertThat(driver.batches()).containsExactly(List.of(3), List.of(2), List.of(4));
	}

	@Test
	void anItemThatKillsEveryLaneIsNotGivenAThird() throws InterruptedException {
		FakeBackend backend = new FakeBackend((call, id) -> {
			if (id == 5) {
				throw new AssertionError("a bug");
			}
			return true;
		});
		try (Service service = Service.onOneLane(backend)) {
			List<Submission> submissions = service.submitTogether(1, 8);
			assertThatExceptionOfType(ServingException.ItemFailed.class).isThrownBy(() -> submissions.get(4).await());
			assertThat(Service.answers(submissions.subList(5, 8))).containsExactly(6, 7, 8);
			assertThat(Service.answers(submissions.subList(0, 4))).containsExactly(1, 2, 3, 4);
			assertThat(service.events.await(ServingEvent.LaneReplaced.class, 2)).hasSize(2);
		}
	}

	@Test
	void aLaneForWhichThereIsNoThreadCostsItsDevice() {
		CoreDriver driver = CoreDriver.serving(Given.settings(Given.batches(8)));
		QueuedItem item = driver.submit(Given.item(1, 8));
		// Dies of having no runner.
		new Lane(driver.lane(), driver.locked, new ReentrantReadWriteLock(), (fresh) -> {
			throw new OutOfMemoryError("unable to create native thread");
		}).run();
		assertThat(driver.status().devices().getFirst().fault())
			.hasValueSatisfying((fault) -> assertThat(fault).contains("unable to create native thread"));
		assertThat(driver.events.of(ServingEvent.NoDeviceLeft.class)).hasSize(1);
		assertThat(item.future()).isCompletedExceptionally();
	}

	@Test
	void aConsequenceThatFailsCostsNeitherTheOthersNorTheLock() throws Exception {
		CoreDriver driver = new CoreDriver(Given.settings(Given.batches(8)));
		AtomicBoolean carriedOut = new AtomicBoolean();
		driver.locked.act((core, now) -> {
			core.effects.add(() -> {
				throw new OutOfMemoryError("Java heap space");
			});
			core.effects.add(() -> carriedOut.set(true));
		});
		assertThat(carriedOut).isTrue();
		assertThat(CompletableFuture.supplyAsync(driver::status).get().outstanding()).isZero();
	}

	@Test
	void whoIsNeverToldGetsAnAnswerAtTheDeadline() {
		CoreDriver driver = CoreDriver.serving(Given.settings(Given.batches(8)));
		QueuedItem item = driver.submit(Given.item(1, 8, 0, Deadline.after(Duration.ofSeconds(1), driver.clock)));
		driver.core.ledger.fail(item, new ServingException.Cancelled());
		driver.core.effects.take();
		driver.clock.advance(Duration.ofSeconds(2));
		assertThatExceptionOfType(ServingException.DeadlineMissed.class)
			.isThrownBy(new QueuedSubmission(item, driver.locked)::await);
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	private static boolean fits(FakeBackend.Call call, int items) {
		if (call.ids().size() > items) {
			throw new OutOfDeviceMemoryException("out of memory", null);
		}
		return true;
	}

	/**
	 * The backend, but that the first call with an item runs out of memory before it.
	 */
	private static Backend failingOnce(FakeBackend backend, int id) {
		AtomicBoolean failed = new AtomicBoolean();
		return (model, device, precision) -> {
			BatchRunner runner = backend.open(model, device, precision);
			return new StubRunner((items) -> {
				if (Given.id(items.getFirst()) == id && failed.compareAndSet(false, true)) {
					throw new OutOfDeviceMemoryException("out of memory", null);
				}
				return runner.run(Operation.DECODE, items);
			});
		};
	}

}
