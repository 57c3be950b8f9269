package dev.dcae.bench;

import java.time.Duration;
import java.util.Locale;

import dev.dcae.model.Operation;

/**
 * The service at saturation over the bare model: embedded model, 256 × 256, raw tensors both ways, closed loop. In turns
 * in one run, so that a machine that slows down shows.
 */
public final class SaturationBench {

	private static final int SIDE = 256;

	private static final int CLIENTS = 16;

	/**
	 * At forty requests a second the JIT compiler takes this long to be done with the way through the service.
	 */
	private static final Duration WARM_UP = Duration.ofSeconds(45);

	private static final Duration TIME = Duration.ofSeconds(20);

	private SaturationBench() {
	}

	public static void main(String[] args) throws Exception {
		System.out.println("| operation | bare, before | service | bare, after | service / bare | p50, p95 ms | errors "
				+ "| CPU of the load |\n|---|---|---|---|---|---|---|---|");
		row("encode", Operation.ENCODE_IMAGE,
				Client.post("/v1/encode?shape=256,256,3", "application/octet-stream",
						"application/octet-stream", new byte[SIDE * SIDE * 3]));
		row("decode", Operation.DECODE_IMAGE, Client.post("/v1/decode?shape=1,32,8,8&dtype=float32",
				"application/octet-stream", "application/octet-stream", new byte[4 * 32 * 8 * 8]));
	}

	private static void row(String name, Operation operation, byte[] request) throws Exception {
		Bare.Rate before = Bare.best(operation, SIDE, TIME.dividedBy(8));
		Load load;
		try (ServiceProcess service = ServiceProcess.start()) {
			load = Load.closed(service.port(), request, CLIENTS, WARM_UP, TIME);
		}
		Bare.Rate after = Bare.best(operation, SIDE, TIME.dividedBy(8));
		System.out.printf(Locale.ROOT,
				"| %s | %.1f/s (%d lanes, batch %d) | %.1f/s | %.1f/s (%d lanes, batch %d) | %.2f | %.0f, %.0f | %d | %.0f %% |%n",
				name, before.perSecond(), before.lanes(), before.batch(), load.perSecond(), after.perSecond(),
				after.lanes(), after.batch(), 2 * load.perSecond() / (before.perSecond() + after.perSecond()),
				load.answered().median(), load.answered().percentile(95), load.errors(), 100 * load.clientShare());
	}

}
