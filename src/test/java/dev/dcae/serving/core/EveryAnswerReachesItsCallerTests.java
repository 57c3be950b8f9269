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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

import dev.dcae.serving.Answer;
import dev.dcae.serving.BatchRunner;
import dev.dcae.serving.Batching;
import dev.dcae.serving.Deadline;
import dev.dcae.serving.Device;
import dev.dcae.serving.DeviceFaultException;
import dev.dcae.serving.DeviceLanes;
import dev.dcae.serving.ItemResult;
import dev.dcae.serving.NanoClock;
import dev.dcae.serving.OutOfDeviceMemoryException;
import dev.dcae.serving.QueueBounds;
import dev.dcae.serving.ReplicaPrecision;
import dev.dcae.serving.Scheduler;
import dev.dcae.serving.ServingEvent;
import dev.dcae.serving.ServingException;
import dev.dcae.serving.ServingListener;
import dev.dcae.serving.ServingSettings;
import dev.dcae.serving.Submission;
import dev.dcae.serving.WorkItem;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * 100,000 items of mixed shapes, models, priorities and deadlines, from many callers,
 * some of whom go away, over two devices and four lanes that run out of memory, fail on
 * single items, overflow, die, and of which one device is lost halfway.
 */
class EveryAnswerReachesItsCallerTests {

	private static final int ITEMS = 100_000;

	private static final int CALLERS = 64;

	/**
	 * The end of an item.
	 */
	private enum End {

		RIGHT, WRONG, FAILED_AS_IT_SHOULD, CANCELLED, LATE, LOST_TWICE, REJECTED, UNEXPECTED

	}

	@Test
	@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void everyAnswerBelongsToItsCallerAndEveryItemEndsOnce() throws Exception {
		long seed = ThreadLocalRandom.current().nextLong();
		System.out.println("seed " + seed);
		Tally tally = new Tally();
		Faults faults = new Faults(seed);
		ServingSettings settings = new ServingSettings(new Batching(16, 100_000, Duration.ZERO),
				new QueueBounds(240, Long.MAX_VALUE), false, Given.AGEING, Given.PATIENCE);
		Map<End, Integer> ends = new EnumMap<>(End.class);
		try (Scheduler scheduler = PooledScheduler.start(settings,
				List.of(new DeviceLanes(Given.CUDA_0, 2), new DeviceLanes(Given.CUDA_1, 2)),
				(device) -> Optional.empty(), NanoClock.system(), tally);
				ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			for (String model : List.of("a", "b")) {
				scheduler.register(Given.model(faults, model, Given.CUDA_0, Given.CUDA_1)).join();
			}
			List<Future<List<End>>> callers = new ArrayList<>();
			for (int caller = 0; caller < CALLERS; caller++) {
				callers.add(threads.submit(caller(scheduler, seed, caller)));
			}
			for (Future<List<End>> caller : callers) {
				caller.get().forEach((end) -> ends.merge(end, 1, Integer::sum));
			}
			scheduler.drain().join();
			assertThat(scheduler.status().outstanding()).isZero();
			assertThat(scheduler.status().queue().items()).isZero();
			assertThat(scheduler.status().queue().pixels()).isZero();
		}
		System.out.println(ends + " " + tally.troubles);
		assertThat(ends).doesNotContainKeys(End.WRONG, End.UNEXPECTED);
		int right = ends.getOrDefault(End.RIGHT, 0);
		assertThat(right).isGreaterThan(ITEMS / 2);
		assertThat(ends.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(ITEMS);
		assertThat(tally.accepted.get() + tally.rejected.get()).isEqualTo(ITEMS);
		assertThat(ends.getOrDefault(End.LOST_TWICE, 0)).isLessThan(50);
		assertThat(tally.answered.get()).isBetween((long) right, right + 50L);
		assertThat(tally.troubles).containsOnlyKeys(ServingEvent.OutOfMemory.class, ServingEvent.BatchFailed.class,
				ServingEvent.RetriedInFp32.class, ServingEvent.Requeued.class, ServingEvent.LaneReplaced.class,
				ServingEvent.DeviceQuarantined.class);
		assertThat(tally.answered.get() + tally.unanswered.get()).isEqualTo(tally.accepted.get());
	}

	/**
	 * A caller that has up to four items under way.
	 */
	private static Callable<List<End>> caller(Scheduler scheduler, long seed, int caller) {
		return () -> {
			Random random = new Random(seed + caller);
			List<End> ends = new ArrayList<>();
			for (int id = caller; id < ITEMS;) {
				List<Submission> submissions = new ArrayList<>();
				List<Integer> ids = new ArrayList<>();
				for (int i = 0; i < 4 && id < ITEMS; i++, id += CALLERS) {
					try {
						submissions.add(scheduler.submit(item(id, random, scheduler.clock())));
						ids.add(id);
					}
					catch (ServingException.QueueFull | ServingException.DeadlineMissed
							| ServingException.DeadlineUnreachable ex) {
						ends.add(End.REJECTED);
					}
				}
				if (!submissions.isEmpty() && random.nextInt(50) == 0) {
					submissions.getFirst().cancel();
				}
				for (int i = 0; i < ids.size(); i++) {
					ends.add(end(submissions.get(i), ids.get(i)));
				}
			}
			return ends;
		};
	}

	private static WorkItem item(int id, Random random, NanoClock clock) {
		Deadline deadline = switch (random.nextInt(20)) {
			case 0 -> Deadline.after(Duration.ofNanos(random.nextInt(2_000_000)), clock);
			case 1, 2, 3 -> Deadline.after(Duration.ofSeconds(30), clock);
			default -> Deadline.NONE;
		};
		return Given.item(random.nextBoolean() ? "a" : "b", id, 1 + random.nextInt(12), random.nextInt(4), deadline);
	}

	private static End end(Submission submission, int id) throws InterruptedException {
		try {
			Answer answer = submission.await();
			if (Given.id(answer.output()) != id
					|| (answer.finite() && answer.retriedInFp32() != Faults.overflows(id))) {
				return End.WRONG;
			}
			// Flagged only if two lanes died under the retry.
			return answer.finite() ? End.RIGHT : Faults.overflows(id) ? End.LOST_TWICE : End.WRONG;
		}
		catch (ServingException.ItemFailed ex) {
			// It may have been beside one that killed a lane and then on the device
			// when that was lost.
			boolean lost = ex.getCause() instanceof AssertionError || ex.getCause() instanceof DeviceFaultException;
			return Faults.poisons(id) ? End.FAILED_AS_IT_SHOULD : lost ? End.LOST_TWICE : End.UNEXPECTED;
		}
		catch (ServingException.Cancelled ex) {
			return End.CANCELLED;
		}
		catch (ServingException.DeadlineMissed ex) {
			return End.LATE;
		}
		catch (ServingException ex) {
			ex.printStackTrace();
			return End.UNEXPECTED;
		}
	}

	/**
	 * A backend with everything that can go wrong.
	 */
	private static final class Faults implements Backend {

		private final long seed;

		private final AtomicLong calls = new AtomicLong();

		private Faults(long seed) {
			this.seed = seed;
		}

		static boolean poisons(int id) {
			return id % 997 == 0;
		}

		static boolean overflows(int id) {
			return id % 101 == 0 && !poisons(id);
		}

		@Override
		public BatchRunner open(String model, Device device, ReplicaPrecision precision) {
			return new StubRunner((items) -> run(device, precision, items));
		}

		private List<ItemResult> run(Device device, ReplicaPrecision precision, List<Tensor> items) {
			long call = this.calls.incrementAndGet();
			Random random = new Random(this.seed ^ call);
			if (device.equals(Given.CUDA_0) && call > 10_000) {
				throw new DeviceFaultException("lost", null);
			}
			long pixels = items.stream().mapToLong((item) -> item.elements() * item.elements()).sum();
			if (items.size() > 1 && pixels > 150 + random.nextInt(1000)) {
				throw new OutOfDeviceMemoryException("out of memory", null);
			}
			if (items.size() > 1 && random.nextInt(30) == 0) {
				throw new IllegalStateException("the batch failed");
			}
			if (items.size() > 1 && random.nextInt(200) == 0) {
				throw new AssertionError("the lane dies");
			}
			return items.stream().map((item) -> result(item, precision)).toList();
		}

		private static ItemResult result(Tensor item, ReplicaPrecision precision) {
			int id = Given.id(item);
			if (poisons(id)) {
				throw new IllegalArgumentException("poison");
			}
			return new ItemResult(item, !overflows(id) || precision == ReplicaPrecision.FP32);
		}

	}

	/**
	 * Counts the events that must add up.
	 */
	private static final class Tally implements ServingListener {

		private final AtomicLong accepted = new AtomicLong();

		private final AtomicLong rejected = new AtomicLong();

		private final AtomicLong answered = new AtomicLong();

		private final AtomicLong unanswered = new AtomicLong();

		private final Map<Class<?>, Integer> troubles = new ConcurrentHashMap<>();

		@Override
		public void on(ServingEvent event) {
			switch (event) {
				case ServingEvent.Accepted _ -> this.accepted.incrementAndGet();
				case ServingEvent.Rejected _ -> this.rejected.incrementAndGet();
				case ServingEvent.Answered _ -> this.answered.incrementAndGet();
				case ServingEvent.Unanswered _ -> this.unanswered.incrementAndGet();
				case ServingEvent.BatchRan _, ServingEvent.ReplicaOpened _ -> {
				}
				default -> this.troubles.merge(event.getClass(), 1, Integer::sum);
			}
		}

	}

}
