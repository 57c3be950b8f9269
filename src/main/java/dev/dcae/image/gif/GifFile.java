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
package dev.dcae.image.gif;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;

import dev.dcae.image.ImageException;
import dev.dcae.image.Orientation;
import dev.dcae.image.Samples;
import dev.dcae.image.StoredImage;
import dev.dcae.image.codec.ImageIoCodecs;
import dev.dcae.image.codec.RasterSamples;

/**
 * The first frame of a GIF file on its canvas, which is transparent around it.
 *
 * @param file all of it
 * @param width of the canvas
 * @param height of the canvas
 * @param x of the frame's left edge on the canvas
 * @param y of its upper edge
 * @param cutBlock the position of the frame's block that the file ends in, if it does
 */
record GifFile(byte[] file, int width, int height, int x, int y, OptionalInt cutBlock) implements StoredImage {

	private static final ImageReaderSpi READER = ImageIoCodecs.jdk(ImageReaderSpi.class, "gif.GIFImageReaderSpi");

	private static final int SCREEN = 6;

	private static final int SCREEN_FLAGS = 10;

	private static final int HEADER_BYTES = 13;

	private static final int FRAME_BYTES = 10;

	private static final byte FRAME = 0x2c;

	private static final byte EXTENSION = 0x21;

	private static final int PALETTE_FLAG = 0x80;

	/**
	 * Walks to the first frame.
	 * @throws IndexOutOfBoundsException if the file ends before
	 * @throws ImageException.Undecodable if there is none, or it has no size
	 */
	static GifFile parse(byte[] file) {
		ByteBuffer data = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
		int at = HEADER_BYTES + paletteBytes(data.get(SCREEN_FLAGS));
		while (data.get(at) == EXTENSION) {
			at = behindBlocks(data, at + 2);
		}
		if (data.get(at) != FRAME) {
			throw ImageException.Undecodable.damaged(GifFormat.TITLE);
		}
		int x = u16(data, at + 1);
		int y = u16(data, at + 3);
		int width = u16(data, at + 5);
		int height = u16(data, at + 7);
		int palette = paletteBytes(data.get(at + 9));
		if (width == 0 || height == 0) {
			throw ImageException.Undecodable.damaged(GifFormat.TITLE);
		}
		return new GifFile(file, Math.max(u16(data, SCREEN), x + width), Math.max(u16(data, SCREEN + 2), y + height), x,
				y, cutBlock(data, at + FRAME_BYTES + palette + 1));
	}

	private static int paletteBytes(byte flags) {
		return ((flags & PALETTE_FLAG) != 0) ? 3 << ((flags & 7) + 1) : 0;
	}

	private static int behindBlocks(ByteBuffer data, int start) {
		int at = start;
		while (data.get(at) != 0) {
			at += 1 + (data.get(at) & 0xff);
		}
		return at + 1;
	}

	private static OptionalInt cutBlock(ByteBuffer data, int start) {
		int block = start;
		int next = start;
		while (next < data.limit()) {
			block = next;
			if (data.get(block) == 0) {
				return OptionalInt.empty();
			}
			next += 1 + (data.get(block) & 0xff);
		}
		return OptionalInt.of((next == data.limit()) ? next : block);
	}

	private static int u16(ByteBuffer data, int at) {
		return Short.toUnsignedInt(data.getShort(at));
	}

	@Override
	public Orientation orientation() {
		return Orientation.NONE;
	}

	@Override
	public Optional<byte[]> profile() {
		return Optional.empty();
	}

	@Override
	public boolean isEndDamaged() {
		return this.cutBlock.isPresent();
	}

	@Override
	public Samples samples() throws IOException {
		BufferedImage image = ImageIoCodecs.read(READER, ended(), GifFile::frame);
		return RasterSamples.of(image).on(this.width, this.height, this.x, this.y);
	}

	/**
	 * The file with an end to the frame's blocks: the reader looks ahead, and fails
	 * behind the last pixel where there is none.
	 */
	private byte[] ended() {
		if (this.cutBlock.isEmpty()) {
			return this.file;
		}
		int block = Math.min(this.cutBlock.getAsInt(), this.file.length);
		byte[] ended = Arrays.copyOf(this.file, this.file.length + 1);
		ended[block] = (byte) Math.max(0, this.file.length - block - 1);
		return ended;
	}

	private static BufferedImage frame(ImageReader reader) throws IOException {
		RowCount rows = new RowCount(reader.getHeight(0));
		reader.addIIOReadUpdateListener(rows);
		reader.addIIOReadWarningListener(rows);
		BufferedImage image = reader.read(0);
		rows.requireAll();
		return image;
	}

}
