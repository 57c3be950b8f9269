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
package dev.dcae.image.bmp;

import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

import javax.imageio.spi.ImageReaderSpi;

import dev.dcae.image.ImageException;
import dev.dcae.image.Orientation;
import dev.dcae.image.Samples;
import dev.dcae.image.StoredImage;
import dev.dcae.image.codec.ImageIoCodecs;
import dev.dcae.image.codec.RasterSamples;

/**
 * A BMP file whose headers have been read.
 */
record BmpFile(byte[] file, BmpHeader header) implements StoredImage {

	private static final ImageReaderSpi READER = ImageIoCodecs.jdk(ImageReaderSpi.class, "bmp.BMPImageReaderSpi");

	private static final int SRGB = 0x73524742;

	@Override
	public int width() {
		return this.header.width();
	}

	@Override
	public int height() {
		return this.header.height();
	}

	@Override
	public Orientation orientation() {
		return Orientation.NONE;
	}

	@Override
	public Optional<byte[]> profile() {
		return this.header.profile();
	}

	/**
	 * Whatever follows the pixels, there is no mark of the end.
	 */
	@Override
	public boolean isEndDamaged() {
		return false;
	}

	@Override
	public Samples samples() throws IOException {
		boolean whole = this.header.runs()
			.map((runs) -> runs.areWhole(ByteBuffer.wrap(this.file), height()))
			.orElse(true);
		if (this.header.end() > this.file.length || !whole) {
			throw ImageException.Undecodable.cutShort(BmpFormat.TITLE);
		}
		BufferedImage image = ImageIoCodecs.read(READER, plain(), (reader) -> reader.read(0));
		return (image.getColorModel() instanceof ComponentColorModel model)
				? RasterSamples.of(image.getRaster(), model.getNumComponents(), RasterSamples.Alpha.NONE)
				: RasterSamples.of(image);
	}

	/**
	 * The file with its true length, which many get wrong and the reader believes, and
	 * without a profile, which it would convert by, or open from another file.
	 */
	private byte[] plain() {
		byte[] plain = this.file.clone();
		ByteBuffer data = ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN);
		data.putInt(BmpHeader.FILE_SIZE, plain.length);
		if (BmpHeader.hasColourSpace(data)) {
			data.putInt(BmpHeader.COLOUR_SPACE, SRGB);
		}
		return plain;
	}

}
