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

import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.dcae.image.Formats;
import dev.dcae.image.RgbImage;
import dev.dcae.tensor.Shape;

/**
 * Measures the service beside a server as one writes it with FastAPI and diffusers, {@code src/bench/peer}: the same
 * model, requests and machine, in turns. Needs a Python with torch, diffusers, FastAPI, uvicorn, numpy and Pillow; where
 * it has not, it says so in a line and measures nothing.
 */
public final class Peer {

	private static final Path SERVER = Path.of("src/bench/peer/server.py");

	private static final Path LOG = Path.of("target/bench/peer.log");

	private static final String PACKAGES = "torch, diffusers, fastapi, uvicorn, numpy, PIL";

	private static final String EMBEDDED = "src/main/resources/models/dc-ae-tiny-f32c32";

	private static final Duration START = Duration.ofMinutes(5);

	private static final int MANY = 16;

	private final PeerOptions options;

	private final Report report;

	private final Effort effort;

	private Peer(PeerOptions options, Report report, Effort effort) {
		this.options = options;
		this.report = report;
		this.effort = effort;
	}

	/**
	 * A server and the paths of its operations.
	 */
	private record Side(int port, String encode, String decode) {

		byte[] encode(byte[] png) {
			return Client.post(this.encode, "image/png", "application/octet-stream", png);
		}

		byte[] decode(Shape shape, byte[] latent) {
			String sizes = Arrays.stream(shape.sizes()).mapToObj(Long::toString).reduce((a, b) -> a + "," + b).orElseThrow();
			return Client.post(this.decode + "shape=" + sizes, "application/octet-stream", "image/png", latent);
		}

	}

	public static void main(String[] passed) throws Exception {
		String[] args = Benches.arguments(passed);
		PeerOptions options = PeerOptions.of(args);
		if (!hasPackages(options)) {
			System.out.printf("%s cannot import %s: nothing is compared%n", options.python(), PACKAGES);
			return;
		}
		Report report = new Report("peer", "The service beside FastAPI and diffusers");
		report.say("%s in %s%s, both on this machine, in turns, a request at a time from each client; seconds are medians over the rounds."
			.formatted(options.model(), options.dtype(), options.compile() ? ", the other by torch.compile" : ""));
		new Peer(options, report, Effort.of(args)).run();
		report.write();
	}

	private static boolean hasPackages(PeerOptions options) throws InterruptedException {
		try {
			Process process = python(options, "-c", "import " + PACKAGES).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
			return process.waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static ProcessBuilder python(PeerOptions options, String... arguments) {
		ProcessBuilder builder = new ProcessBuilder(options.python());
		builder.command().addAll(List.of(arguments));
		if (!options.diffusers().isEmpty()) {
			builder.environment().put("PYTHONPATH", options.diffusers() + File.separator + "src");
		}
		return builder;
	}

	private void run() throws Exception {
		String source = this.options.model().equals(EMBEDDED) ? "classpath:models/dc-ae-tiny-f32c32"
				: this.options.model();
		try (ServiceProcess service = ServiceProcess.start("--dcae.models[0].id=peer", "--dcae.models[0].source=" + source,
				"--dcae.models[0].dtype=" + this.options.dtype())) {
			int port = ServiceProcess.freePort();
			Process other = start(port);
			try {
				Side ours = new Side(service.port(), "/v1/encode", "/v1/decode?dtype=float32&");
				Side theirs = new Side(port, "/encode", "/decode?");
				Report.Table table = this.report.table("times", "operation", "side", "clients", "ours/s", "theirs/s",
						"ours over theirs", "p50 ms ours", "p50 ms theirs", "errors");
				for (int side : this.effort.choose(this.options.sides(), List.of(64))) {
					compare(table, side, ours, theirs);
				}
			}
			finally {
				other.destroy();
				other.waitFor(30, TimeUnit.SECONDS);
			}
		}
	}

	private Process start(int port) throws Exception {
		Files.createDirectories(LOG.getParent());
		List<String> arguments = new ArrayList<>(List.of(SERVER.toString(), "--model", this.options.model(), "--dtype",
				this.options.dtype(), "--port", Integer.toString(port)));
		if (this.options.compile()) {
			arguments.add("--compile");
		}
		Process process = python(this.options, arguments.toArray(String[]::new)).redirectErrorStream(true)
			.redirectOutput(LOG.toFile())
			.start();
		long deadline = System.nanoTime() + START.toNanos();
		while (System.nanoTime() < deadline && process.isAlive()) {
			try (Socket _ = new Socket("localhost", port)) {
				return process;
			}
			catch (IOException ex) {
				Thread.sleep(200);
			}
		}
		process.destroy();
		throw new IllegalStateException("The other server did not start; see " + LOG);
	}

	private void compare(Report.Table table, int side, Side ours, Side theirs) throws Exception {
		RgbImage image = Photo.square(side);
		byte[] png = Formats.PNG.encode(image);
		byte[] latent = Client.once(ours.port(), ours.encode(png));
		byte[] same = Client.once(theirs.port(), theirs.encode(png));
		this.report.figure("difference" + side, "Relative L2 distance of the two latents at %d²: %%.2g.".formatted(side),
				distance(latent, same));
		long cells = (long) side / this.options.ratio();
		Shape shape = new Shape(1, latent.length / Float.BYTES / cells / cells, cells, cells);
		for (int clients : List.of(1, MANY)) {
			row(table, "encode", side, clients, ours.port(), ours.encode(png), theirs.port(), theirs.encode(png));
			row(table, "decode", side, clients, ours.port(), ours.decode(shape, latent), theirs.port(),
					theirs.decode(shape, latent));
		}
	}

	private void row(Report.Table table, String operation, int side, int clients, int ourPort, byte[] ourRequest,
			int theirPort, byte[] theirRequest) throws Exception {
		List<Load> ours = new ArrayList<>();
		List<Load> theirs = new ArrayList<>();
		for (int round = 0; round < this.effort.choose(this.options.rounds(), 1); round++) {
			// The first of a shape compiles on either side.
			Duration warmUp = this.effort.time((round == 0) ? this.options.warmUp() : Duration.ofSeconds(1));
			ours.add(Load.closed(ourPort, ourRequest, clients, warmUp, this.effort.time(this.options.time())));
			theirs.add(Load.closed(theirPort, theirRequest, clients, warmUp, this.effort.time(this.options.time())));
		}
		double our = median(ours.stream().mapToDouble(Load::perSecond).toArray());
		double their = median(theirs.stream().mapToDouble(Load::perSecond).toArray());
		table.row(operation, side, clients, our, their, our / their,
				median(ours.stream().mapToDouble((load) -> load.answered().median()).toArray()),
				median(theirs.stream().mapToDouble((load) -> load.answered().median()).toArray()),
				ours.stream().mapToLong(Load::errors).sum() + theirs.stream().mapToLong(Load::errors).sum());
	}

	private static double median(double[] values) {
		Arrays.sort(values);
		return values[values.length / 2];
	}

	private static double distance(byte[] one, byte[] other) {
		float[] a = floats(one);
		float[] b = floats(other);
		double difference = 0;
		double norm = 0;
		for (int i = 0; i < a.length; i++) {
			difference += (double) (a[i] - b[i]) * (a[i] - b[i]);
			norm += (double) b[i] * b[i];
		}
		return Math.sqrt(difference / norm);
	}

	private static float[] floats(byte[] bytes) {
		float[] floats = new float[bytes.length / Float.BYTES];
		ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
		return floats;
	}

	/**
	 * The arguments of a comparison, each {@code name=value}.
	 *
	 * @param python that runs the other server
	 * @param diffusers a checkout of diffusers, or nothing where it is installed
	 * @param model a folder with a checkpoint
	 * @param ratio of the model
	 * @param dtype float32 or bfloat16
	 * @param compile whether the other server uses torch.compile
	 * @param sides of the images, in pixels
	 * @param warmUp before the first round of each kind of request
	 * @param time of a round
	 */
	private record PeerOptions(String python, String diffusers, String model, int ratio, String dtype, boolean compile,
			List<Integer> sides, int rounds, Duration warmUp, Duration time) {

		static PeerOptions of(String... args) {
			return new PeerOptions(value("python", "python3", args), value("diffusers", "", args),
					value("model", EMBEDDED, args), Integer.parseInt(value("ratio", "32", args)),
					value("dtype", "float32", args).toLowerCase(Locale.ROOT), List.of(args).contains("compile"),
					Stream.of(value("sides", "256,512", args).split(",")).map(Integer::valueOf).toList(),
					Integer.parseInt(value("rounds", "5", args)),
					Duration.ofSeconds(Long.parseLong(value("warm-up", "15", args))),
					Duration.ofSeconds(Long.parseLong(value("seconds", "6", args))));
		}

		private static String value(String name, String other, String... args) {
			return Arrays.stream(args)
				.filter((argument) -> argument.startsWith(name + "="))
				.map((argument) -> argument.substring(name.length() + 1))
				.findFirst()
				.orElse(other);
		}

	}

}
