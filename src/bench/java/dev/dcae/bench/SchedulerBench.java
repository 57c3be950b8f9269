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
package dev.dcae.bench;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

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
import dev.dcae.serving.Scheduler;
import dev.dcae.serving.ServedModel;
import dev.dcae.serving.ServingSettings;
import dev.dcae.serving.Submission;
import dev.dcae.serving.WorkItem;
import dev.dcae.serving.core.PooledScheduler;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * The scheduler alone: microseconds an item with a backend that does nothing, closed
 * loop, items of four shapes; and with a hundred thousand items of ten thousand shapes
 * that wait.
 */
public final class SchedulerBench {

	private static final int ITEMS = 400_000;

	private static final int SHAPES = 4;

	private static final int MANY_SHAPES = 10_000;

	private static final int MANY_ITEMS = 100_000;

	private SchedulerBench() {
	}

	public static void main(String[] args) throws Exception {
		int items = Effort.of(args).runs(ITEMS);
		Report report = new Report("scheduler", "The scheduler");
		report.say("A backend that does nothing; a single client waits for two thread switches.");
		Report.Table table = report.table("costs", "clients", "µs an item");
		for (int clients : new int[] { 1, 16, 64, 256, 64 }) {
			table.row(clients, microseconds((scheduler) -> run(scheduler, clients, items)) / items);
		}
		Report.Table waiting = report.table("waiting", "items that wait", "in buckets", "µs an item");
		for (int shapes : new int[] { SHAPES, MANY_SHAPES }) {
			int many = Math.max(2 * MANY_ITEMS, items);
			waiting.row(MANY_ITEMS, shapes, microseconds((scheduler) -> runWaiting(scheduler, shapes, many)) / many);
		}
		report.write();
	}

	private interface Work {

		void on(Scheduler scheduler) throws InterruptedException;

	}

	/**
	 * The time of work on a scheduler that has done it once before.
	 */
	private static double microseconds(Work work) throws Exception {
		Device device = new Device("null");
		ServingSettings settings = new ServingSettings(new Batching(32, 1 << 24, Duration.ZERO),
				new QueueBounds(2 * MANY_ITEMS, Long.MAX_VALUE), true, Duration.ofSeconds(5), Duration.ofSeconds(60));
		try (Scheduler scheduler = PooledScheduler.start(settings, List.of(new DeviceLanes(device, 1)),
				(on) -> Optional.empty(), NanoClock.system(), (event) -> {
				})) {
			DcAeConfig config = ConfigJson.tiny().read();
			Autoencoder model = new Autoencoder("null", config, "digest", "encoder", Precision.FP32,
					List.of(device.name()), config.tiling(), "");
			ModelLimits limits = ModelLimits.of(config, ModelLimits.Memory.OF_DEVICE);
			scheduler.register(new ServedModel(model, limits, (on, precision) -> new NullRunner())).join();
			work.on(scheduler);
			long start = System.nanoTime();
			work.on(scheduler);
			return (System.nanoTime() - start) / 1e3;
		}
	}

	private static void run(Scheduler scheduler, int clients, int items) throws InterruptedException {
		List<Thread> threads = new ArrayList<>();
		for (int client = 0; client < clients; client++) {
			WorkItem item = item(client % SHAPES);
			threads.add(Thread.ofVirtual().start(() -> {
				try {
					for (int i = 0; i < items / clients; i++) {
						scheduler.submit(item).await();
					}
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			}));
		}
		for (Thread thread : threads) {
			thread.join();
		}
	}

	/**
	 * Keeps many items waiting: as one is answered another is sent.
	 */
	private static void runWaiting(Scheduler scheduler, int shapes, int items) throws InterruptedException {
		WorkItem[] each = IntStream.range(0, shapes).mapToObj(SchedulerBench::item).toArray(WorkItem[]::new);
		Deque<Submission> waiting = new ArrayDeque<>(MANY_ITEMS);
		for (int i = 0; i < items; i++) {
			if (waiting.size() == MANY_ITEMS) {
				waiting.remove().await();
			}
			waiting.add(scheduler.submit(each[i % shapes]));
		}
		for (Submission last : waiting) {
			last.await();
		}
	}

	private static WorkItem item(int shape) {
		int side = 64 << (shape % SHAPES);
		int rows = side / 32 + shape / SHAPES;
		return new WorkItem("null", Operation.DECODE_IMAGE, Tensor.zeros(DType.F32, new Shape(1, rows, side / 32)),
				32L * rows * side, 0, Deadline.NONE, Caller.ANYONE);
	}

	private static final class NullRunner implements BatchRunner {

		@Override
		public List<ItemResult> run(Operation operation, List<Tensor> items) {
			return items.stream().map((item) -> new ItemResult(item, true)).toList();
		}

		@Override
		public void close() {
			// Nothing to free.
		}

	}

}
