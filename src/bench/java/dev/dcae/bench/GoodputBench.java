package dev.dcae.bench;

import java.time.Duration;

/**
 * Measures what is left of the throughput when twice as much is asked for: goodput at 2× capacity over capacity, and how fast the
 * rest is turned away. The queue is short, as it would be in front of an impatient client.
 */
public final class GoodputBench {

	private static final Duration WARM_UP = Duration.ofSeconds(15);

	private static final Duration TIME = Duration.ofSeconds(20);

	private GoodputBench() {
	}

	public static void main(String[] args) throws Exception {
		Effort effort = Effort.of(args);
		byte[] request = Client.post("/v1/decode?shape=1,32,8,8&dtype=float32", "application/octet-stream",
				"application/octet-stream", new byte[4 * 32 * 8 * 8]);
		Report report = new Report("goodput", "Past capacity");
		report.say("Decoding to 256² with a queue of 64.");
		try (ServiceProcess service = ServiceProcess.start("--dcae.queue.max-items=64")) {
			Duration warmUp = effort.time(WARM_UP);
			Duration time = effort.time(TIME);
			Load capacity = Load.closed(service.port(), request, 16, warmUp, time);
			Load overload = Load.open(service.port(), request, 256, 2 * capacity.perSecond(), warmUp, time);
			Report.Table table = report.table("loads", "load", "offered/s", "answered/s", "p50 ms", "p95 ms",
					"rejected/s", "reject p50 ms", "reject p99 ms", "errors", "CPU of the load, %");
			row(table, "capacity, closed loop", Double.NaN, capacity);
			row(table, "twice that, open loop", 2 * capacity.perSecond(), overload);
			report.figure("goodput", "Goodput over capacity: %.2f", overload.perSecond() / capacity.perSecond());
		}
		report.write();
	}

	private static void row(Report.Table table, String name, double offered, Load load) {
		table.row(name, offered, load.perSecond(), load.answered().median(), load.answered().percentile(95),
				load.rejectedPerSecond(), load.rejected().median(), load.rejected().percentile(99), load.errors(),
				100 * load.clientShare());
	}

}
