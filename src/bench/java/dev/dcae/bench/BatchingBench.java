package dev.dcae.bench;

import java.time.Duration;
import java.util.Locale;

/**
 * Batching on over batching off: decoding to 64 × 64 with the embedded model, where a single item leaves most of the
 * machine idle. Off, on, off, on, in one run.
 */
public final class BatchingBench {

	private static final Duration WARM_UP = Duration.ofSeconds(5);

	private static final Duration TIME = Duration.ofSeconds(15);

	private BatchingBench() {
	}

	public static void main(String[] args) throws Exception {
		byte[] request = Client.post("/v1/decode?shape=1,32,2,2&dtype=float32", "application/octet-stream",
				"application/octet-stream", new byte[4 * 32 * 2 * 2]);
		System.out.println("| largest batch | images/s | p50, p95 ms | errors |\n|---|---|---|---|");
		double[] rates = new double[4];
		int[] largest = { 1, 32, 1, 32 };
		for (int i = 0; i < 4; i++) {
			try (ServiceProcess service = ServiceProcess.start("--dcae.batching.max-items=" + largest[i])) {
				Load load = Load.closed(service.port(), request, 64, WARM_UP, TIME);
				rates[i] = load.perSecond();
				System.out.printf(Locale.ROOT, "| %d | %.0f | %.1f, %.1f | %d |%n", largest[i], load.perSecond(),
						load.answered().median(), load.answered().percentile(95), load.errors());
			}
		}
		System.out.printf(Locale.ROOT, "%nBatching on over off: %.2f%n", (rates[1] + rates[3]) / (rates[0] + rates[2]));
	}

}
