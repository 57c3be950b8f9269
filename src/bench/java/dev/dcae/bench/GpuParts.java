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
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import dev.dcae.checkpoint.Checkpoint;
import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.model.AutoencoderConfig;
import dev.dcae.model.ConfigReader;
import dev.dcae.model.Operation;
import dev.dcae.model.Precision;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import dev.dcae.torchscript.Compiler;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes what the GPU kit cannot make itself, one file: of each published architecture what the compiler writes in each
 * precision, without the values of the weights; of each fixture the whole archive in float32; and what this project
 * counts of them. The argument is the file, otherwise {@code target/bench/gpu/parts.zip}.
 */
public final class GpuParts {

	private static final Path CONFIGS = Path.of("src/test/resources/checkpoints");

	private static final Path FIXTURES = Path.of("src/test/resources/fixtures");

	private static final Path EMBEDDED = Path.of("src/main/resources/models/dc-ae-tiny-f32c32/config.json");

	private static final List<String> FIXTURE_NAMES = List.of("tiny-mix", "tiny-sana", "tiny-1.5", "tiny-kl");

	/**
	 * The side of the largest image that the arithmetic is counted of.
	 */
	private static final int LARGEST = 8192;

	private final ZipOutputStream zip;

	private final SequencedMap<String, Object> models = new LinkedHashMap<>();

	private final Path scratch;

	private GpuParts(ZipOutputStream zip, Path scratch) {
		this.zip = zip;
		this.scratch = scratch;
	}

	public static void main(String[] args) throws Exception {
		String named = String.join("", args).strip();
		Path file = Path.of(named.isEmpty() ? "target/bench/gpu/parts.zip" : named).toAbsolutePath();
		Files.createDirectories(file.getParent());
		Path scratch = Files.createTempFile(file.getParent(), "part", ".tmp");
		try (OutputStream out = Files.newOutputStream(file); ZipOutputStream zip = new ZipOutputStream(out)) {
			new GpuParts(zip, scratch).write(Machine.here().commit());
		}
		finally {
			Files.delete(scratch);
		}
		System.out.printf(Locale.ROOT, "%s: %.1f MiB%n", file, Files.size(file) / 0x1p20);
	}

	/**
	 * The published architectures, by the names that the report gives them.
	 */
	private static SequencedMap<String, Path> published() {
		SequencedMap<String, Path> configs = new LinkedHashMap<>();
		configs.put("f32c32-sana", CONFIGS.resolve("dc-ae-f32c32-sana-1.0.config.json"));
		configs.put("f32c32-lite", CONFIGS.resolve("dc-ae-lite-f32c32-sana-1.1.config.json"));
		configs.put("f32c128-1.5", CONFIGS.resolve("dc-ae-f32c128-1.5.config.json"));
		configs.put("f64c128-in", CONFIGS.resolve("dc-ae-f64c128-in-1.0.config.json"));
		configs.put("f128c512-in", CONFIGS.resolve("dc-ae-f128c512-in-1.0.config.json"));
		configs.put("sd-vae", CONFIGS.resolve("sd-vae-f8c4.config.json"));
		configs.put("flux-vae", CONFIGS.resolve("sd3-flux-f8c16.config.json"));
		configs.put("embedded", EMBEDDED);
		return configs;
	}

	private void write(String commit) throws IOException {
		for (var model : published().entrySet()) {
			outlines(model.getKey(), model.getValue());
		}
		for (String fixture : FIXTURE_NAMES) {
			outlines(fixture, FIXTURES.resolve(fixture).resolve("config.json"));
			try (Checkpoint checkpoint = Checkpoint.open(new CheckpointSource.Directory(FIXTURES.resolve(fixture)))) {
				Compiler compiler = Compiler.of(checkpoint.config(), checkpoint::tensor, Precision.FP32);
				whole("whole/" + fixture + ".pt", compiler);
			}
		}
		entry("index.json", JsonMapper.builder().build().writerWithDefaultPrettyPrinter()
			.writeValueAsBytes(Map.of("commit", commit, "models", this.models)));
	}

	private void outlines(String name, Path json) throws IOException {
		byte[] bytes = Files.readAllBytes(json);
		AutoencoderConfig config = ConfigReader.read(bytes);
		this.models.put(name, describe(config, bytes));
		try (Arena arena = Arena.ofConfined()) {
			for (Precision precision : Precision.values()) {
				Compiler compiler = Compiler.of(config, zeros(config, arena), precision);
				outline("outlines/%s-%s/".formatted(name, precision.name().toLowerCase(Locale.ROOT)), compiler.outline());
			}
		}
	}

	private static Map<String, Object> describe(AutoencoderConfig config, byte[] json) {
		Map<String, Object> facts = new LinkedHashMap<>();
		facts.put("config", JsonMapper.builder().build().readTree(json));
		facts.put("ratio", config.ratio());
		facts.put("latent_channels", config.latentChannels());
		facts.put("samples", config.samples());
		facts.put("parameters", config.parameters());
		facts.put("peak", Map.of("encode", config.peakElementsPerPixel(Operation.ENCODE), "decode",
				config.peakElementsPerPixel(Operation.DECODE)));
		facts.put("gflop", Map.of("encode", gflop(config, true), "decode", gflop(config, false)));
		return facts;
	}

	/**
	 * The reference's arithmetic by the side of a square image.
	 */
	private static Map<String, Double> gflop(AutoencoderConfig config, boolean encoder) {
		Map<String, Double> sides = new LinkedHashMap<>();
		for (int side = 32; side <= LARGEST; side *= 2) {
			sides.put(Integer.toString(side), Arithmetic.gflop(config, encoder, side));
		}
		return sides;
	}

	/**
	 * Tensors of the right shapes that share one memory of zeros.
	 */
	private static Function<String, Tensor> zeros(AutoencoderConfig config, Arena arena) {
		SequencedMap<String, Shape> shapes = config.weights();
		long largest = shapes.values().stream().mapToLong(Shape::elements).max().orElseThrow();
		MemorySegment zeros = arena.allocate(largest * DType.F32.bytes());
		return (name) -> {
			Shape shape = shapes.get(name);
			if (shape == null) {
				throw new IllegalArgumentException("The config has no tensor " + name);
			}
			return new Tensor(DType.F32, shape, zeros.asSlice(0, Tensor.bytes(DType.F32, shape)));
		};
	}

	private void outline(String folder, Map<String, byte[]> files) throws IOException {
		for (Map.Entry<String, byte[]> file : files.entrySet()) {
			entry(folder + file.getKey(), file.getValue());
		}
	}

	private void whole(String name, Compiler compiler) throws IOException {
		try (FileChannel channel = FileChannel.open(this.scratch, StandardOpenOption.WRITE,
				StandardOpenOption.TRUNCATE_EXISTING)) {
			compiler.writeTo(channel);
		}
		entry(name, Files.readAllBytes(this.scratch));
	}

	private void entry(String name, byte[] content) throws IOException {
		this.zip.putNextEntry(new ZipEntry(name));
		this.zip.write(content);
		this.zip.closeEntry();
	}

}
