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
package dev.dcae.image.jpeg;

import java.nio.ByteBuffer;

import dev.dcae.image.ImageException;

/**
 * Walks over the markers of a JPEG file. Our own because libraries stop at the first
 * scan: behind it is how many there are, and whether the file is whole.
 */
final class JpegMarkers {

	static final int EOI = 0xd9;

	static final int SOS = 0xda;

	static final int APP0 = 0xe0;

	static final int APP1 = 0xe1;

	static final int APP2 = 0xe2;

	static final int APP14 = 0xee;

	private static final int SOF0 = 0xc0;

	private static final int DHT = 0xc4;

	private static final int JPG = 0xc8;

	private static final int DAC = 0xcc;

	private static final int SOF15 = 0xcf;

	private static final int RST0 = 0xd0;

	private static final int RST7 = 0xd7;

	private static final int SOI = 0xd8;

	private static final int DNL = 0xdc;

	private static final int APP15 = 0xef;

	private static final int COM = 0xfe;

	private static final int TEM = 0x01;

	/**
	 * Some photos have a thousand, of metadata. Each is remembered, and may have only
	 * four bytes.
	 */
	private static final int MOST = 20_000;

	private final ByteBuffer file;

	private int count;

	/**
	 * Of the marker's first byte.
	 */
	private int start;

	private int end;

	/**
	 * A walk that begins at a position.
	 */
	JpegMarkers(ByteBuffer file, int position) {
		this.file = file;
		this.end = position;
	}

	/**
	 * Goes to the next marker, past any bytes that do not belong there.
	 * @throws IndexOutOfBoundsException if the file ends before
	 * @throws ImageException.Undecodable if there are too many
	 */
	int next() {
		if (this.count++ > MOST) {
			throw new ImageException.Undecodable(JpegFormat.TITLE, "has too many segments");
		}
		this.start = marker(this.end);
		this.end = this.start + 2;
		return marker();
	}

	private int marker() {
		return u8(this.start + 1);
	}

	/**
	 * The position of the marker.
	 */
	int position() {
		return this.start;
	}

	/**
	 * Reads the segment of the marker, if it has one: its data, without its length.
	 * @throws IndexOutOfBoundsException if the file ends before the segment does
	 * @throws ImageException.Undecodable if the length makes no sense
	 */
	ByteBuffer segment() {
		int marker = marker();
		if (marker == EOI || marker == TEM || isRestart(marker)) {
			return this.file.slice(this.end, 0);
		}
		int length = Short.toUnsignedInt(this.file.getShort(this.start + 2));
		if (marker == SOI || length < 2) {
			throw ImageException.Undecodable.damaged(JpegFormat.TITLE);
		}
		this.end = this.start + 2 + length;
		return this.file.slice(this.start + 4, length - 2);
	}

	/**
	 * Adds the entropy-coded data behind an SOS segment, in which 0xff is followed by a
	 * zero or is a restart marker. It ends with the file at the latest.
	 */
	void addScan() {
		try {
			int next = marker(this.end);
			while (isRestart(u8(next + 1))) {
				next = marker(next + 2);
			}
			this.end = next;
		}
		catch (IndexOutOfBoundsException ex) {
			this.end = this.file.limit();
		}
	}

	/**
	 * The marker with all that was read of it.
	 */
	ByteBuffer whole() {
		return this.file.slice(this.start, this.end - this.start);
	}

	/**
	 * Tells whether the segment is one that pixels are coded in: no metadata, and no DNL,
	 * which would define the height a second time, past the limits.
	 */
	boolean isCoded() {
		int marker = marker();
		boolean bare = marker == EOI || marker == TEM || isRestart(marker);
		return !bare && (marker < APP0 || marker > APP15) && marker != COM && marker != DNL;
	}

	/**
	 * Tells whether the segment is a frame, of any process.
	 */
	boolean isFrame() {
		int marker = marker();
		return marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC;
	}

	/**
	 * The position of the first byte of a marker.
	 */
	private int marker(int from) {
		int position = from;
		while (u8(position) != 0xff || u8(position + 1) == 0xff || u8(position + 1) == 0) {
			position++;
		}
		return position;
	}

	private int u8(int position) {
		return this.file.get(position) & 0xff;
	}

	private static boolean isRestart(int marker) {
		return marker >= RST0 && marker <= RST7;
	}

}
