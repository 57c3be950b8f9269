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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import dev.dcae.image.ImageException;
import dev.dcae.image.Samples;

/**
 * The parts of a JPEG file that its pixels are coded in, all that a codec gets to see.
 *
 * @param header of the file
 * @param coded tables, headers and entropy-coded data in their order, without SOI, EOI,
 * comments and application segments
 * @param ended whether the file says where the image ends
 */
record JpegScans(JpegHeader header, List<ByteBuffer> coded, boolean ended) {

	/**
	 * Progressive files have about ten scans, whatever their size. Each costs a pass over
	 * all blocks, however few bytes it has.
	 */
	private static final int USUAL = 20;

	/**
	 * The pixels that more scans may go over, all together: about a second's work.
	 */
	private static final long MOST_PIXELS = 100_000_000;

	private static final int MOST = 100;

	private static final short SOI = (short) 0xffd8;

	private static final short EOI = (short) 0xffd9;

	/**
	 * Walks over the scans to the end of the image: its EOI marker or, where all
	 * coefficients have had their scan, a marker that does not belong there, or the end
	 * of the data.
	 * @throws ImageException.Undecodable if the file is cut short before, has another
	 * frame or too many scans
	 */
	static JpegScans read(JpegHeader header) {
		List<ByteBuffer> coded = new ArrayList<>(header.tables());
		JpegCoefficients coefficients = new JpegCoefficients(header.frame());
		boolean ended = false;
		int scans = 0;
		try {
			ByteBuffer file = SamsungTrailer.without(header.file());
			JpegMarkers markers = new JpegMarkers(file, header.scans().orElse(file.limit()));
			for (int marker = markers.next(); marker != JpegMarkers.EOI; marker = markers.next()) {
				boolean needed = !coefficients.areWhole();
				ByteBuffer segment = markers.segment();
				if (markers.isFrame()) {
					throw ImageException.Undecodable.damaged(JpegFormat.TITLE);
				}
				if (marker == JpegMarkers.SOS) {
					scans++;
					coefficients.add(segment);
					markers.addScan();
				}
				if (needed && markers.isCoded()) {
					coded.add(markers.whole());
				}
			}
			ended = true;
		}
		catch (IndexOutOfBoundsException ex) {
			if (!coefficients.areWhole()) {
				throw cutShort(ex);
			}
		}
		catch (ImageException.Undecodable ex) {
			if (!coefficients.areWhole()) {
				throw ex;
			}
		}
		requireAffordable(scans, header.frame());
		return new JpegScans(header, coded, ended);
	}

	private static void requireAffordable(int scans, JpegFrame frame) {
		long pixels = (long) scans * frame.width() * frame.height();
		if (scans > MOST || (scans > USUAL && pixels > MOST_PIXELS)) {
			throw new ImageException.Undecodable(JpegFormat.TITLE, "has too many scans");
		}
	}

	private static ImageException cutShort(Exception cause) {
		ImageException cutShort = ImageException.Undecodable.cutShort(JpegFormat.TITLE);
		cutShort.initCause(cause);
		return cutShort;
	}

	/**
	 * Has a codec decode them.
	 * @throws ImageException.Undecodable if blocks are missing
	 * @throws IOException or any unchecked exception if they are damaged
	 */
	Samples decode(JpegCodec codec) throws IOException {
		try {
			return codec.decode(this);
		}
		catch (IOException | ImageException.Undecodable ex) {
			if (this.ended) {
				throw ex;
			}
			throw cutShort(ex);
		}
	}

	JpegFrame frame() {
		return this.header.frame();
	}

	JpegColour colour() {
		return this.header.colour();
	}

	/**
	 * The length of a file of the coded segments alone.
	 */
	int bytes() {
		return 2 + JpegHuffman.STANDARD.limit() + this.coded.stream().mapToInt(ByteBuffer::limit).sum() + 2;
	}

	/**
	 * Writes a file of the coded segments alone.
	 */
	void writeTo(ByteBuffer file) {
		file.putShort(SOI).put(JpegHuffman.STANDARD.duplicate());
		this.coded.forEach((segment) -> file.put(segment.duplicate()));
		file.putShort(EOI);
	}

}
