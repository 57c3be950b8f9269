package dev.dcae.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

import javax.imageio.IIOImage;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

import com.luciad.imageio.webp.CompressionType;
import com.luciad.imageio.webp.WebPWriteParam;

/**
 * From a picture to a file, without metadata: sRGB, which is what readers assume.
 */
public final class ImageEncoder {

	private ImageEncoder() {
	}

	/**
	 * Encodes with the format's default quality.
	 */
	public static byte[] encode(RgbImage image, ImageFormat format) {
		return encode(image, format, Quality.defaultOf(format));
	}

	/**
	 * Encodes a picture.
	 * @param quality ignored for PNG, which is always lossless. WebP is lossless at 100,
	 * lossy below. JPEG halves the resolution of its chroma (4:2:0) at any quality.
	 * @throws ImageException.Unencodable if the format does not reach that far: WebP has
	 * at most 16,383 pixels on a side, JPEG 65,535
	 */
	public static byte[] encode(RgbImage image, ImageFormat format, Quality quality) {
		int longest = Math.max(image.width(), image.height());
		if (longest > longestSide(format)) {
			throw new ImageException.Unencodable(image, format, longestSide(format));
		}
		try {
			return switch (format) {
				case PNG -> PngWriter.write(image);
				case JPEG, WEBP -> write(image, format, quality);
			};
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static byte[] write(RgbImage image, ImageFormat format, Quality quality) throws IOException {
		ByteArrayOutputStream file = new ByteArrayOutputStream();
		ImageWriter writer = ImageIoCodecs.writer(format);
		try (MemoryCacheImageOutputStream output = new MemoryCacheImageOutputStream(file)) {
			writer.setOutput(output);
			writer.write(null, new IIOImage(image.asBufferedImage(), null, null), settings(writer, quality));
		}
		finally {
			writer.dispose();
		}
		return file.toByteArray();
	}

	private static ImageWriteParam settings(ImageWriter writer, Quality quality) {
		ImageWriteParam settings = writer.getDefaultWriteParam();
		settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
		boolean lossless = quality.percent() == 100;
		if (settings instanceof WebPWriteParam webp) {
			webp.setCompressionType(lossless ? CompressionType.Lossless : CompressionType.Lossy);
			if (lossless) {
				// Here quality means effort. The least is as fast as PNG, for files a
				// fifth smaller; the most takes ten times as long for 10 to 30 % more.
				webp.setMethod(0);
				webp.setCompressionQuality(0);
				return settings;
			}
		}
		settings.setCompressionQuality(quality.percent() / 100f);
		return settings;
	}

	private static int longestSide(ImageFormat format) {
		return switch (format) {
			case PNG -> Integer.MAX_VALUE;
			case JPEG -> 65_535;
			case WEBP -> 16_383;
		};
	}

}
