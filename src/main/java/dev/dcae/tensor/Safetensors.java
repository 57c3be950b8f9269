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
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A safetensors file: named tensors behind a JSON header. Eight bytes of header length,
 * the header, then the tensors without holes. Reading copies no tensor: each is a view of
 * the memory given.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">the format</a>
 */
public final class Safetensors {

	public static final String MEDIA_TYPE = "application/x-safetensors";

	private static final List<DType> ANY = List.of(DType.values());

	private static final List<DType> KNOWN = ANY.stream().filter(DType::isKnown).toList();

	private static final ValueLayout.OfLong LENGTH = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

	private final Map<String, Tensor> tensors;

	private final Map<String, String> metadata;

	private Safetensors(Map<String, Tensor> tensors, Map<String, String> metadata) {
		this.tensors = tensors;
		this.metadata = metadata;
	}

	/**
	 * Tells if a file begins as a safetensors file does: eight bytes of length, of which
	 * the last are zero, and JSON.
	 * @param start of the file
	 */
	public static boolean begins(byte[] start) {
		return start.length > Long.BYTES && start[Long.BYTES - 2] == 0 && start[Long.BYTES - 1] == 0
				&& start[Long.BYTES] == '{';
	}

	/**
	 * Maps a file into memory, read-only, with tensors of any type. The tensors live as
	 * long as the arena, and nobody may shorten the file meanwhile.
	 * @throws TensorFormatException if it is not a whole and valid safetensors file
	 * @throws IOException if it cannot be read
	 */
	public static Safetensors map(Path file, Arena arena) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
			return parseAny(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
		}
		catch (TensorFormatException ex) {
			throw new TensorFormatException(file.getFileName() + ": " + ex.getMessage(), ex);
		}
	}

	/**
	 * The length of the header of a file, as far as it is there: what is parsed, whatever
	 * the rest is.
	 */
	public static long headerBytes(MemorySegment bytes) {
		long rest = bytes.byteSize() - Long.BYTES;
		long length = (rest >= 0) ? bytes.get(LENGTH, 0) : 0;
		return (Long.compareUnsigned(length, Math.max(rest, 0)) <= 0) ? length : 0;
	}

	/**
	 * Reads the bytes of a file. The tensors are views of them.
	 * @throws TensorFormatException if they are not a whole and valid safetensors file,
	 * or a tensor has a type that is not {@linkplain DType#isKnown() known}
	 */
	public static Safetensors parse(MemorySegment bytes) {
		return parse(bytes, KNOWN);
	}

	/**
	 * Reads the bytes of a file with tensors of any type, as that of a whole pipeline
	 * has. They are views of them.
	 * @throws TensorFormatException if they are not a whole and valid safetensors file
	 */
	public static Safetensors parseAny(MemorySegment bytes) {
		return parse(bytes, ANY);
	}

	private static Safetensors parse(MemorySegment bytes, List<DType> types) {
		long rest = bytes.byteSize() - Long.BYTES;
		if (rest < 0) {
			throw new TensorFormatException("%d bytes are too few for a safetensors file".formatted(bytes.byteSize()));
		}
		// The format counts in unsigned 64 bits.
		long length = bytes.get(LENGTH, 0);
		if (Long.compareUnsigned(length, SafetensorsHeader.MAX_BYTES) > 0) {
			throw new TensorFormatException(
					"A header of %s bytes is longer than the limit of %d: not a safetensors file"
						.formatted(Long.toUnsignedString(length), SafetensorsHeader.MAX_BYTES));
		}
		if (length > rest) {
			throw new TensorFormatException(
					"The header is cut: it takes %d bytes, of which the file has %d".formatted(length, rest));
		}
		SafetensorsHeader header = SafetensorsHeaderParser
			.parse(bytes.asSlice(Long.BYTES, length).toArray(ValueLayout.JAVA_BYTE), types);
		return new Safetensors(tensors(header.entries(), bytes.asSlice(Long.BYTES + length)), header.metadata());
	}

	private static Map<String, Tensor> tensors(List<SafetensorsHeader.Entry> entries, MemorySegment data) {
		List<SafetensorsHeader.Entry> inOrder = entries.stream()
			.sorted(Comparator.comparingLong(SafetensorsHeader.Entry::begin)
				.thenComparingLong(SafetensorsHeader.Entry::end))
			.toList();
		Map<String, Tensor> tensors = new LinkedHashMap<>();
		long next = 0;
		for (SafetensorsHeader.Entry entry : inOrder) {
			if (entry.begin() != next) {
				String problem = (entry.begin() < next) ? "overlaps the tensor before it, which ends"
						: "leaves a hole behind the data before it, which ends";
				throw TensorFormatException.of(entry.name(),
						"begins at byte %d of the data and %s at %d".formatted(entry.begin(), problem, next));
			}
			if (entry.end() > data.byteSize()) {
				throw TensorFormatException.of(entry.name(),
						"is cut: it ends at byte %d of the data, of which %d are there".formatted(entry.end(),
								data.byteSize()));
			}
			tensors.put(entry.name(),
					new Tensor(entry.dtype(), entry.shape(), data.asSlice(entry.begin(), entry.end() - entry.begin())));
			next = entry.end();
		}
		if (next != data.byteSize()) {
			throw new TensorFormatException(
					"%d bytes follow the last tensor and belong to none".formatted(data.byteSize() - next));
		}
		return Collections.unmodifiableMap(tensors);
	}

	/**
	 * The tensors by name, in the order of their data. Unmodifiable.
	 */
	public Map<String, Tensor> tensors() {
		return this.tensors;
	}

	/**
	 * The free text beside the tensors, empty if there is none. Unmodifiable.
	 */
	public Map<String, String> metadata() {
		return this.metadata;
	}

	/**
	 * Writes a file, the tensors in the order of the map. Holds no tensor in the heap:
	 * their bytes pass through in small pieces.
	 * @throws IllegalArgumentException if a name cannot be written
	 * @throws IOException if the channel fails
	 */
	public static void write(Map<String, Tensor> tensors, Map<String, String> metadata, WritableByteChannel out)
			throws IOException {
		SafetensorsWriter writer = new SafetensorsWriter(types(tensors), metadata, out);
		for (Tensor tensor : tensors.values()) {
			writer.write(tensor);
		}
	}

	private static SequencedMap<String, TensorType> types(Map<String, Tensor> tensors) {
		SequencedMap<String, TensorType> types = new LinkedHashMap<>();
		tensors.forEach((name, tensor) -> types.put(name, tensor.type()));
		return types;
	}

	/**
	 * The bytes of a file, the tensors in the order of the map.
	 * @throws IllegalArgumentException if a name cannot be written, or the file would not
	 * fit an array
	 */
	public static byte[] toBytes(Map<String, Tensor> tensors, Map<String, String> metadata) {
		byte[] json = SafetensorsHeader.toJson(types(tensors), metadata);
		long size = Long.BYTES + (long) json.length;
		for (Tensor tensor : tensors.values()) {
			size += tensor.data().byteSize();
		}
		if (size > Tensor.LARGEST_ARRAY) {
			throw new IllegalArgumentException("%d bytes do not fit an array".formatted(size));
		}
		MemorySegment file = MemorySegment.ofArray(new byte[(int) size]);
		file.set(LENGTH, 0, json.length);
		long at = Long.BYTES;
		MemorySegment.copy(MemorySegment.ofArray(json), 0, file, at, json.length);
		at += json.length;
		for (Tensor tensor : tensors.values()) {
			MemorySegment.copy(tensor.data(), 0, file, at, tensor.data().byteSize());
			at += tensor.data().byteSize();
		}
		return (byte[]) file.heapBase().orElseThrow();
	}

}
