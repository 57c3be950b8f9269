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
package dev.dcae.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes any PNG, also wrong ones.
 */
public final class PngBuilder {

	private static final int[][] ADAM7 = { { 0, 0, 8, 8 }, { 4, 0, 8, 8 }, { 0, 4, 4, 8 }, { 2, 0, 4, 4 },
			{ 0, 2, 2, 4 }, { 1, 0, 2, 2 }, { 0, 1, 1, 2 } };

	private final ByteArrayOutputStream file = new ByteArrayOutputStream();

	private final int width;

	private final int height;

	private final int depth;

	private final int samples;

	private final boolean interlaced;

	public PngBuilder(int width, int height, int depth, int colourType, boolean interlaced) {
		this.width = width;
		this.height = height;
		this.depth = depth;
		this.samples = new int[] { 1, 0, 3, 1, 2, 0, 4 }[colourType];
		this.interlaced = interlaced;
		this.file.writeBytes(new byte[] { (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' });
		chunk("IHDR",
				ByteBuffer.allocate(13)
					.putInt(width)
					.putInt(height)
					.put((byte) depth)
					.put((byte) colourType)
					.putShort((short) 0)
					.put((byte) (interlaced ? 1 : 0))
					.array());
	}

	/**
	 * The file that Pillow writes of a black square.
	 */
	public static byte[] black(int side) {
		return rgb(side, side).chunk("IDAT", deflate(new byte[(3 * side + 1) * side])).end();
	}

	public static PngBuilder rgb(int width, int height) {
		return new PngBuilder(width, height, 8, 2, false);
	}

	public PngBuilder chunk(String type, byte... data) {
		byte[] typeAndData = concatenate(type.getBytes(StandardCharsets.US_ASCII), data);
		CRC32 crc = new CRC32();
		crc.update(typeAndData);
		this.file.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
		this.file.writeBytes(typeAndData);
		this.file.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
		return this;
	}

	/**
	 * The pixels, in two IDAT chunks, each row under a random filter.
	 * @param values of all samples, row by row
	 */
	public PngBuilder pixels(int[] values, Random filters) {
		byte[] data = deflate(filtered(values, filters));
		int half = data.length / 2;
		return chunk("IDAT", Arrays.copyOf(data, half)).chunk("IDAT", Arrays.copyOfRange(data, half, data.length));
	}

	public byte[] end() {
		return chunk("IEND").file.toByteArray();
	}

	public static byte[] deflate(byte[] data) {
		try (Deflater deflater = new Deflater()) {
			deflater.setInput(data);
			deflater.finish();
			ByteArrayOutputStream deflated = new ByteArrayOutputStream();
			byte[] buffer = new byte[1 << 16];
			while (!deflater.finished()) {
				deflated.write(buffer, 0, deflater.deflate(buffer));
			}
			return deflated.toByteArray();
		}
	}

	public static byte[] concatenate(byte[]... parts) {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		for (byte[] part : parts) {
			all.writeBytes(part);
		}
		return all.toByteArray();
	}

	private byte[] filtered(int[] values, Random filters) {
		ByteArrayOutputStream data = new ByteArrayOutputStream();
		int distance = Math.max(1, this.samples * this.depth / 8);
		for (int[] pass : this.interlaced ? ADAM7 : new int[][] { { 0, 0, 1, 1 } }) {
			if (pass[0] >= this.width) {
				continue;
			}
			byte[] above = new byte[0];
			for (int y = pass[1]; y < this.height; y += pass[3]) {
				byte[] row = packed(values, y, pass[0], pass[2]);
				above = (above.length == 0) ? new byte[row.length] : above;
				int filter = filters.nextInt(5);
				data.write(filter);
				for (int i = 0; i < row.length; i++) {
					int left = (i < distance) ? 0 : row[i - distance] & 0xff;
					int corner = (i < distance) ? 0 : above[i - distance] & 0xff;
					data.write(row[i] - prediction(filter, left, above[i] & 0xff, corner));
				}
				above = row;
			}
		}
		return data.toByteArray();
	}

	private byte[] packed(int[] values, int y, int first, int step) {
		StringBuilder bits = new StringBuilder();
		for (int x = first; x < this.width; x += step) {
			for (int s = 0; s < this.samples; s++) {
				int value = values[(y * this.width + x) * this.samples + s];
				bits.append(Integer.toBinaryString((1 << this.depth) | value).substring(1));
			}
		}
		bits.append("0".repeat((8 - bits.length() % 8) % 8));
		byte[] row = new byte[bits.length() / 8];
		for (int i = 0; i < row.length; i++) {
			row[i] = (byte) Integer.parseInt(bits.substring(8 * i, 8 * i + 8), 2);
		}
		return row;
	}

	private static int prediction(int filter, int left, int up, int corner) {
		return switch (filter) {
			case 1 -> left;
			case 2 -> up;
			case 3 -> (left + up) / 2;
			case 4 -> {
				int estimate = left + up - corner;
				int toLeft = Math.abs(estimate - left);
				int toUp = Math.abs(estimate - up);
				int toCorner = Math.abs(estimate - corner);
				yield (toLeft <= toUp && toLeft <= toCorner) ? left : (toUp <= toCorner) ? up : corner;
			}
			default -> 0;
		};
	}

}
