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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SafetensorsTests {

	/**
	 * A header as the reference implementation writes it: 64 bytes of header, 24 of data.
	 */
	private static final String REFERENCE_HEADER = """
			{"attn.0":{"dtype":"F32","shape":[1,2,3],"data_offsets":[0,24]}}""";

	@Test
	void fileOfTheReferenceImplementationIsReadAndWrittenByteForByte() {
		Tensor tensor = Tensor.of(new Shape(1, 2, 3), 0, 1, 2, 3, 4, 5);
		byte[] file = file(REFERENCE_HEADER, tensor.data().toArray(ValueLayout.JAVA_BYTE));
		Safetensors read = Safetensors.parse(MemorySegment.ofArray(file));
		assertThat(read.tensors()).containsOnlyKeys("attn.0");
		assertThat(tensor(read, "attn.0").toFloats()).containsExactly(0, 1, 2, 3, 4, 5);
		assertThat(read.metadata()).isEmpty();
		assertThat(Safetensors.toBytes(Map.of("attn.0", tensor), Map.of())).isEqualTo(file);
	}

	@Test
	void headerOfPyTorchIsReadInTheOrderOfTheData() {
		Safetensors read = Safetensors.parse(MemorySegment.ofArray(file("""
				{"__metadata__":{"format":"pt"},"b":{"dtype":"U8","shape":[2],"data_offsets":[4,6]},\
				"a":{"data_offsets":[0,4],"shape":[2, 1],"dtype":"BF16"},\
				"\\u00e9\\ud835\\udd4f\\"":{"dtype":"BOOL","shape":[],"data_offsets":[6,7]}}   \t\r
				""", new byte[] { (byte) 0x80, 0x3f, 0, (byte) 0xc0, 7, 8, 1 })));
		assertThat(read.tensors().keySet()).containsExactly("a", "b", "é𝕏\"");
		assertThat(tensor(read, "a").toFloats()).containsExactly(1, -2);
		assertThat(tensor(read, "b").data().toArray(ValueLayout.JAVA_BYTE)).containsExactly(7, 8);
		assertThat(tensor(read, "é𝕏\"").shape()).isEqualTo(new Shape());
		assertThat(read.metadata()).containsExactly(Map.entry("format", "pt"));
	}

	@Test
	void emptyTensorMayLieAtEitherEndOfItsNeighbour() {
		Safetensors read = Safetensors.parse(MemorySegment.ofArray(file("""
				{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},\
				"behind":{"dtype":"F32","shape":[0],"data_offsets":[4,4]},\
				"before":{"dtype":"F32","shape":[3,0],"data_offsets":[0,0]}}""", new byte[4])));
		assertThat(read.tensors().keySet()).containsExactly("before", "a", "behind");
	}

	@Test
	void anythingWrittenIsReadBack(@TempDir Path directory) throws IOException {
		Random random = TestSeed.random(SafetensorsTests.class);
		GeneratedTensors generated = new GeneratedTensors(random);
		for (int round = 0; round < 500; round++) {
			String context = "round %d of seed %d".formatted(round, TestSeed.SEED);
			Map<String, Tensor> tensors = generated.tensors();
			Map<String, String> metadata = generated.metadata();
			byte[] bytes = Safetensors.toBytes(tensors, metadata);
			assertSame(Safetensors.parse(MemorySegment.ofArray(bytes)), tensors, metadata, context);
			assertThat(ByteBuffer.wrap(bytes).get(0) % 8).as(context).isZero();
			DribblingChannel channel = new DribblingChannel();
			Safetensors.write(tensors, metadata, channel);
			assertThat(channel.bytes.toByteArray()).as(context).isEqualTo(bytes);
			if (round % 50 == 0) {
				Path file = Files.write(directory.resolve(round + ".safetensors"), bytes);
				try (Arena arena = Arena.ofConfined()) {
					assertSame(Safetensors.map(file, arena), tensors, metadata, context);
				}
			}
		}
	}

	@Test
	void everyTypeIsWrittenUnderItsName() {
		GeneratedTensors generated = new GeneratedTensors(TestSeed.random(SafetensorsTests.class));
		Map<String, Tensor> tensors = new LinkedHashMap<>();
		for (DType dtype : GeneratedTensors.KNOWN) {
			tensors.put(dtype.name(), generated.tensor(dtype));
		}
		Map<String, Tensor> read = Safetensors.parse(MemorySegment.ofArray(Safetensors.toBytes(tensors, Map.of())))
			.tensors();
		read.forEach((name, tensor) -> assertThat(tensor.dtype().name()).isEqualTo(name));
	}

	@Test
	void whatLiesBehindATensorOfAnyTypeIsFoundInAFile(@TempDir Path directory) throws IOException {
		byte[] bytes = file("""
				{"half":{"dtype":"F4","shape":[4],"data_offsets":[0,2]},\
				"six":{"dtype":"F6_E2M3","shape":[2,2],"data_offsets":[2,5]},\
				"eight":{"dtype":"F8_E4M3","shape":[2],"data_offsets":[5,7]},\
				"last":{"dtype":"U8","shape":[1],"data_offsets":[7,8]}}""", new byte[] { 0, 0, 0, 0, 0, 0, 0, 5 });
		try (Arena arena = Arena.ofConfined()) {
			Safetensors read = Safetensors.map(Files.write(directory.resolve("pipeline"), bytes), arena);
			assertThat(tensor(read, "last").toBytes()).containsExactly(5);
			assertThat(tensor(read, "eight").dtype().isFloat()).isFalse();
		}
		assertThatExceptionOfType(TensorFormatException.class)
			.isThrownBy(() -> Safetensors.parseAny(MemorySegment.ofArray(file("""
					{"a":{"dtype":"F4","shape":[3],"data_offsets":[0,2]}}""", new byte[2]))))
			.withMessageContaining("ends within a byte");
	}

	@Test
	void mappedTensorsAreTheFileItself(@TempDir Path directory) throws IOException {
		Path file = directory.resolve("weights.safetensors");
		Files.write(file, Safetensors.toBytes(Map.of("w", Tensor.of(new Shape(2), 1, 2)), Map.of()));
		MemorySegment data;
		try (Arena arena = Arena.ofConfined()) {
			data = tensor(Safetensors.map(file, arena), "w").data();
			assertThat(data.isMapped()).isTrue();
			assertThat(data.isReadOnly()).isTrue();
		}
		assertThat(data.scope().isAlive()).isFalse();
	}

	@Test
	void parsedTensorsShareTheMemoryGiven() {
		byte[] bytes = Safetensors.toBytes(Map.of("w", Tensor.ofBytes(new Shape(1), new byte[] { 1 })), Map.of());
		Tensor tensor = tensor(Safetensors.parse(MemorySegment.ofArray(bytes)), "w");
		bytes[bytes.length - 1] = 9;
		assertThat(tensor.data().get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 9);
	}

	@Test
	void messageAboutAFileNamesTheFile(@TempDir Path directory) throws IOException {
		Path file = Files.write(directory.resolve("broken.safetensors"), new byte[3]);
		Path empty = Files.createFile(directory.resolve("empty.safetensors"));
		try (Arena arena = Arena.ofConfined()) {
			assertThatExceptionOfType(TensorFormatException.class).isThrownBy(() -> Safetensors.map(file, arena))
				.withMessageStartingWith("broken.safetensors: ");
			assertThatExceptionOfType(TensorFormatException.class).isThrownBy(() -> Safetensors.map(empty, arena))
				.withMessageStartingWith("empty.safetensors: ");
			assertThatExceptionOfType(IOException.class)
				.isThrownBy(() -> Safetensors.map(directory.resolve("missing"), arena));
		}
	}

	@Test
	void memoryOfAnyKindIsWritten() throws IOException {
		try (Arena arena = Arena.ofConfined()) {
			// Large enough to pass through in several pieces.
			int count = 100_000;
			MemorySegment floats = MemorySegment.ofArray(new float[count]);
			MemorySegment off = arena.allocate(4L * count);
			for (int i = 0; i < count; i++) {
				floats.set(Tensor.FLOAT, 4L * i, i);
				off.set(Tensor.FLOAT, 4L * i, -i);
			}
			Map<String, Tensor> tensors = new LinkedHashMap<>();
			tensors.put("heap", new Tensor(DType.F32, new Shape(count), floats));
			tensors.put("native", new Tensor(DType.F32, new Shape(count), off.asReadOnly()));
			DribblingChannel channel = new DribblingChannel();
			Safetensors.write(tensors, Map.of(), channel);
			assertThat(channel.bytes.toByteArray()).isEqualTo(Safetensors.toBytes(tensors, Map.of()));
			assertSame(Safetensors.parse(MemorySegment.ofArray(channel.bytes.toByteArray())), tensors, Map.of(), "");
		}
	}

	@Test
	void resultsCannotBeChanged() {
		Safetensors read = Safetensors
			.parse(MemorySegment.ofArray(Safetensors.toBytes(Map.of(), Map.of("format", "pt"))));
		assertThat(read.tensors()).isUnmodifiable();
		assertThat(read.metadata()).isUnmodifiable();
	}

	@Test
	void namesThatNoReaderWouldFindAreNotWritten() {
		Tensor tensor = Tensor.of(new Shape(1), 1);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Safetensors.toBytes(Map.of("__metadata__", tensor), Map.of()))
			.withMessageContaining("__metadata__");
		assertThatIllegalArgumentException().isThrownBy(() -> Safetensors.toBytes(Map.of("a\ud835", tensor), Map.of()))
			.withMessageContaining("surrogate");
		assertThatIllegalArgumentException().isThrownBy(() -> Safetensors.toBytes(Map.of(), Map.of("a", "\udd4f")))
			.withMessageContaining("surrogate");
	}

	private static void assertSame(Safetensors read, Map<String, Tensor> tensors, Map<String, String> metadata,
			String context) {
		assertThat(read.metadata()).as(context).isEqualTo(metadata);
		List<String> names = new ArrayList<>(tensors.keySet());
		assertThat(new ArrayList<>(read.tensors().keySet())).as(context).isEqualTo(names);
		tensors.forEach((name, expected) -> {
			Tensor tensor = tensor(read, name);
			assertThat(tensor.dtype()).as(context).isEqualTo(expected.dtype());
			assertThat(tensor.shape()).as(context).isEqualTo(expected.shape());
			assertThat(tensor.data().mismatch(expected.data())).as(context).isEqualTo(-1);
		});
	}

	private static Tensor tensor(Safetensors file, String name) {
		return Objects.requireNonNull(file.tensors().get(name));
	}

	static byte[] file(String header, byte[] data) {
		return file(header.getBytes(StandardCharsets.UTF_8), data);
	}

	static byte[] file(byte[] header, byte[] data) {
		ByteBuffer file = ByteBuffer.allocate(8 + header.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
		return file.putLong(header.length).put(header).put(data).array();
	}

	/**
	 * Takes a few bytes at a time, as a socket may.
	 */
	private static final class DribblingChannel implements WritableByteChannel {

		private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

		@Override
		public int write(ByteBuffer source) {
			byte[] piece = new byte[Math.min(source.remaining(), 1021)];
			source.get(piece);
			this.bytes.writeBytes(piece);
			return piece.length;
		}

		@Override
		public boolean isOpen() {
			return true;
		}

		@Override
		public void close() {
		}

	}

}
