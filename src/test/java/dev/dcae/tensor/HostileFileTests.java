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
package dev.dcae.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever the bytes: a reader answers, or refuses them as malformed, and takes no more
 * memory than a multiple of what it was given.
 */
class HostileFileTests {

	private static final int MUTANTS = 20_000;

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	@Test
	void mutantsOfASafetensorsFileAreReadOrRefused() {
		Map<String, Tensor> tensors = new LinkedHashMap<>();
		tensors.put("encoder.weight", Tensor.of(new Shape(2, 3), 0, 1, 2, 3, 4, 5));
		tensors.put("é", Tensor.zeros(DType.BF16, new Shape()));
		tensors.put("empty", Tensor.zeros(DType.I64, new Shape(0, 4)));
		byte[] file = Safetensors.toBytes(tensors, Map.of("format", "pt"));
		survive(file, (bytes) -> Safetensors.parse(MemorySegment.ofArray(bytes)));
	}

	@Test
	void mutantsOfANpyFileAreReadOrRefused() {
		survive(Npy.toBytes(Tensor.of(new Shape(2, 3), 0, 1, 2, 3, 4, 5)), Npy::parse);
	}

	static Stream<String> greedyHeaders() {
		return Stream.of("{\"a\":".repeat(100_000), "{\"a\":{\"shape\":" + "[".repeat(500_000),
				"{\"a\":{\"shape\":[" + "1,".repeat(500_000), "{\"a\":{\"shape\":[" + "1".repeat(500_000),
				"{\"" + "a".repeat(500_000), "{\"__metadata__\":{\"a\":\"" + "b".repeat(500_000) + "\"}}",
				"{\"a\":{\"dtype\":\"" + "b".repeat(500_000) + "\"}}", "{}" + " ".repeat(500_000),
				"{\"__metadata__\":{" + many("\"%d\":\"\"") + "}}",
				"{" + many("\"%d\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}") + "}");
	}

	@ParameterizedTest(name = "{index}")
	@MethodSource("greedyHeaders")
	void greedyHeaderTakesAMultipleOfItsOwnSize(String header) {
		byte[] file = SafetensorsTests.file(header, new byte[0]);
		survive(file, "greedy", (bytes) -> Safetensors.parse(MemorySegment.ofArray(bytes)));
	}

	private static String many(String entry) {
		return IntStream.range(0, 20_000).mapToObj(entry::formatted).collect(Collectors.joining(","));
	}

	private static void survive(byte[] file, Reader reader) {
		Random random = TestSeed.random(HostileFileTests.class);
		reader.read(file);
		int read = 0;
		for (int i = 0; i < MUTANTS; i++) {
			byte[] mutant = mutant(file, random);
			String context = "mutant %d of seed %d: %s".formatted(i, TestSeed.SEED, HexFormat.of().formatHex(mutant));
			if (survive(mutant, context, reader)) {
				read++;
			}
		}
		// Neither nothing nor everything: the mutations reach every depth.
		assertThat(read).isBetween(MUTANTS / 100, MUTANTS * 9 / 10);
	}

	private static boolean survive(byte[] bytes, String context, Reader reader) {
		long bound = (64 << 10) + 32L * bytes.length;
		long before = THREADS.getCurrentThreadAllocatedBytes();
		boolean read = true;
		try {
			reader.read(bytes);
		}
		catch (TensorFormatException ex) {
			read = false;
		}
		catch (RuntimeException | Error ex) {
			throw new AssertionError(context, ex);
		}
		long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
		if (allocated > bound) {
			// The first time may have loaded classes; a second time it counts.
			before = THREADS.getCurrentThreadAllocatedBytes();
			try {
				reader.read(bytes);
			}
			catch (TensorFormatException ex) {
				// As the first time.
			}
			allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
		}
		assertThat(allocated).as("allocated, %s", context).isLessThan(bound);
		return read;
	}

	private static byte[] mutant(byte[] file, Random random) {
		byte[] bytes = file.clone();
		for (int count = 1 + random.nextInt(3); count > 0 && bytes.length > 0; count--) {
			int at = random.nextInt(bytes.length);
			switch (random.nextInt(6)) {
				case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
				case 1 -> bytes[at] = (byte) random.nextInt(256);
				case 2 -> bytes[at] = (byte) "0123456789{}[]()\",:'-+.eE\\ \n".charAt(random.nextInt(28));
				case 3 -> bytes = Arrays.copyOf(bytes, at);
				case 4 -> bytes = spliced(bytes, at, random);
				default -> bytes = withLength(bytes, random);
			}
		}
		return bytes;
	}

	/**
	 * A file with a piece of itself, or of noise, inserted.
	 */
	private static byte[] spliced(byte[] bytes, int at, Random random) {
		byte[] piece = new byte[1 + random.nextInt(40)];
		if (random.nextBoolean()) {
			random.nextBytes(piece);
		}
		else {
			int from = random.nextInt(bytes.length);
			piece = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + piece.length));
		}
		byte[] longer = new byte[bytes.length + piece.length];
		System.arraycopy(bytes, 0, longer, 0, at);
		System.arraycopy(piece, 0, longer, at, piece.length);
		System.arraycopy(bytes, at, longer, at + piece.length, bytes.length - at);
		return longer;
	}

	/**
	 * A file with another length of its header, huge or a little off.
	 */
	private static byte[] withLength(byte[] bytes, Random random) {
		if (bytes.length >= 16) {
			ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
			// Safetensors has it in front, .npy behind its magic.
			int at = random.nextBoolean() ? 0 : 8;
			buffer.putLong(at, random.nextBoolean() ? random.nextLong() >>> random.nextInt(64)
					: buffer.getLong(at) + random.nextInt(5) - 2);
		}
		return bytes;
	}

	private interface Reader {

		Object read(byte[] bytes);

	}

}
