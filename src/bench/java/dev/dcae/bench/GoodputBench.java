package dev.dcae.bench;

import java.time.Duration;
import java.util.Locale;

/**
 * What is left of the throughput when twice as much is asked for: goodput at 2× capacity over capacity, and how fast the
 * rest is turned away. The queue is short, as it would be in front of an impatient client.
 */
public final class GoodputBench {

	private static final Duration WARM_UP = Duration.ofSeconds(15);

	private static final Duration TIME = Duration.ofSeconds(20);

	private GoodputBench() {
	}

	public static void main(String[] args) throws Exception {
		byte[] request = Client.post("/v1/decode?shape=1,32,8,8&dtype=float32", "application/octet-stream",
				"application/octet-stream", new byte[4 * 32 * 8 * 8]);
		try (ServiceProcess service = ServiceProcess.start("--dcae.queue.max-items=64")) {
			Load capacity = Load.closed(service.port(), request, 16, WARM_UP, TIME);
			Load overload = Load.open(service.port(), request, 256, 2 * capacity.perSecond(), WARM_UP, TIME);
			System.out.printf(Locale.ROOT,
					"| | offered/s | answered/s | p50, p95 ms | rejected/s | reject p50, p99 ms | errors | CPU of the load |%n"
							+ "|---|---|---|---|---|---|---|---|%n");
			row("capacity, closed loop", Double.NaN, capacity);
			row("twice that, open loop", 2 * capacity.perSecond(), overload);
			System.out.printf(Locale.ROOT, "%nGoodput over capacity: %.2f%n",
					overload.perSecond() / capacity.perSecond());
		}
	}

	private static void row(String name, double offered, Load load) {
		System.out.printf(Locale.ROOT, "| %s | %.1f | %.1f | %.0f, %.0f | %.1f | %.1f, %.1f | %d | %.0f %% |%n", name,
				offered, load.perSecond(), load.answered().median(), load.answered().percentile(95),
				load.rejectedPerSecond(), load.rejected().median(), load.rejected().percentile(99), load.errors(),
				100 * load.clientShare());
	}

}
