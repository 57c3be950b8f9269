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
package dev.dcae.image.tiff;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

import javax.imageio.ImageReader;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.spi.ImageReaderSpi;

import dev.dcae.image.ImageException;
import dev.dcae.image.Orientation;
import dev.dcae.image.Samples;
import dev.dcae.image.StoredImage;
import dev.dcae.image.codec.Exif;
import dev.dcae.image.codec.ImageIoCodecs;
import dev.dcae.image.codec.RasterSamples;

/**
 * The first page of a TIFF file whose tags have been read.
 */
record TiffFile(byte[] file, TiffTags tags) implements StoredImage {

	private static final ImageReaderSpi READER = ImageIoCodecs.jdk(ImageReaderSpi.class, "tiff.TIFFImageReaderSpi");

	/**
	 * The beginning of a warning that costs no pixel: of a profile that is broken, or of
	 * inks, whose three values of white the reader tries. It reads the values all the
	 * same, and colours are not its business here.
	 */
	private static final String HARMLESS = "Superseding bad ICC profile";

	/**
	 * Reads the tags.
	 * @throws ImageException.Undecodable if they make no sense, or are of a kind that is
	 * not supported
	 */
	static TiffFile parse(byte[] file) {
		try {
			return new TiffFile(file, ImageIoCodecs.read(READER, file, TiffFile::tags));
		}
		catch (ImageException ex) {
			throw ex;
		}
		catch (IOException | RuntimeException ex) {
			throw ImageException.Undecodable.damaged(TiffFormat.TITLE, ex);
		}
	}

	private static TiffTags tags(ImageReader reader) throws IOException {
		return whole(reader, (_) -> TiffTags.of(TIFFDirectory.createFromMetadata(reader.getImageMetadata(0))));
	}

	/**
	 * Refuses what the reader warns of: it goes on past tags and data that are not there.
	 */
	private static <T> T whole(ImageReader reader, ImageIoCodecs.Reading<T> reading) throws IOException {
		boolean[] damaged = new boolean[1];
		reader.addIIOReadWarningListener((_, warning) -> damaged[0] |= !warning.startsWith(HARMLESS));
		T read = reading.with(reader);
		if (damaged[0]) {
			throw ImageException.Undecodable.damaged(TiffFormat.TITLE);
		}
		return read;
	}

	@Override
	public int width() {
		return this.tags.width();
	}

	@Override
	public int height() {
		return this.tags.height();
	}

	/**
	 * EXIF data is a TIFF file: a TIFF file has its orientation at the same place.
	 */
	@Override
	public Orientation orientation() {
		return Exif.orientation(Optional.of(ByteBuffer.wrap(this.file)));
	}

	@Override
	public Optional<byte[]> profile() {
		return this.tags.profile();
	}

	/**
	 * Its parts lie anywhere: there is no end.
	 */
	@Override
	public boolean isEndDamaged() {
		return false;
	}

	@Override
	public Samples samples() throws IOException {
		if (this.tags.end() > this.file.length) {
			throw ImageException.Undecodable.cutShort(TiffFormat.TITLE);
		}
		this.tags.strips().requireWhole(this.file);
		BufferedImage image = ImageIoCodecs.read(READER, this.file, (reader) -> whole(reader, (_) -> reader.read(0)));
		return (image.getColorModel() instanceof IndexColorModel) ? RasterSamples.of(image)
				: RasterSamples.of(image.getRaster(), this.tags.channels(), this.tags.alpha());
	}

}
