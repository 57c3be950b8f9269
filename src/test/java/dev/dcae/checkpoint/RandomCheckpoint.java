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
package dev.dcae.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.StringJoiner;

import dev.dcae.model.AutoencoderConfig;
import dev.dcae.model.ConfigJson;
import dev.dcae.tensor.Safetensors;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * Checkpoints of random numbers, for any config: weights scaled by their fan-in, so that
 * activations stay about 1 through any depth, and biases, norms and running statistics
 * that are far enough from 0 and 1 to be missed if they were not applied. Equal seeds
 * give equal tensors, whatever else a model has: two models of one seed and equal
 * encoders have equal encoder weights.
 */
public final class RandomCheckpoint {

	private static final String COUNTER = ".num_batches_tracked";

	private RandomCheckpoint() {
	}

	/**
	 * Writes {@code config.json} and one float32 file into a folder, streamed: a model
	 * may be larger than the heap.
	 */
	public static void write(Path folder, ConfigJson config, long seed) throws IOException {
		write(folder, config, config.readAny(), seed);
	}

	/**
	 * The same of a model that its text does not say all of.
	 */
	public static void write(Path folder, ConfigJson config, AutoencoderConfig whole, long seed) throws IOException {
		Files.createDirectories(folder);
		Files.write(folder.resolve("config.json"), config.bytes());
		try (FileChannel channel = FileChannel.open(folder.resolve("diffusion_pytorch_model.safetensors"),
				StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
			write(whole.weights(), seed, channel);
		}
	}

	/**
	 * The same tensors in the heap.
	 */
	public static Map<String, Tensor> tensors(ConfigJson config, long seed) throws IOException {
		return tensors(config.readAny(), seed);
	}

	/**
	 * Those of a config that no text says.
	 */
	public static Map<String, Tensor> tensors(AutoencoderConfig config, long seed) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		write(config.weights(), seed, Channels.newChannel(bytes));
		return Safetensors.parse(MemorySegment.ofArray(bytes.toByteArray())).tensors();
	}

	private static void write(Map<String, Shape> weights, long seed, WritableByteChannel out) throws IOException {
		StringJoiner entries = new StringJoiner(",", "{", "}");
		long begin = 0;
		for (Map.Entry<String, Shape> weight : weights.entrySet()) {
			boolean counter = weight.getKey().endsWith(COUNTER);
			long end = begin + weight.getValue().elements() * (counter ? Long.BYTES : Float.BYTES);
			entries.add("\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}".formatted(weight.getKey(),
					counter ? "I64" : "F32", weight.getValue(), begin, end));
			begin = end;
		}
		byte[] header = entries.toString().getBytes(StandardCharsets.UTF_8);
		ByteBuffer chunk = ByteBuffer.allocateDirect(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
		chunk.putLong(header.length);
		drain(chunk, out);
		out.write(ByteBuffer.wrap(header));
		for (Map.Entry<String, Shape> weight : weights.entrySet()) {
			if (weight.getKey().endsWith(COUNTER)) {
				chunk.putLong(1000);
			}
			else {
				values(weight.getKey(), weight.getValue(), seed, chunk, out);
			}
			drain(chunk, out);
		}
	}

	private static void values(String name, Shape shape, long seed, ByteBuffer chunk, WritableByteChannel out)
			throws IOException {
		boolean norm = name.endsWith(".gamma");
		boolean factor = norm || shape.rank() == 1 && (name.endsWith(".weight") || name.endsWith(".running_var"));
		float centre = factor ? 1f : 0f;
		// Of uniform numbers from -a to a the variance is a² / 3.
		float spread = (norm || shape.rank() == 1) ? 0.4f : (float) Math.sqrt(3.0 / shape.tail().elements());
		SplittableRandom random = new SplittableRandom(seed * 31 + name.hashCode());
		for (long left = shape.elements(); left > 0; left--) {
			if (!chunk.hasRemaining()) {
				drain(chunk, out);
			}
			chunk.putFloat(centre + spread * (random.nextInt() * 0x1p-31f));
		}
	}

	private static void drain(ByteBuffer chunk, WritableByteChannel out) throws IOException {
		chunk.flip();
		while (chunk.hasRemaining()) {
			out.write(chunk);
		}
		chunk.clear();
	}

}
