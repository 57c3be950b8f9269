package dev.dcae.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
import dev.dcae.serving.WorkItem;
import dev.dcae.serving.core.PooledScheduler;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * The scheduler alone: microseconds an item with a backend that does nothing, closed
 * loop, items of four shapes.
 */
public final class SchedulerBench {

	private static final int ITEMS = 400_000;

	private SchedulerBench() {
	}

	public static void main(String[] args) throws Exception {
		int items = Effort.of(args).runs(ITEMS);
		Report report = new Report("scheduler", "The scheduler");
		report.say("A backend that does nothing; a single client waits for two thread switches.");
		Report.Table table = report.table("costs", "clients", "µs an item");
		for (int clients : new int[] { 1, 16, 64, 256, 64 }) {
			table.row(clients, microseconds(clients, items));
		}
		report.write();
	}

	private static double microseconds(int clients, int items) throws Exception {
		Device device = new Device("null");
		ServingSettings settings = new ServingSettings(new Batching(32, 1 << 24, Duration.ZERO),
				new QueueBounds(1024, 1L << 30), true, Duration.ofSeconds(5), Duration.ofSeconds(60));
		try (Scheduler scheduler = PooledScheduler.start(settings, List.of(new DeviceLanes(device, 1)),
				(on) -> Optional.empty(), NanoClock.system(), (event) -> {
				})) {
			DcAeConfig config = ConfigJson.tiny().read();
			Autoencoder model = new Autoencoder("null", config, "digest", "encoder", Precision.FP32,
					List.of(device.name()), config.tiling(), "");
			ModelLimits limits = ModelLimits.of(config, ModelLimits.Memory.OF_DEVICE);
			scheduler.register(new ServedModel(model, limits, (on, precision) -> new NullRunner())).join();
			run(scheduler, clients, items / 4);
			long start = System.nanoTime();
			run(scheduler, clients, items);
			return (System.nanoTime() - start) / 1e3 / items;
		}
	}

	private static void run(Scheduler scheduler, int clients, int items) throws InterruptedException {
		List<Thread> threads = new ArrayList<>();
		for (int client = 0; client < clients; client++) {
			int side = 64 << (client % 4);
			WorkItem item = new WorkItem("null", Operation.DECODE_IMAGE,
					Tensor.zeros(DType.F32, new Shape(32, side / 32, side / 32)), (long) side * side, 0, Deadline.NONE,
					Caller.ANYONE);
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
