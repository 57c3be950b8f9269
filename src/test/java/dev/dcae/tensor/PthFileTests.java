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

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

/**
 * Files of {@code torch.save}: tensors are read, and nothing else is done.
 */
class PthFileTests {

	private static final int MUTATIONS = 10_000;

	private static final long[] NONE = {};

	@TempDir
	Path temp;

	@Test
	void aFileOfPyTorchIsReadAsSafetensorsOfTheSameTensorsAre() throws IOException {
		Path folder = Path.of("src/test/resources/fixtures/tiny-taesana/checkpoint");
		Map<String, Tensor> tensors = PthFile.read(folder.resolve("taesana_encoder.pth"));
		assertThat(tensors).hasSize(69);
		Tensor first = Objects.requireNonNull(tensors.get("0.weight"));
		assertThat(first.dtype()).isEqualTo(DType.F16);
		assertThat(first.shape()).isEqualTo(new Shape(6, 3, 3, 3));
		assertThat(first.isFinite()).isTrue();
	}

	@Test
	void viewsShareTheirStorage() throws IOException {
		Map<String, Tensor> tensors = read(good().zip());
		assertThat(tensors.keySet()).containsExactly("rows", "columns", "middle", "scalar", "empty");
		assertThat(floats(tensors, "rows")).containsExactly(0, 1, 2, 3, 4, 5);
		assertThat(floats(tensors, "columns")).containsExactly(0, 3, 1, 4, 2, 5);
		assertThat(Objects.requireNonNull(tensors.get("columns")).shape()).isEqualTo(new Shape(3, 2));
		assertThat(floats(tensors, "middle")).containsExactly(2, 3);
		assertThat(floats(tensors, "scalar")).containsExactly(5);
		assertThat(floats(tensors, "empty")).isEmpty();
	}

	/**
	 * As a module's {@code state_dict} is: ordered, with the versions of its parts.
	 */
	@Test
	void anOrderedDictionaryMayHaveAttributes() throws IOException {
		PthBuilder builder = new PthBuilder().bytes(0x80, 2)
			.ascii("ccollections\nOrderedDict\n")
			.bytes(')', 'R', 'q', 0, '(')
			.view("a", "0", 2, 0, new long[] { 2 }, new long[] { 1 })
			.bytes('u', '}', 'q', 1)
			.text("_metadata")
			.ascii("ccollections\nOrderedDict\n")
			.bytes(')', 'R', '(')
			.text("conv")
			.bytes('}')
			.text("version")
			.bytes('K', 1, 's', 'u', 's', 'b', '.')
			.storage("0", 2);
		assertThat(floats(read(builder.zip()), "a")).containsExactly(0, 1);
	}

	static Stream<Arguments> hostile() {
		return Stream.of(
				argumentSet("calls a shell", "'posix.system'",
						PthBuilder.begun().text("a").ascii("cposix\nsystem\n").text("id").bytes(0x85, 'R').ended()),
				argumentSet("calls a shell by another name", "'os.system'",
						PthBuilder.begun().text("a").ascii("cos\nsystem\n(").text("id").bytes('t', 'R').ended()),
				argumentSet("evaluates", "'builtins.eval'",
						PthBuilder.begun().text("a").ascii("cbuiltins\neval\n").text("1").bytes(0x85, 'R').ended()),
				argumentSet("evaluates as Python 2 did", "'__builtin__.eval'",
						PthBuilder.begun().text("a").ascii("c__builtin__\neval\n").text("1").bytes(0x85, 'R').ended()),
				argumentSet("names what only begins like a storage", "'torch.FloatStorageX'",
						PthBuilder.begun().text("a").ascii("ctorch\nFloatStorageX\n").ended()),
				argumentSet("reaches a function through a storage's module", "'torch.hub.load'",
						PthBuilder.begun().text("a").ascii("ctorch.hub\nload\n").ended()),
				argumentSet("rebuilds by another function", "'torch._utils._rebuild_tensor_v3'",
						PthBuilder.begun().text("a").ascii("ctorch._utils\n_rebuild_tensor_v3\n").ended()),
				argumentSet("forges a line of a log", "'a?b.c'",
						PthBuilder.begun().text("a").ascii("ca\rb\nc\n").ended()),
				argumentSet("makes an instance the old way", "opcode 0x69",
						PthBuilder.begun().text("a").ascii("(ios\nsystem\n").ended()),
				argumentSet("makes an object", "opcode 0x6f",
						PthBuilder.begun()
							.text("a")
							.bytes('(')
							.ascii("ccollections\nOrderedDict\n")
							.bytes('o')
							.ended()),
				argumentSet("makes a new object", "opcode 0x81",
						PthBuilder.begun().text("a").ascii("ccollections\nOrderedDict\n").bytes(')', 0x81).ended()),
				argumentSet("names a global from the stack", "opcode 0x93",
						PthBuilder.begun().text("a").text("os").text("system").bytes(0x93).ended()),
				argumentSet("uses an extension's code", "opcode 0x82",
						PthBuilder.begun().text("a").bytes(0x82, 1).ended()),
				argumentSet("refers to a thing by a line", "opcode 0x50",
						PthBuilder.begun().text("a").ascii("Pstorage\n").ended()),
				argumentSet("gives a dictionary attributes by BUILD", "builds something",
						PthBuilder.begun().text("a").bytes('}', '}', 'b').ended()),
				argumentSet("calls a dictionary", "calls something",
						PthBuilder.begun().text("a").bytes('}', ')', 'R').ended()),
				argumentSet("calls a storage", "calls something",
						PthBuilder.begun().text("a").ascii("ctorch\nFloatStorage\n").bytes(')', 'R').ended()),
				argumentSet("fills an ordered dictionary by its call", "calls something",
						PthBuilder.begun()
							.text("a")
							.ascii("ccollections\nOrderedDict\n")
							.bytes('(', '}', 't', 'R')
							.ended()),
				argumentSet("gives a tensor hooks", "whose parts",
						PthBuilder.begun()
							.text("a")
							.ascii("ctorch._utils\n_rebuild_tensor_v2\n")
							.bytes('(', '(')
							.text("storage")
							.ascii("ctorch\nFloatStorage\n")
							.text("0")
							.text("cpu")
							.integer(2)
							.bytes('t', 'Q')
							.integer(0)
							.tuple(2)
							.tuple(1)
							.bytes(0x89)
							.bytes('}')
							.text("hook")
							.text("x")
							.bytes('s', 't', 'R')
							.ended()),
				argumentSet("holds a list", "opcode 0x5d", PthBuilder.begun().text("a").bytes(']').ended()),
				argumentSet("holds no tensor", "Tensor 'a' is no tensor",
						PthBuilder.begun().text("a").integer(1).ended()),
				argumentSet("holds a dictionary of tensors", "Tensor 'a' is no tensor",
						PthBuilder.begun().text("a").bytes('}').ended()),
				argumentSet("has one name twice", "'a' is there twice",
						PthBuilder.begun()
							.view("a", "0", 2, 0, new long[] { 2 }, new long[] { 1 })
							.view("a", "0", 2, 0, new long[] { 2 }, new long[] { 1 })
							.ended()),
				argumentSet("holds itself", "is there twice",
						new PthBuilder().bytes(0x80, 2, '}', 'q', 0).text("a").bytes('h', 0, 's', '.')),
				argumentSet("is of another protocol", "protocol 4", new PthBuilder().bytes(0x80, 4, '}', '.')),
				argumentSet("takes from nothing", "empty stack", new PthBuilder().bytes(0x80, 2, 'R', '.')),
				argumentSet("takes what is below a mark", "empty stack",
						new PthBuilder().bytes(0x80, 2, '}', '(', 'Q', '.')),
				argumentSet("has no mark", "no mark", new PthBuilder().bytes(0x80, 2, '}', 'u', '.')),
				argumentSet("remembers nothing", "remembers nothing", new PthBuilder().bytes(0x80, 2, 'h', 7, '.')),
				argumentSet("never ends", "ends too early", new PthBuilder().bytes(0x80, 2, '}')),
				argumentSet("has a text longer than itself", "ends too early",
						new PthBuilder().bytes(0x80, 2, 'X', 255, 255, 255, 255)),
				argumentSet("has a text that is none", "not UTF-8",
						new PthBuilder().bytes(0x80, 2, 'X', 1, 0, 0, 0, 0xff, '.')),
				argumentSet("has a number of a kilobyte", "number of 200 bytes",
						new PthBuilder().bytes(0x80, 2, 0x8a, 200)),
				argumentSet("is larger than its storage", "does not lie within",
						PthBuilder.begun().view("a", "0", 2, 0, new long[] { 3 }, new long[] { 1 }).ended()),
				argumentSet("begins before its storage", "does not lie within",
						PthBuilder.begun().view("a", "0", 2, -1, new long[] { 2 }, new long[] { 1 }).ended()),
				argumentSet("goes backwards", "does not lie within",
						PthBuilder.begun().view("a", "0", 2, 1, new long[] { 2 }, new long[] { -1 }).ended()),
				argumentSet("is one number repeated for ever", "does not lie within",
						PthBuilder.begun()
							.view("a", "0", 2, 0, new long[] { 1 << 20, 1 << 20, 1 << 10 }, new long[] { 0, 0, 0 })
							.ended()),
				argumentSet("overflows", "does not lie within",
						PthBuilder.begun()
							.view("a", "0", 2, 0, new long[] { Long.MAX_VALUE, 2 }, new long[] { 1, 1 })
							.ended()),
				argumentSet("has a negative size", "does not lie within",
						PthBuilder.begun().view("a", "0", 2, 0, new long[] { -2 }, new long[] { 1 }).ended()),
				argumentSet("has fewer strides than sizes", "2 dimensions and 1 strides",
						PthBuilder.begun().view("a", "0", 2, 0, new long[] { 1, 2 }, new long[] { 1 }).ended()),
				argumentSet("has a storage that is not there", "no storage '9'",
						PthBuilder.begun().view("a", "9", 2, 0, new long[] { 2 }, new long[] { 1 }).ended()),
				argumentSet("has a storage elsewhere", "no storage '../../x'",
						PthBuilder.begun().view("a", "../../x", 2, 0, new long[] { 2 }, new long[] { 1 }).ended()),
				argumentSet("says another size of its storage", "not 3 elements of float32",
						PthBuilder.begun().view("a", "0", 3, 0, new long[] { 2 }, new long[] { 1 }).ended()));
	}

	@ParameterizedTest
	@MethodSource("hostile")
	void aHostilePickleIsRefusedByName(String message, PthBuilder builder) {
		assertThatExceptionOfType(TensorFormatException.class).isThrownBy(() -> read(builder.storage("0", 2).zip()))
			.withMessageContaining(message);
	}

	@Test
	void whatIsNoZipOfOnePickleIsRefused() {
		assertRefused("not a zip".getBytes(StandardCharsets.US_ASCII), "no zip");
		assertRefused(new byte[0], "no zip");
		// As torch.save wrote before 1.6.
		assertRefused(new byte[] { (byte) 0x80, 2, (byte) 0x8a, 10, 0x6c, (byte) 0xfc }, "no zip");
		assertRefused(PthBuilder.zip(Map.of("a", new byte[1]), ZipEntry.STORED), "0 pickles");
		Map<String, byte[]> two = new LinkedHashMap<>();
		two.put("a/data.pkl", good().pickle());
		two.put("b/data.pkl", good().pickle());
		assertRefused(PthBuilder.zip(two, ZipEntry.STORED), "2 pickles");
	}

	/**
	 * Little that is compressed may become much.
	 */
	@Test
	void compressedEntriesAreRefused() {
		assertRefused(PthBuilder.zip(Map.of("a/data.pkl", new byte[1 << 20]), ZipEntry.DEFLATED), "compressed");
	}

	@Test
	void bigEndianNumbersAreRefused() {
		assertRefused(PthBuilder.zip(
				Map.of("a/data.pkl", good().pickle(), "a/byteorder", "big".getBytes(StandardCharsets.US_ASCII)),
				ZipEntry.STORED), "little-endian");
	}

	@Test
	void aByteThatChangedIsFound() {
		byte[] file = good().zip();
		// The first number of the storage.
		int at = indexOf(file, new byte[] { 0, 0, (byte) 0x80, 0x3f });
		file[at] ^= 1;
		assertRefused(file, "damaged");
	}

	/**
	 * Many tensors that are each a copy of the same storage.
	 */
	@Test
	void copiesOfOneStorageDoNotAddUp() {
		PthBuilder builder = PthBuilder.begun().storage("0", 10_000);
		for (int i = 0; i < 1000; i++) {
			builder.view("t" + i, "0", 10_000, 0, new long[] { 100, 100 }, new long[] { 1, 100 });
		}
		assertRefused(builder.ended().zip(), "more than its own size");
	}

	/**
	 * Half of the files have bytes changed anywhere, half have a changed pickle in a
	 * sound zip. Each is read or refused, at once and in little memory.
	 */
	@Test
	void tenThousandMutatedFilesAreReadOrRefused() throws IOException {
		Random random = TestSeed.random(PthFileTests.class);
		PthBuilder builder = good();
		byte[] whole = builder.zip();
		byte[] pickle = builder.pickle();
		Path file = this.temp.resolve("mutated.pth");
		int refused = 0;
		long most = 0;
		var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
		for (int i = 0; i < MUTATIONS; i++) {
			byte[] mutated = (i % 2 == 0) ? mutated(whole, random) : builder.zip(mutated(pickle, random));
			Files.write(file, mutated);
			long before = threads.getCurrentThreadAllocatedBytes();
			try {
				PthFile.read(file).values().forEach(Tensor::isFinite);
			}
			catch (TensorFormatException ex) {
				refused++;
				assertThat(ex.getMessage()).hasSizeLessThan(400).doesNotContain("\n");
			}
			most = Math.max(most, threads.getCurrentThreadAllocatedBytes() - before);
		}
		assertThat(refused).isBetween(MUTATIONS / 2, MUTATIONS - 1);
		assertThat(most).isLessThan(4 << 20);
	}

	private static byte[] mutated(byte[] original, Random random) {
		byte[] bytes = original.clone();
		for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
			int at = random.nextInt(bytes.length);
			switch (random.nextInt(4)) {
				case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
				case 1 -> bytes[at] = (byte) random.nextInt();
				case 2 -> {
					int from = random.nextInt(bytes.length);
					int length = random.nextInt(1, 16);
					System.arraycopy(original, Math.min(from, original.length - length), bytes,
							Math.min(at, bytes.length - length), length);
				}
				default -> bytes = java.util.Arrays.copyOf(bytes, Math.max(32, bytes.length - random.nextInt(8)));
			}
		}
		return bytes;
	}

	private static PthBuilder good() {
		return PthBuilder.begun()
			.view("rows", "0", 6, 0, new long[] { 2, 3 }, new long[] { 3, 1 })
			.view("columns", "0", 6, 0, new long[] { 3, 2 }, new long[] { 1, 3 })
			.view("middle", "0", 6, 2, new long[] { 2 }, new long[] { 1 })
			.view("scalar", "0", 6, 5, NONE, NONE)
			.view("empty", "0", 6, 6, new long[] { 0, 4 }, new long[] { 4, 1 })
			.ended()
			.storage("0", 6);
	}

	private static int indexOf(byte[] bytes, byte[] part) {
		for (int i = 0; i + part.length <= bytes.length; i++) {
			if (java.util.Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
				return i;
			}
		}
		throw new AssertionError("Not there");
	}

	private static float[] floats(Map<String, Tensor> tensors, String name) {
		return Objects.requireNonNull(tensors.get(name), name).toFloats();
	}

	private void assertRefused(byte[] file, String message) {
		assertThatExceptionOfType(TensorFormatException.class).isThrownBy(() -> read(file))
			.withMessageContaining(message);
	}

	private Map<String, Tensor> read(byte[] bytes) throws IOException {
		Path file = Files.write(this.temp.resolve("model.pth"), bytes);
		return PthFile.read(file);
	}

}
