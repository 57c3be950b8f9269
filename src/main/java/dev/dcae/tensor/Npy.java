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
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A .npy file: one array behind a header that is a line of Python. Reads versions 1.0 to
 * 3.0, writes 1.0.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">
 * the format</a>
 */
public final class Npy {

	public static final String MEDIA_TYPE = "application/x-npy";

	private static final byte[] MAGIC = { (byte) 0x93, 'N', 'U', 'M', 'P', 'Y' };

	private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

	/** Longest header read, in bytes. NumPy's own writer needs some 100. */
	private static final int MAX_HEADER = 1 << 16;

	private static final int ALIGNMENT = 64;

	private Npy() {
	}

	/**
	 * Reads the bytes of a file. The tensor is a view of them.
	 * @throws TensorFormatException if they are not exactly one array of a supported type
	 * in row-major order
	 */
	public static Tensor parse(byte[] bytes) {
		return parse(MemorySegment.ofArray(bytes));
	}

	/**
	 * Reads the bytes of a file. The tensor is a view of them.
	 * @throws TensorFormatException if they are not exactly one array of a supported type
	 * in row-major order
	 */
	public static Tensor parse(MemorySegment bytes) {
		// The longer of the two preludes; the file of an empty array is longer still.
		int prelude = MAGIC.length + 2 + Integer.BYTES;
		if (bytes.byteSize() < prelude) {
			throw new TensorFormatException("%d bytes are too few for a .npy file".formatted(bytes.byteSize()));
		}
		if (!Arrays.equals(bytes.asSlice(0, MAGIC.length).toArray(ValueLayout.JAVA_BYTE), MAGIC)) {
			throw new TensorFormatException("Not a .npy file: it does not start with \\x93NUMPY");
		}
		int major = Byte.toUnsignedInt(bytes.get(ValueLayout.JAVA_BYTE, MAGIC.length));
		int minor = Byte.toUnsignedInt(bytes.get(ValueLayout.JAVA_BYTE, MAGIC.length + 1));
		if (major < 1 || major > 3 || minor != 0) {
			throw new TensorFormatException("Unknown .npy version %d.%d".formatted(major, minor));
		}
		long length;
		if (major == 1) {
			prelude -= Short.BYTES;
			length = Short.toUnsignedLong(bytes.get(Tensor.SHORT, MAGIC.length + 2));
		}
		else {
			length = Integer.toUnsignedLong(bytes.get(INT, MAGIC.length + 2));
		}
		if (length > MAX_HEADER) {
			throw new TensorFormatException(
					"A header of %d bytes is longer than the limit of %d".formatted(length, MAX_HEADER));
		}
		long rest = bytes.byteSize() - prelude;
		if (length > rest) {
			throw new TensorFormatException(
					"The header is cut: it takes %d bytes, of which the file has %d".formatted(length, rest));
		}
		return tensor(NpyHeaderParser.parse(text(bytes.asSlice(prelude, length), major)),
				bytes.asSlice(prelude + length));
	}

	private static String text(MemorySegment header, int version) {
		Charset charset = (version < 3) ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
		try {
			return charset.newDecoder().decode(ByteBuffer.wrap(header.toArray(ValueLayout.JAVA_BYTE))).toString();
		}
		catch (CharacterCodingException ex) {
			throw new TensorFormatException("The header is not " + charset, ex);
		}
	}

	private static Tensor tensor(NpyHeader header, MemorySegment data) {
		// With one dimension or none, both orders are the same.
		if (header.fortranOrder() && header.shape().rank() > 1) {
			throw new TensorFormatException(
					"The array of shape %s is in Fortran order; C order is read".formatted(header.shape()));
		}
		long expected;
		try {
			expected = Tensor.bytes(header.dtype(), header.shape());
		}
		catch (IllegalArgumentException ex) {
			throw new TensorFormatException("The header has an impossible shape: " + ex.getMessage(), ex);
		}
		if (data.byteSize() != expected) {
			String problem = (data.byteSize() < expected) ? "is cut" : "is followed by something else";
			throw new TensorFormatException("The array %s: %s of shape %s takes %d bytes, and %d are there"
				.formatted(problem, header.dtype(), header.shape(), expected, data.byteSize()));
		}
		return new Tensor(header.dtype(), header.shape(), data);
	}

	/**
	 * Tells if a file begins as an .npy does.
	 * @param start of the file
	 */
	public static boolean begins(byte[] start) {
		return start.length >= MAGIC.length && Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
	}

	/**
	 * The bytes of a file, as NumPy would write them.
	 * @throws IllegalArgumentException if the tensor is bfloat16, which the format has
	 * not, has more than 64 dimensions, or would not fit an array
	 */
	public static byte[] toBytes(Tensor tensor) {
		if (tensor.shape().rank() > Shape.MAX_RANK) {
			throw new IllegalArgumentException("NumPy has no arrays of %d dimensions".formatted(tensor.shape().rank()));
		}
		byte[] header = new NpyHeader(tensor.dtype(), false, tensor.shape()).toPython()
			.getBytes(StandardCharsets.ISO_8859_1);
		int prelude = MAGIC.length + 2 + Short.BYTES;
		// NumPy pads a line that already fits by a whole block.
		int padded = ((prelude + header.length + 1) / ALIGNMENT + 1) * ALIGNMENT;
		long size = padded + tensor.data().byteSize();
		if (size > Tensor.LARGEST_ARRAY) {
			throw new IllegalArgumentException("%d bytes do not fit an array".formatted(size));
		}
		byte[] file = new byte[(int) size];
		ByteBuffer front = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
		front.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) (padded - prelude)).put(header);
		Arrays.fill(file, front.position(), padded - 1, (byte) ' ');
		file[padded - 1] = '\n';
		MemorySegment.copy(tensor.data(), 0, MemorySegment.ofArray(file), padded, tensor.data().byteSize());
		return file;
	}

}
