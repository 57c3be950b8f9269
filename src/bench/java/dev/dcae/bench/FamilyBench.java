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
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

import dev.dcae.checkpoint.Checkpoint;
import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.checkpoint.RandomCheckpoint;
import dev.dcae.engine.CpuTiming;
import dev.dcae.engine.TorchRunner;
import dev.dcae.model.Activation;
import dev.dcae.model.AutoencoderConfig;
import dev.dcae.model.ConfigJson;
import dev.dcae.model.LatentScaling;
import dev.dcae.model.Operation;
import dev.dcae.model.Precision;
import dev.dcae.model.TinyConfig;
import dev.dcae.model.TinyConfig.Blocks;
import dev.dcae.ops.CpuPrecision;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import dev.dcae.torchscript.ArchiveCache;
import dev.dcae.torchscript.Compiler;

/**
 * Every family in its full width on all cores: one image of 512² and of 1024² encoded and decoded, beside the time that
 * matrix products alone would take at the rate that the machine has for them; then TAESANA's decoder over SANA's. Weights
 * are random: 8 GB of disk under {@code target}, and up to 8 GB of memory for 1024². With {@code short} the fixtures, at
 * 64².
 */
public final class FamilyBench {

	private static final Path FOLDER = Path.of("target/bench/families");

	private static final Path CONFIGS = Path.of("src/test/resources/checkpoints");

	private static final Path FIXTURES = Path.of("src/test/resources/fixtures");

	private static final String TAESANA = "taesana-f32c32";

	private static final String SANA = "dc-ae-f32c32-sana-1.0";

	private static final List<String> PUBLISHED = List.of("flux2-f8c32", "flux2-small-decoder-f8c32", "taesd-f8c4", TAESANA,
			SANA, "hunyuanimage-2.1-f32c64", "qwenimage-f8c16");

	/**
	 * The fixtures that stand for them, the two that are compared among them.
	 */
	private static final List<String> TINY = List.of("tiny-flux2", "tiny-taesd", "tiny-taesana/checkpoint", "tiny-sana",
			"tiny-hunyuanimage", "tiny-qwenimage");

	/**
	 * Milliseconds for which a cell is repeated.
	 */
	private static final double REPEATED = 2000;

	private final int threads = Runtime.getRuntime().availableProcessors();

	private final Effort effort;

	private final Report report = new Report("family", "The families");

	/**
	 * Milliseconds of each decode, by model, size and type.
	 */
	private final Map<String, Double> decoded = new HashMap<>();

	private FamilyBench(Effort effort) {
		this.effort = effort;
	}

	public static void main(String[] args) throws Exception {
		new FamilyBench(Effort.of(args)).run();
	}

	private void run() throws Exception {
		CpuTiming timing = CpuTiming.measure(FOLDER, this.threads);
		boolean half = new CpuPrecision(() -> timing).get() == Precision.BF16;
		Map<Precision, Double> rates = new EnumMap<>(Precision.class);
		for (Precision precision : half ? List.of(Precision.FP32, Precision.BF16) : List.of(Precision.FP32)) {
			double rate = MatrixRate.measure(precision, this.effort.choose(2048, 512));
			this.report.figure("matrix_gflops_" + name(precision), "Matrix products in " + precision + ": %.0f GFLOP/s.",
					rate);
			rates.put(precision, rate);
		}
		Report.Table cells = this.report.table("cells", "model", "operation", "size", "dtype", "median ms", "best ms",
				"GFLOP", "ms of matrix products", "of matrix products");
		for (String model : this.effort.choose(PUBLISHED, TINY)) {
			try (Checkpoint checkpoint = Checkpoint.open(new CheckpointSource.Directory(folder(model)))) {
				for (Map.Entry<Precision, Double> rate : rates.entrySet()) {
					measure(cells, model, checkpoint, rate.getKey(), rate.getValue());
				}
			}
		}
		Report.Table copies = this.report.table("copies", "decoders", "size", "dtype", "ms of the copy", "ms of the model",
				"times as fast");
		for (Precision precision : rates.keySet()) {
			for (int size : sizes()) {
				double copy = decoded(this.effort.choose(TAESANA, "tiny-taesana/checkpoint"), size, precision);
				double whole = decoded(this.effort.choose(SANA, "tiny-sana"), size, precision);
				copies.row("TAESANA, SANA", size, name(precision), copy, whole, whole / copy);
			}
		}
		this.report.write();
	}

	private int[] sizes() {
		return this.effort.choose(new int[] { 512, 1024 }, new int[] { 64 });
	}

	private double decoded(String model, int size, Precision precision) {
		return this.decoded.getOrDefault("%s %d %s".formatted(model, size, precision), Double.NaN);
	}

	private static String name(Precision precision) {
		return precision.name().toLowerCase(Locale.ROOT);
	}

	/**
	 * A checkpoint's folder, written with random weights unless that was done.
	 */
	private Path folder(String model) throws IOException {
		if (this.effort != Effort.FULL) {
			return FIXTURES.resolve(model);
		}
		Path folder = FOLDER.resolve(model);
		Path complete = folder.resolve("complete");
		if (!Files.exists(complete)) {
			ConfigJson json = ConfigJson
				.of(Files.readString(CONFIGS.resolve(model + ".config.json"), StandardCharsets.UTF_8));
			RandomCheckpoint.write(folder, json, model.equals(TAESANA) ? taesana() : json.readAny(), 1);
			Files.createFile(complete);
		}
		return folder;
	}

	/**
	 * What its config does not say.
	 */
	private static TinyConfig taesana() {
		return new TinyConfig(32, List.of(32),
				List.of(new Blocks(64, 1), new Blocks(64, 3), new Blocks(64, 3), new Blocks(64, 3)),
				List.of(new Blocks(256, 3), new Blocks(128, 3), new Blocks(64, 3), new Blocks(64, 3), new Blocks(64, 3),
						new Blocks(64, 1)),
				Activation.RELU, 0, false, LatentScaling.of(1));
	}

	private void measure(Report.Table table, String model, Checkpoint checkpoint, Precision precision, double rate)
			throws Exception {
		AutoencoderConfig config = checkpoint.config();
		Path archive = new ArchiveCache(FOLDER).get(checkpoint.digest(),
				Compiler.of(config, checkpoint::tensor, precision));
		try (TorchRunner runner = TorchRunner.load(archive, config, "cpu", this.threads)) {
			for (Operation operation : List.of(Operation.ENCODE_IMAGE, Operation.DECODE_IMAGE)) {
				for (int size : sizes()) {
					double gflop = Arithmetic.gflop(config, operation.encodes(), size);
					List<Tensor> items = List.of(item(config, operation, size));
					Times times = repeat(() -> runner.run(operation, items));
					double bound = gflop / rate * 1e3;
					table.row(model, operation.method(), size, name(precision), times.median(), times.best(), gflop, bound,
							bound / times.median());
					if (!operation.encodes()) {
						this.decoded.put("%s %d %s".formatted(model, size, precision), times.median());
					}
				}
			}
		}
	}

	private static Tensor item(AutoencoderConfig config, Operation operation, int size) {
		Random random = new Random(1);
		if (operation.encodes()) {
			byte[] pixels = new byte[3 * size * size];
			random.nextBytes(pixels);
			return Tensor.ofBytes(new Shape(size, size, 3), pixels);
		}
		Shape shape = config.latentShape(size, size);
		float[] values = new float[Math.toIntExact(shape.elements())];
		for (int i = 0; i < values.length; i++) {
			values[i] = (float) random.nextGaussian();
		}
		return Tensor.of(shape, values);
	}

	/**
	 * As often as the time allows after the first, at least once.
	 */
	private Times repeat(Times.Work work) throws Exception {
		double first = Times.of(0, 1, work).best();
		return Times.of(0, (int) Math.clamp(REPEATED / this.effort.choose(1, 20) / first, 1, 50), work);
	}

}
