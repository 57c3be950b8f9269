package dev.dcae.image;

import java.io.IOException;
import java.io.UncheckedIOException;

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
				case JPEG -> JpegCodecs.current.encode(image, quality);
				case WEBP -> WebpCodec.encode(image, quality);
			};
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static int longestSide(ImageFormat format) {
		return switch (format) {
			case PNG -> Integer.MAX_VALUE;
			case JPEG -> 65_535;
			case WEBP -> 16_383;
		};
	}

}
