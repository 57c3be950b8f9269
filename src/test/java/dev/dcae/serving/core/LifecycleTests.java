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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.dcae.model.Autoencoder;
import dev.dcae.model.Operation;
import dev.dcae.serving.BatchRunner;
import dev.dcae.serving.Deadline;
import dev.dcae.serving.DeviceFaultException;
import dev.dcae.serving.DeviceLanes;
import dev.dcae.serving.ItemResult;
import dev.dcae.serving.NanoClock;
import dev.dcae.serving.OutOfDeviceMemoryException;
import dev.dcae.serving.ReplicaPhase;
import dev.dcae.serving.Scheduler;
import dev.dcae.serving.ServedModels;
import dev.dcae.serving.ServingEvent;
import dev.dcae.serving.ServingException;
import dev.dcae.serving.ServingListener;
import dev.dcae.serving.ServingStatus;
import dev.dcae.serving.Submission;
import dev.dcae.serving.Timings;
import dev.dcae.serving.fleet.LaneState;
import dev.dcae.serving.queue.QueuedItem;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Loading, unloading, draining, waiting.
 */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LifecycleTests {

	@Test
	void drainingUnderLoadLosesNothing() throws InterruptedException {
		FakeBackend backend = new FakeBackend();
		backend.hold();
		try (Service service = Service.onOneLane(backend)) {
			List<Submission> submissions = new ArrayList<>();
			for (int i = 0; i < 100; i++) {
				submissions.add(service.submit(i, 1 + i % 3));
			}
			CompletableFuture<Void> drained = service.scheduler.drain();
			assertThatExceptionOfType(ServingException.Draining.class).isThrownBy(() -> service.submit(100));
			assertThat(drained).isNotDone();
			backend.release();
			drained.join();
			assertThat(submissions).allMatch(Submission::isSettled);
			assertThat(Service.answers(submissions)).hasSize(100);
		}
	}

	@Test
	void anItemThatNobodyWaitsForAnyMoreNeverReachesTheDevice() throws InterruptedException {
		FakeBackend backend = new FakeBackend();
		backend.hold();
		try (Service service = Service.onOneLane(backend)) {
			Submission first = service.submit(1);
			backend.awaitRunning(1);
			Submission abandoned = service.submit(2, 16);
			assertThatExceptionOfType(ServingException.Cancelled.class)
				.isThrownBy(() -> abandoned.await(() -> true, Duration.ofMillis(1)));
			backend.release();
			assertThat(Given.id(first.await(() -> false, Duration.ofMillis(1)).output())).isEqualTo(1);
			assertThat(backend.batches()).containsExactly(List.of(1));
		}
	}

	@Test
	void anIdleServiceIsDrainedAtOnce() {
		try (Service service = Service.onOneLane(new FakeBackend())) {
			assertThat(service.scheduler.drain()).isCompleted();
		}
	}

	@Test
	void closingFinishesWhatIsInFlightAndFailsWhatWaits() throws InterruptedException {
		FakeBackend backend = new FakeBackend();
		backend.hold();
		Service service = Service.onOneLane(backend);
		Submission inFlight = service.submit(1);
		backend.awaitRunning(1);
		Submission waiting = service.submit(2, 16);
		Thread closer = Thread.ofVirtual().start(service::close);
		assertThatExceptionOfType(ServingException.Draining.class).isThrownBy(waiting::await);
		backend.release();
		closer.join();
		assertThat(Given.id(inFlight.await().output())).isEqualTo(1);
		assertThat(backend.closed()).containsExactly("m NORMAL");
	}

	@Test
	void whereTheOnlyModelIsAboutToGoNothingIsServed() {
		CoreDriver driver = CoreDriver.serving(Given.settings(Given.batches(8)));
		driver.submit(1, 1, 8);
		assertThat(driver.status().isServing()).isTrue();
		driver.unregister(Given.MODEL);
		assertThat(driver.status().isServing()).isFalse();
		driver.serve(Given.model("other", Given.CPU));
		assertThat(driver.status().isServing()).as("beside another it costs nothing").isTrue();
	}

	@Test
	void unloadingLetsWorkInFlightAndQueuedFinish() throws InterruptedException {
		FakeBackend backend = new FakeBackend();
		backend.hold();
		try (Service service = Service.onOneLane(backend)) {
			service.register("other", Given.CPU).join();
			Submission inFlight = service.submit(1);
			backend.awaitRunning(1);
			Submission queued = service.submit(2, 16);
			CompletableFuture<Void> unloaded = service.scheduler.unregister(Given.MODEL);
			assertThatExceptionOfType(ServingException.NotReady.class).as("what goes on of a request that found it")
				.isThrownBy(() -> service.submit(3));
			assertThat(unloaded).isNotDone();
			backend.release();
			unloaded.join();
			assertThat(Service.answers(List.of(inFlight, queued))).containsExactly(1, 2);
			assertThat(backend.closed()).containsExactly("m NORMAL");
			assertThat(service.scheduler.status().models()).extracting(ServingStatus.ModelStatus::id)
				.containsExactly("other");
			service.scheduler.submit(Given.item("other", 4, 8, 0, Deadline.NONE)).await();
		}
	}

	@Test
	void aModelBeingUnloadedFinishesItsWorkEvenIfItsLaneDies() throws InterruptedException {
		AtomicBoolean died = new AtomicBoolean();
		FakeBackend backend = new FakeBackend((call, id) -> {
			if (died.compareAndSet(false, true)) {
				throw new AssertionError("a bug");
			}
			return true;
		});
		backend.hold();
		try (Service service = Service.onOneLane(backend)) {
			Submission inFlight = service.submit(1);
			backend.awaitRunning(1);
			Submission queued = service.submit(2, 16);
			CompletableFuture<Void> unloaded = service.scheduler.unregister(Given.MODEL);
			backend.release();
			unloaded.join();
			assertThat(Service.answers(List.of(inFlight, queued))).containsExactly(1, 2);
		}
	}

	@Test
	void aModelCanBeLoadedAgainUnderItsId() throws InterruptedException {
		try (Service service = Service.onOneLane(new FakeBackend())) {
			assertThatIllegalStateException().isThrownBy(() -> service.register(Given.MODEL, Given.CPU));
			service.scheduler.unregister(Given.MODEL).join();
			service.register(Given.MODEL, Given.CPU).join();
			assertThat(Given.id(service.submit(1).await().output())).isEqualTo(1);
		}
	}

	@Test
	void aModelIsServedOnceItIsLoadedAndUntilItIsToGo() throws InterruptedException {
		CoreDriver driver = new CoreDriver(Given.settings(Given.batches(8)), new DeviceLanes(Given.CPU, 2));
		ServedModels served = driver.core.models;
		driver.register(Given.model(Given.MODEL, Given.CPU));
		assertThat(served.find(Given.MODEL)).isEmpty();
		driver.open(driver.lane(Given.CPU, 0));
		assertThat(served.find(Given.MODEL)).as("one of two replicas is ready").isEmpty();
		driver.open(driver.lane(Given.CPU, 1));
		assertThat(served.find(Given.MODEL)).isPresent();
		driver.submit(1, 1, 8);
		driver.unregister(Given.MODEL);
		assertThat(served.find(Given.MODEL)).as("its last item still waits").isEmpty();
		assertThat(served.all()).isEmpty();
	}

	@Test
	void aModelThatIsLoadedAgainTakesItsOldPlace() {
		try (Service service = Service.onOneLane(new FakeBackend())) {
			service.register("other", Given.CPU).join();
			ServedModels served = service.scheduler.models();
			service.scheduler.unregister(Given.MODEL).join();
			assertThat(served.first().orElseThrow().id()).isEqualTo("other");
			service.register(Given.MODEL, Given.CPU).join();
			assertThat(served.all()).extracting(Autoencoder::id).containsExactly(Given.MODEL, "other");
			assertThat(served.first().orElseThrow().id()).isEqualTo(Given.MODEL);
		}
	}

	@Test
	void aModelThatLoadsNowhereIsNotRegistered() {
		Backend broken = (model, device, precision) -> {
			throw new IllegalStateException("no such checkpoint");
		};
		try (Service service = new Service(Given.settings(Given.batches(8)), broken, new DeviceLanes(Given.CPU, 2))) {
			CompletableFuture<Void> loaded = service.register(Given.MODEL, Given.CPU);
			assertThatExceptionOfType(CompletionException.class).isThrownBy(loaded::join)
				.withMessageContaining("no such checkpoint");
			assertThat(service.scheduler.status().models()).isEmpty();
			assertThat(service.scheduler.models().all()).isEmpty();
			assertThatExceptionOfType(ServingException.UnknownModel.class).isThrownBy(() -> service.submit(1));
		}
	}

	@Test
	void aReplicaThatFailedIsOpenedAgainLater() throws InterruptedException {
		AtomicInteger attempts = new AtomicInteger();
		FakeBackend backend = new FakeBackend();
		Backend flaky = (model, device, precision) -> {
			if (device.equals(Given.CUDA_1) && attempts.getAndIncrement() == 0) {
				throw new OutOfDeviceMemoryException("someone else is on this card", null);
			}
			return backend.open(model, device, precision);
		};
		try (Service service = Service.on(flaky, new DeviceLanes(Given.CUDA_0, 1), new DeviceLanes(Given.CUDA_1, 1))) {
			assertThat(service.scheduler.status().models().getFirst().readyReplicas()).isOne();
			service.clock.advance(Duration.ofSeconds(10));
			// Any change wakes the lanes; in production their own timers do.
			service.register("other", Given.CUDA_0, Given.CUDA_1).join();
			service.events.await(ServingEvent.ReplicaOpened.class, 4);
			assertThat(service.scheduler.status().models().getFirst().readyReplicas()).isEqualTo(2);
		}
	}

	@Test
	void aLaneWakesByItselfToTryAFailedReplicaAgain() {
		CoreDriver driver = CoreDriver.serving(Given.settings(Given.batches(8)), new DeviceLanes(Given.CUDA_0, 1),
				new DeviceLanes(Given.CUDA_1, 1));
		driver.register(Given.model("other", Given.CUDA_0, Given.CUDA_1));
		LaneState lane = driver.lane(Given.CUDA_0, 0);
		Step.Open open = (Step.Open) driver.next(lane);
		driver.core.lifecycle.failed(lane, open.replica(), new IllegalStateException(), 0);
		assertThat(driver.next(lane)).isEqualTo(new Step.Wait(Duration.ofSeconds(10).toNanos()));
		driver.clock.advance(Duration.ofSeconds(10));
		assertThat(driver.next(lane)).isEqualTo(open);
		driver.core.lifecycle.failed(lane, open.replica(), new IllegalStateException(), driver.clock.nanos());
		assertThat(driver.next(lane)).isEqualTo(new Step.Wait(Duration.ofSeconds(30).toNanos()));
	}

	@Test
	void aModelIsPlacedOnlyOnDevicesThatExist() {
		try (Service service = Service.onOneLane(new FakeBackend())) {
			assertThatIllegalArgumentException().isThrownBy(() -> service.register("other", Given.CUDA_0))
				.withMessageContaining("cuda:0");
		}
	}

	@Test
	void aModelWhoseDeviceIsLostWhileItLoadsFailsForThat() {
		Backend backend = (model, device, precision) -> {
			throw new DeviceFaultException("the card fell off the bus", null);
		};
		try (Service service = new Service(Given.settings(Given.batches(8)), backend, new DeviceLanes(Given.CPU, 1),
				new DeviceLanes(Given.CUDA_0, 2))) {
			CompletableFuture<Void> loaded = service.register(Given.MODEL, Given.CUDA_0);
			assertThatExceptionOfType(CompletionException.class).isThrownBy(loaded::join)
				.withCauseInstanceOf(DeviceFaultException.class);
			assertThat(service.register("another", Given.CUDA_0)).as("on the same").isCompletedExceptionally();
		}
	}

	@Test
	void aLaneDoesNotWaitForAModelThatAnotherOfItsDeviceLoads() {
		CoreDriver driver = CoreDriver.serving(Given.settings(Given.batches(1)), new DeviceLanes(Given.CPU, 3));
		LaneState loading = driver.lane(Given.CPU, 0);
		LaneState working = driver.lane(Given.CPU, 1);
		LaneState idle = driver.lane(Given.CPU, 2);
		driver.register(Given.model("other", Given.CPU));
		Step.Open open = (Step.Open) driver.next(loading);
		driver.submit(1, 1, 8);
		assertThat(driver.batch(working)).containsExactly(1);
		assertThat(driver.next(idle)).isEqualTo(new Step.Wait(Long.MAX_VALUE));
		driver.opened(loading, open.replica());
		assertThat(idle.isIdle()).as("told that it is there").isFalse();
		assertThat(driver.next(working)).isEqualTo(open);
		assertThat(driver.next(idle)).as("takes what is loaded").isEqualTo(open);
	}

	@Test
	void aLaneOpensTheModelThatAnotherOfItsDeviceFailedToLoad() {
		CoreDriver driver = CoreDriver.serving(Given.settings(Given.batches(1)), new DeviceLanes(Given.CPU, 3));
		driver.register(Given.model("other", Given.CPU));
		Step.Open open = (Step.Open) driver.next(driver.lane(Given.CPU, 0));
		assertThat(driver.next(driver.lane(Given.CPU, 1))).isEqualTo(new Step.Wait(Long.MAX_VALUE));
		driver.openFailed(driver.lane(Given.CPU, 0), open.replica());
		assertThat(driver.lane(Given.CPU, 1).isIdle()).isFalse();
		assertThat(driver.next(driver.lane(Given.CPU, 1))).isEqualTo(open);
		assertThat(driver.next(driver.lane(Given.CPU, 2))).as("one at a time").isInstanceOf(Step.Wait.class);
	}

	@Test
	void aLaneOpensTheModelThatOneWasLoadingWhichDied() {
		CoreDriver driver = CoreDriver.serving(Given.settings(Given.batches(1)), new DeviceLanes(Given.CPU, 2));
		driver.register(Given.model("other", Given.CPU));
		LaneState waiting = driver.lane(Given.CPU, 1);
		Step.Open open = (Step.Open) driver.next(driver.lane(Given.CPU, 0));
		assertThat(driver.next(waiting)).isEqualTo(new Step.Wait(Long.MAX_VALUE));
		driver.replace(driver.lane(Given.CPU, 0));
		assertThat(waiting.isIdle()).isFalse();
		assertThat(driver.next(waiting)).isEqualTo(open);
	}

	@Test
	void devicesLoadAModelAtTheSameTime() {
		CoreDriver driver = CoreDriver.serving(Given.settings(Given.batches(1)), new DeviceLanes(Given.CUDA_0, 1),
				new DeviceLanes(Given.CUDA_1, 1));
		driver.register(Given.model("other", Given.CUDA_0, Given.CUDA_1));
		assertThat(driver.next(driver.lane(Given.CUDA_0, 0))).isInstanceOf(Step.Open.class);
		assertThat(driver.next(driver.lane(Given.CUDA_1, 0))).isInstanceOf(Step.Open.class);
	}

	@Test
	void aReplicaIsReadyOnlyOnceItIsWarm() throws InterruptedException {
		AtomicBoolean warm = new AtomicBoolean();
		FakeBackend backend = new FakeBackend();
		Backend factory = (model, device, precision) -> new BatchRunner() {

			private final BatchRunner runner = backend.open(model, device, precision);

			@Override
			public void warmUp() {
				warm.set(true);
			}

			@Override
			public long memoryBytes() {
				return 1234;
			}

			@Override
			public List<ItemResult> run(Operation operation, List<Tensor> items) {
				assertThat(warm).isTrue();
				return this.runner.run(operation, items);
			}

			@Override
			public void close() {
				this.runner.close();
			}

		};
		try (Service service = Service.onOneLane(factory)) {
			assertThat(warm).isTrue();
			assertThat(service.submit(1).await().finite()).isTrue();
			ServingStatus.LaneStatus lane = service.scheduler.status().devices().getFirst().lanes().getFirst();
			assertThat(lane.replicas()).singleElement().satisfies((replica) -> {
				assertThat(replica.phase()).isEqualTo(ReplicaPhase.READY);
				assertThat(replica.memoryBytes()).isEqualTo(1234);
				assertThat(replica.batches()).isOne();
			});
		}
	}

	@Test
	void aCallerIsAnsweredAtItsDeadlineEvenIfTheLaneIsBusy() throws InterruptedException {
		FakeBackend backend = new FakeBackend();
		backend.hold();
		try (Service service = Service.onOneLane(backend)) {
			Submission running = service.submit(1);
			backend.awaitRunning(1);
			Submission waiting = service.scheduler.submit(Given.item(2, 8, 0, service.clock.in(Duration.ofMillis(20))));
			service.clock.advance(Duration.ofMillis(20));
			assertThatExceptionOfType(ServingException.DeadlineMissed.class).isThrownBy(waiting::await);
			assertThat(service.scheduler.status().queue().items()).isZero();
			backend.release();
			running.await();
			assertThat(backend.batches()).containsExactly(List.of(1));
		}
	}

	@Test
	void aCallerThatIsInterruptedCancelsItsItem() throws InterruptedException {
		FakeBackend backend = new FakeBackend();
		backend.hold();
		try (Service service = Service.onOneLane(backend)) {
			service.submit(1);
			backend.awaitRunning(1);
			Submission waiting = service.submit(2);
			AtomicBoolean interrupted = new AtomicBoolean();
			Thread caller = Thread.ofVirtual().start(() -> {
				try {
					waiting.await();
				}
				catch (InterruptedException ex) {
					interrupted.set(true);
				}
			});
			caller.interrupt();
			caller.join();
			assertThat(interrupted).isTrue();
			assertThat(waiting.isSettled()).isTrue();
			backend.release();
		}
		assertThat(backend.batches()).containsExactly(List.of(1));
	}

	@Test
	void aHangingLaneShowsInTheStatusAndAWaitingOneDoesNot() throws InterruptedException {
		FakeBackend backend = new FakeBackend();
		try (Service service = Service.onOneLane(backend)) {
			service.submit(1).await();
			backend.hold();
			Submission hanging = service.submit(2);
			backend.awaitRunning(1);
			service.clock.advance(Duration.ofMinutes(3));
			assertThat(service.scheduler.status().stalledFor()).isEqualTo(Duration.ofMinutes(3));
			backend.release();
			hanging.await();
		}
	}

	@Test
	void anAnswerSaysWhereItsTimeWent() {
		CoreDriver driver = CoreDriver.serving(Given.settings(Given.batches(4)));
		QueuedItem item = driver.submit(Given.item(1, 8));
		driver.submit(2, 2, 8);
		driver.clock.advance(Duration.ofMillis(5));
		Step.Run run = (Step.Run) driver.next(driver.lane());
		driver.clock.advance(Duration.ofMillis(1));
		driver.finish(driver.lane(), run.batch(), Duration.ofMillis(30));
		assertThat(item.future().join().timings())
			.isEqualTo(new Timings(Duration.ofMillis(5), Duration.ofMillis(1), Duration.ofMillis(30), 3));
	}

	@Test
	void aListenerThatFailsCostsNobodyAnAnswer() throws InterruptedException {
		ServingListener broken = (event) -> {
			throw new IllegalStateException("a bug in the metrics");
		};
		try (Scheduler scheduler = PooledScheduler.start(Given.settings(Given.batches(8)),
				List.of(new DeviceLanes(Given.CPU, 1)), (device) -> Optional.empty(), NanoClock.system(), broken)) {
			scheduler.register(Given.model(new FakeBackend(), Given.MODEL, Given.CPU)).join();
			assertThat(Given.id(scheduler.submit(Given.item(1, 8)).await().output())).isEqualTo(1);
		}
	}

}
