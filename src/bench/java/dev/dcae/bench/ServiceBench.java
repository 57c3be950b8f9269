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

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.dcae.image.RgbImage;
import dev.dcae.model.Operation;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * The service end to end, with the embedded model and a photograph, in a process of its own: what it adds to the bare
 * model at saturation, what image files add to raw tensors, every wire format by size and number of clients, what it
 * allocates, and how long requests take that come as they please.
 */
public final class ServiceBench {

	private static final int SIDE = 256;

	private static final int RATIO = 32;

	private static final int MANY = 16;

	private static final int CONNECTIONS = 128;

	/**
	 * At tens of requests a second the JIT compiler takes minutes to be done with the way through the service, on cores
	 * that the model needs.
	 */
	private static final Duration WARM_UP = Duration.ofMinutes(5);

	private static final Duration ROUND = Duration.ofSeconds(16);

	private static final double IDLE_COMPILER = 0.02;

	private static final Duration SETTLE = Duration.ofSeconds(2);

	private static final Exchange ENCODE = new Exchange("encode", Exchange.RAW, Exchange.RAW);

	private static final Exchange DECODE = new Exchange("decode", Exchange.RAW, Exchange.RAW);

	private static final Exchange RECONSTRUCT = new Exchange("reconstruct", Exchange.RAW, Exchange.RAW);

	private static final Exchange PNG = new Exchange("reconstruct", "png", "png");

	private static final List<Exchange> ALL = List.of(ENCODE, DECODE, RECONSTRUCT, PNG,
			new Exchange("encode", "png", Exchange.RAW), new Exchange("encode", "jpeg", Exchange.RAW),
			new Exchange("encode", "webp", Exchange.RAW), new Exchange("encode", Exchange.RAW, "npy"),
			new Exchange("encode", Exchange.RAW, "safetensors"), new Exchange("encode", Exchange.RAW, "json"),
			new Exchange("decode", Exchange.RAW, "png"), new Exchange("decode", Exchange.RAW, "jpeg"),
			new Exchange("decode", Exchange.RAW, "webp"), new Exchange("decode", "npy", Exchange.RAW),
			new Exchange("decode", "safetensors", Exchange.RAW), new Exchange("decode", "json", Exchange.RAW));

	private final Effort effort;

	private final Report report;

	private final ServiceProcess service;

	private final Map<Integer, Sample> samples = new HashMap<>();

	private ServiceBench(Effort effort, Report report, ServiceProcess service) {
		this.effort = effort;
		this.report = report;
		this.service = service;
	}

	public static void main(String[] args) throws Exception {
		Effort effort = Effort.of(args);
		Report report = new Report("service", "The service");
		try (ServiceProcess service = ServiceProcess.start()) {
			ServiceBench bench = new ServiceBench(effort, report, service);
			bench.warmUp();
			bench.saturation();
			bench.files();
			bench.allocation();
			bench.arrivals();
			bench.formats();
		}
		report.write();
	}

	/**
	 * Rounds of all formats until the JIT compiler has next to nothing to do.
	 */
	private void warmUp() throws Exception {
		long end = System.nanoTime() + this.effort.time(WARM_UP).toNanos();
		Duration round = this.effort.time(ROUND);
		try (ServiceMemory memory = ServiceMemory.of(this.service.pid())) {
			double share;
			int rounds = 0;
			do {
				long compiled = memory.compilationMillis();
				long start = System.nanoTime();
				for (Exchange exchange : this.effort.choose(ALL, List.of(ENCODE, DECODE))) {
					closed(exchange, SIDE, MANY, Duration.ZERO, round.dividedBy(ALL.size()));
				}
				share = (memory.compilationMillis() - compiled) / ((System.nanoTime() - start) / 1e6);
				rounds++;
			}
			while (share > IDLE_COMPILER && System.nanoTime() < end);
			this.report.say("Warmed up by %d rounds of all formats; in the last the JIT compiler took %s of a core."
				.formatted(rounds, Report.digits(share)));
		}
	}

	private byte[] request(Exchange exchange, int side) throws Exception {
		Sample sample = this.samples.get(side);
		if (sample == null) {
			sample = sample(side);
			this.samples.put(side, sample);
		}
		return exchange.request(sample.image(), sample.latent());
	}

	private Sample sample(int side) throws Exception {
		RgbImage image = Photo.square(side);
		byte[] latent = Client.once(this.service.port(), ENCODE.request(image, Tensor.of(new Shape(0))));
		long cells = side / RATIO;
		long channels = latent.length / Float.BYTES / cells / cells;
		return new Sample(image,
				new Tensor(DType.F32, new Shape(1, channels, cells, cells), MemorySegment.ofArray(latent)));
	}

	/**
	 * An image and its latent.
	 */
	private record Sample(RgbImage image, Tensor latent) {
	}

	private Load closed(Exchange exchange, int side, int clients, Duration warmUp, Duration time) throws Exception {
		return Load.closed(this.service.port(), request(exchange, side), clients, warmUp, time);
	}

	/**
	 * Raw tensors both ways against the bare model in turns, in the fastest of ways to batch and to share the cores.
	 */
	private void saturation() throws Exception {
		Duration time = this.effort.time(Duration.ofSeconds(20));
		Report.Table table = this.report.table("saturation", "raw, 256², 16 clients", "bare", "bare/s", "service/s",
				"bare/s again", "service/s again", "bare/s at last", "service over bare", "p50 ms", "p95 ms", "p99 ms",
				"errors", "CPU of the load, %");
		for (Exchange exchange : List.of(ENCODE, DECODE)) {
			Operation operation = exchange.equals(ENCODE) ? Operation.ENCODE_IMAGE : Operation.DECODE_IMAGE;
			Bare.Way best = Bare.best(operation, SIDE, this.effort, this.effort.time(Duration.ofSeconds(2)));
			double[] bare = new double[3];
			Load[] loads = new Load[2];
			for (int i = 0; i < 3; i++) {
				bare[i] = Bare.rate(best, operation, SIDE, time);
				if (i < 2) {
					loads[i] = closed(exchange, SIDE, MANY, this.effort.time(SETTLE), time);
				}
			}
			Times answered = loads[1].answered();
			table.row(exchange, best, bare[0], loads[0].perSecond(), bare[1], loads[1].perSecond(), bare[2],
					(loads[0].perSecond() + loads[1].perSecond()) / 2 / Arrays.stream(bare).average().orElseThrow(),
					answered.median(), answered.percentile(95), answered.percentile(99),
					loads[0].errors() + loads[1].errors(), 100 * loads[1].clientShare());
		}
	}

	/**
	 * Measures the cost of image files: PNG in and PNG out against raw pixels, in turns.
	 */
	private void files() throws Exception {
		Duration time = this.effort.time(Duration.ofSeconds(20));
		Report.Table table = this.report.table("files", "256², 16 clients", "images/s", "p50 ms", "p99 ms", "errors",
				"where the time went, mean ms");
		double[] rates = new double[5];
		List<Exchange> turns = List.of(RECONSTRUCT, PNG, RECONSTRUCT, PNG, RECONSTRUCT);
		for (int i = 0; i < turns.size(); i++) {
			Load load = closed(turns.get(i), SIDE, MANY, this.effort.time(SETTLE), time);
			rates[i] = load.perSecond();
			table.row(turns.get(i), load.perSecond(), load.answered().median(), load.answered().percentile(99),
					load.errors(), load.phases().means());
		}
		this.report.figure("png_over_raw", "PNG in and out over raw: %.2f",
				(rates[1] + rates[3]) / 2 / ((rates[0] + rates[2] + rates[4]) / 3));
	}

	/**
	 * Measures what a request allocates on the heap, over what it cannot do without: its body, that of the answer, and the image's
	 * pixels.
	 */
	private void allocation() throws Exception {
		Report.Table table = this.report.table("allocation", "256², 16 clients", "kB in", "kB out", "kB of pixels",
				"kB allocated a request", "over their sum", "requests", "errors");
		try (ServiceMemory memory = ServiceMemory.of(this.service.pid())) {
			for (Exchange exchange : ALL) {
				byte[] request = request(exchange, SIDE);
				int answer = Client.once(this.service.port(), request).length;
				long before = memory.allocatedBytes();
				// All of it counts, so there is no warm-up, which would allocate uncounted.
				Load load = Load.closed(this.service.port(), request, MANY, Duration.ZERO,
						this.effort.time(Duration.ofSeconds(8)));
				double allocated = (double) (memory.allocatedBytes() - before)
						/ Math.max(1, load.answered().milliseconds().length);
				double pixels = 3.0 * SIDE * SIDE;
				table.row(exchange, request.length / 1e3, answer / 1e3, pixels / 1e3, allocated / 1e3,
						allocated / (request.length + answer + pixels), load.answered().milliseconds().length,
						load.errors());
			}
		}
	}

	/**
	 * Requests that come as a Poisson process at half of what the service can do, against a single queue with the times
	 * that requests took when as many clients as lanes kept it busy, for the same arrivals.
	 */
	private void arrivals() throws Exception {
		Duration time = this.effort.time(Duration.ofSeconds(60));
		Duration warmUp = this.effort.time(SETTLE);
		int lanes = Math.min(Runtime.getRuntime().availableProcessors(), 4);
		Report.Table table = this.report.table("arrivals", "Poisson arrivals, 256²", "of capacity", "offered/s",
				"answered/s", "p50 ms", "p95 ms", "p99 ms", "single queue's p50, p99 ms", "p99 over the single queue's",
				"errors", "where the time went, mean ms");
		for (Exchange exchange : List.of(ENCODE, DECODE)) {
			Load capacity = closed(exchange, SIDE, lanes, warmUp, time.dividedBy(3));
			for (double share : new double[] { 0.5, 0.8 }) {
				double rate = share * capacity.perSecond();
				long[] arrivals = Load.poisson(rate, warmUp.plus(time), 1);
				Load load = Load.open(this.service.port(), request(exchange, SIDE), CONNECTIONS, arrivals, warmUp, time);
				Times ideal = SingleQueue.simulate(arrivals, warmUp.toNanos(), lanes,
						capacity.answered().milliseconds(), 1);
				table.row(exchange, share, rate, load.perSecond(), load.answered().median(),
						load.answered().percentile(95), load.answered().percentile(99),
						Report.digits(ideal.median()) + ", " + Report.digits(ideal.percentile(99)),
						load.answered().percentile(99) / ideal.percentile(99), load.errors(), load.phases().means());
			}
		}
	}

	/**
	 * Every wire format by size and number of clients.
	 */
	private void formats() throws Exception {
		Report.Table table = this.report.table("formats", "closed loop", "side", "clients", "answered/s", "p50 ms",
				"p95 ms", "p99 ms", "errors", "where the time went, mean ms");
		for (Exchange exchange : this.effort.choose(ALL, ALL.subList(0, 4))) {
			for (int side : this.effort.choose(new int[] { 64, 256, 512 }, new int[] { 64 })) {
				for (int clients : new int[] { 1, MANY }) {
					Load load = closed(exchange, side, clients, this.effort.time(Duration.ofSeconds(1)),
							this.effort.time(Duration.ofSeconds(4)));
					table.row(exchange, side, clients, load.perSecond(), load.answered().median(),
							load.answered().percentile(95), load.answered().percentile(99), load.errors(),
							load.phases().means());
				}
			}
		}
	}

}
