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
package dev.dcae.image.webp;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.imageio.ImageWriteParam;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.spi.ImageWriterSpi;

import com.luciad.imageio.webp.CompressionType;
import com.luciad.imageio.webp.WebPImageReaderSpi;
import com.luciad.imageio.webp.WebPImageWriterSpi;
import com.luciad.imageio.webp.WebPReadParam;
import com.luciad.imageio.webp.WebPWriteParam;
import dev.dcae.image.ImageException;
import dev.dcae.image.Quality;
import dev.dcae.image.RgbImage;
import dev.dcae.image.Samples;
import dev.dcae.image.codec.ImageIoCodecs;

/**
 * libwebp behind ImageIO. It steps over metadata unread.
 */
final class WebpCodec {

	private static final ImageReaderSpi READER = new WebPImageReaderSpi();

	private static final ImageWriterSpi WRITER = new WebPImageWriterSpi();

	/**
	 * libwebp only reads its options. Made once: the plug-in's cleaner keeps them, and
	 * their native memory, for good.
	 */
	private final WebPReadParam reading = new WebPReadParam();

	private final Map<Quality, WebPWriteParam> writing = new ConcurrentHashMap<>();

	Samples decode(byte[] file) throws IOException {
		try {
			return samples(ImageIoCodecs.read(READER, file, (reader) -> reader.read(0, this.reading)));
		}
		catch (OutOfMemoryError ex) {
			// libwebp also calls it "out of memory" when an alpha plane makes no sense.
			// The JVM's own errors have a message.
			if (ex.getMessage() != null) {
				throw ex;
			}
			throw ImageException.Undecodable.damaged(WebpFormat.TITLE, ex);
		}
	}

	/**
	 * Splits 0xAARRGGBB, which libwebp does not premultiply.
	 */
	private static Samples samples(BufferedImage image) {
		int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
		byte[] colour = new byte[3 * pixels.length];
		byte[] alpha = image.getColorModel().hasAlpha() ? new byte[pixels.length] : null;
		for (int i = 0; i < pixels.length; i++) {
			colour[3 * i] = (byte) (pixels[i] >> 16);
			colour[3 * i + 1] = (byte) (pixels[i] >> 8);
			colour[3 * i + 2] = (byte) pixels[i];
			if (alpha != null) {
				alpha[i] = (byte) (pixels[i] >> 24);
			}
		}
		return new Samples(image.getWidth(), image.getHeight(), 3, colour, alpha);
	}

	byte[] encode(RgbImage image, Quality quality) throws IOException {
		WebPWriteParam settings = this.writing.computeIfAbsent(quality, WebpCodec::settings);
		return ImageIoCodecs.write(WRITER, image, (writer) -> settings);
	}

	private static WebPWriteParam settings(Quality quality) {
		boolean lossless = quality.percent() == 100;
		WebPWriteParam settings = new WebPWriteParam(Locale.ROOT);
		settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
		settings.setCompressionType(lossless ? CompressionType.Lossless : CompressionType.Lossy);
		if (lossless) {
			// Here quality means effort. The least is as fast as PNG, for files a
			// fifth smaller; the most takes ten times as long for 10 to 30 % more.
			settings.setMethod(0);
			settings.setCompressionQuality(0);
		}
		else {
			settings.setCompressionQuality(quality.percent() / 100f);
		}
		return settings;
	}

}
