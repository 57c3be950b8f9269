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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

import dev.dcae.checkpoint.Checkpoint;
import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.checkpoint.RandomCheckpoint;
import dev.dcae.engine.CpuTiming;
import dev.dcae.engine.TorchRunner;
import dev.dcae.model.AutoencoderConfig;
import dev.dcae.model.ConfigJson;
import dev.dcae.model.Operation;
import dev.dcae.model.Precision;
import dev.dcae.ops.CpuPrecision;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import dev.dcae.torchscript.ArchiveCache;
import dev.dcae.torchscript.Compiler;

/**
 * The bare models on all cores: milliseconds, images a second and GFLOP/s, counted with the reference's arithmetic, by
 * model, operation, size, batch and type; then today's archive beside the first that was compiled, and bfloat16 beside
 * float32, in turns. Full-size models have random weights: 6 GB of disk under {@code target} and 8 GB of memory.
 */
public final class ModelBench {

	private static final Path FOLDER = Path.of("target/bench/models");

	private static final List<Operation> OPERATIONS = List.of(Operation.ENCODE_IMAGE, Operation.DECODE_IMAGE);

	private static final String EMBEDDED = "dc-ae-tiny-f32c32";

	private static final String SANA = "f32c32-sana";

	/**
	 * The most that one cell may compute, and the time for which it is repeated, in milliseconds.
	 */
	private static final double MOST_GFLOP = 3000;

	private static final double REPEATED = 800;

	private final int threads = Runtime.getRuntime().availableProcessors();

	private final Effort effort;

	private final Report report = new Report("model", "The bare models");

	private final List<Precision> precisions;

	private ModelBench(Effort effort) {
		this.effort = effort;
		this.precisions = precisions();
	}

	public static void main(String[] args) throws Exception {
		new ModelBench(Effort.of(args)).run();
	}

	/**
	 * Float32, and bfloat16 where the service would choose it: without instructions for it, it takes many times as long.
	 */
	private List<Precision> precisions() {
		CpuTiming timing = CpuTiming.measure(FOLDER, this.threads);
		Precision chosen = new CpuPrecision(() -> timing).get();
		this.report.say("`dtype: auto` measures %s ms in float32 and %s in bfloat16 here, and chooses %s.".formatted(
				Report.digits(timing.fp32().toNanos() / 1e6), Report.digits(timing.bf16().toNanos() / 1e6),
				chosen.name().toLowerCase(Locale.ROOT)));
		return (chosen == Precision.BF16) ? List.of(Precision.FP32, Precision.BF16) : List.of(Precision.FP32);
	}

	private void run() throws Exception {
		Map<Precision, Double> rates = new EnumMap<>(Precision.class);
		for (Precision precision : this.precisions) {
			double rate = MatrixRate.measure(precision, this.effort.choose(2048, 512));
			this.report.figure("matrix_gflops_" + precision.name().toLowerCase(Locale.ROOT),
					"Matrix products in " + precision + ": %.0f GFLOP/s.", rate);
			rates.put(precision, rate);
		}
		Report.Table cells = this.report.table("cells", "model", "operation", "size", "batch", "dtype", "median ms",
				"best ms", "images/s", "GFLOP/s", "of matrix products");
		measure(cells, rates, embedded(EMBEDDED));
		measure(cells, rates, embedded("dc-ae-tiny-f32c32-1.5"));
		if (this.effort == Effort.FULL) {
			measure(cells, rates, random(SANA, "dc-ae-f32c32-sana-1.0"));
			measure(cells, rates, random("sd-vae-f8", "sd-vae-f8c4"));
		}
		Report.Table turns = this.report.table("turns", "model", "operation", "compared", "best ms before",
				"best ms after", "ratio of best", "ratio of median");
		inTurns(turns, embedded(EMBEDDED));
		if (this.effort == Effort.FULL) {
			inTurns(turns, random(SANA, "dc-ae-f32c32-sana-1.0"));
		}
		this.report.write();
	}

	/**
	 * A model and its archives.
	 */
	private record Subject(String name, AutoencoderConfig config, Map<Precision, Path> archives) {

		Path archive(Precision precision) {
			return Objects.requireNonNull(this.archives.get(precision));
		}

		Tensor item(Operation operation, int size) {
			Random random = new Random(1);
			if (operation.encodes()) {
				byte[] pixels = new byte[3 * size * size];
				random.nextBytes(pixels);
				return Tensor.ofBytes(new Shape(size, size, 3), pixels);
			}
			Shape shape = this.config.latentShape(size, size);
			float[] values = new float[Math.toIntExact(shape.elements())];
			for (int i = 0; i < values.length; i++) {
				values[i] = (float) random.nextGaussian();
			}
			return Tensor.of(shape, values);
		}

	}

	private Subject embedded(String name) throws IOException {
		return subject(name, CheckpointSource.of("classpath:models/" + name));
	}

	/**
	 * A published model with random weights.
	 */
	private Subject random(String name, String config) throws IOException {
		Path folder = FOLDER.resolve(name);
		Path complete = folder.resolve("complete");
		if (!Files.exists(complete)) {
			String json = Files.readString(Path.of("src/test/resources/checkpoints", config + ".config.json"),
					StandardCharsets.UTF_8);
			RandomCheckpoint.write(folder, ConfigJson.of(json), 1);
			Files.createFile(complete);
		}
		return subject(name, new CheckpointSource.Directory(folder));
	}

	private Subject subject(String name, CheckpointSource source) throws IOException {
		try (Checkpoint checkpoint = Checkpoint.open(source)) {
			Map<Precision, Path> archives = new EnumMap<>(Precision.class);
			for (Precision precision : this.precisions) {
				archives.put(precision, archive(checkpoint, precision));
			}
			return new Subject(name, checkpoint.config(), archives);
		}
	}

	private static Path archive(Checkpoint checkpoint, Precision precision) throws IOException {
		return new ArchiveCache(FOLDER).get(checkpoint.digest(),
				Compiler.of(checkpoint.config(), checkpoint::tensor, precision));
	}

	private void measure(Report.Table table, Map<Precision, Double> rates, Subject subject) throws Exception {
		for (Precision precision : this.precisions) {
			double products = rates.getOrDefault(precision, Double.NaN);
			try (TorchRunner runner = load(subject, subject.archive(precision))) {
				for (Operation operation : OPERATIONS) {
					for (int size : this.effort.choose(new int[] { 64, 256, 512 }, new int[] { 64 })) {
						for (int batch : this.effort.choose(new int[] { 1, 4 }, new int[] { 1, 2 })) {
							double gflop = batch * Arithmetic.gflop(subject.config(), operation.encodes(), size);
							if (gflop <= MOST_GFLOP) {
								List<Tensor> items = Collections.nCopies(batch, subject.item(operation, size));
								Times times = repeat(() -> runner.run(operation, items));
								double rate = gflop / times.median() * 1e3;
								table.row(subject.name(), operation.method(), size, batch, precision.name().toLowerCase(Locale.ROOT),
										times.median(), times.best(), batch / times.median() * 1e3, rate,
										rate / products);
							}
						}
					}
				}
			}
		}
	}

	private TorchRunner load(Subject subject, Path archive) {
		return TorchRunner.load(archive, subject.config(), "cpu", this.threads);
	}

	/**
	 * As often as the time allows after the first, at least once.
	 */
	private Times repeat(Times.Work work) throws Exception {
		double first = Times.of(0, 1, work).best();
		double time = REPEATED / this.effort.choose(1, 20);
		return Times.of(0, (int) Math.clamp(time / first, 1, 100), work);
	}

	private void inTurns(Report.Table table, Subject subject) throws Exception {
		Path first = FirstArchive.of(subject.name());
		int size = this.effort.choose(256, 64);
		List<Path> archives = new ArrayList<>(List.of(first));
		for (Precision precision : this.precisions) {
			archives.add(subject.archive(precision));
		}
		List<TorchRunner> runners = new ArrayList<>();
		try {
			for (Path archive : archives) {
				runners.add(load(subject, archive));
			}
			for (Operation operation : OPERATIONS) {
				List<Times> times = turns(runners, operation, subject.item(operation, size));
				compare(table, subject, operation, "first archive, now", times.get(0), times.get(1));
				if (times.size() > 2) {
					compare(table, subject, operation, "fp32, bf16", times.get(1), times.get(2));
				}
			}
		}
		finally {
			runners.forEach(TorchRunner::close);
		}
	}

	private static void compare(Report.Table table, Subject subject, Operation operation, String compared, Times before,
			Times after) {
		table.row(subject.name(), operation.method(), compared, before.best(), after.best(), before.best() / after.best(),
				before.median() / after.median());
	}

	/**
	 * Each in turn, and all again: whatever else slows the machine slows all of them.
	 */
	private List<Times> turns(List<TorchRunner> runners, Operation operation, Tensor item) throws Exception {
		int rounds = this.effort.choose(7, 2);
		double[][] times = new double[runners.size()][rounds];
		for (TorchRunner runner : runners) {
			runner.run(operation, List.of(item));
		}
		for (int round = 0; round < rounds; round++) {
			for (int i = 0; i < runners.size(); i++) {
				TorchRunner runner = runners.get(i);
				times[i][round] = Times.of(0, 1, () -> runner.run(operation, List.of(item))).best();
			}
		}
		List<Times> sorted = new ArrayList<>();
		for (double[] each : times) {
			Arrays.sort(each);
			sorted.add(new Times(each));
		}
		return sorted;
	}

}
