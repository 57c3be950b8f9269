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

import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.spi.ImageWriterSpi;

import dev.dcae.image.ImageException;
import dev.dcae.image.Quality;
import dev.dcae.image.RgbImage;
import dev.dcae.image.Samples;
import dev.dcae.image.codec.ImageIoCodecs;

/**
 * The JDK's libjpeg behind ImageIO. It does the entropy decoding and the cosine
 * transform, and sees only the coded segments, so that its own guesses at colours, and
 * its parsing of metadata, have nothing to work on.
 */
final class JdkJpeg implements JpegCodec {

	private static final ImageReaderSpi READER = ImageIoCodecs.jdk(ImageReaderSpi.class, "jpeg.JPEGImageReaderSpi");

	private static final ImageWriterSpi WRITER = ImageIoCodecs.jdk(ImageWriterSpi.class, "jpeg.JPEGImageWriterSpi");

	/**
	 * libjpeg decodes on past damage and fills the rest with grey, saying so in a
	 * warning. These warnings are about things that cost no pixel; after any other the
	 * image is refused.
	 */
	private static final List<String> HARMLESS = List.of("Invalid SOS parameters", "JFIF revision number",
			"Adobe color transform code");

	/**
	 * Harmless where the file says that the image ends there. Where it does not, blocks
	 * may have been made of whatever fills a file that was cut.
	 */
	private static final String STRAY = "extraneous bytes before marker";

	@Override
	public Samples decode(JpegScans file) throws IOException {
		ByteBuffer coded = ByteBuffer.allocate(file.bytes());
		file.writeTo(coded);
		byte[] components = ImageIoCodecs.read(READER, coded.array(), (reader) -> components(reader, file.ended()));
		file.colour().convert(components);
		JpegFrame frame = file.frame();
		return new Samples(frame.width(), frame.height(), frame.components(), components, null);
	}

	/**
	 * The components as they are stored, uint8 [height, width, components], all at full
	 * resolution.
	 */
	private static byte[] components(ImageReader reader, boolean ended) throws IOException {
		boolean[] damaged = new boolean[1];
		reader.addIIOReadWarningListener((source, warning) -> damaged[0] |= !(ended && warning.contains(STRAY))
				&& HARMLESS.stream().noneMatch(warning::contains));
		Raster raster = reader.readRaster(0, null);
		if (damaged[0]) {
			throw ImageException.Undecodable.damaged(JpegFormat.TITLE);
		}
		return ((DataBufferByte) raster.getDataBuffer()).getData();
	}

	@Override
	public byte[] encode(RgbImage image, Quality quality) throws IOException {
		return ImageIoCodecs.write(WRITER, image, (writer) -> {
			ImageWriteParam settings = writer.getDefaultWriteParam();
			settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
			settings.setCompressionQuality(quality.percent() / 100f);
			return settings;
		});
	}

	@Override
	public String toString() {
		return "the JDK's libjpeg";
	}

}
