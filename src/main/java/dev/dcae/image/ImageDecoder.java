package dev.dcae.image;

import java.io.IOException;

/**
 * From a file to a picture. PNG, JPEG and WebP become upright sRGB: the EXIF orientation
 * is applied, an embedded ICC profile converted, transparency laid over white, 16 bits
 * rounded to 8. A file is decoded whole or refused; what is cut short is never shown half
 * grey.
 */
public final class ImageDecoder {

	private ImageDecoder() {
	}

	/**
	 * Reads the format and the size, and decodes nothing.
	 * @throws ImageException.NotAnImage if the format is another
	 * @throws ImageException.Undecodable if the file ends or makes no sense before the
	 * size is known
	 */
	public static ImageHeader header(byte[] file) {
		ImageFormat format = format(file);
		ImageFile parsed = parse(format, file);
		boolean turned = parsed.orientation().transposes();
		return new ImageHeader(format, turned ? parsed.height() : parsed.width(),
				turned ? parsed.width() : parsed.height());
	}

	/**
	 * Decodes a file. Its size is checked before memory is taken for it.
	 * @throws ImageException.NotAnImage if the format is another
	 * @throws ImageException.TooLarge if the picture exceeds the limits
	 * @throws ImageException.Undecodable if the file is cut short, damaged, animated or
	 * of an unsupported kind
	 */
	public static RgbImage decode(byte[] file, ImageLimits limits) {
		ImageFormat format = format(file);
		ImageFile parsed = parse(format, file);
		limits.check(parsed.width(), parsed.height());
		try {
			RgbImage stored = parsed.samples().toRgb(parsed.profile());
			return parsed.orientation().upright(stored);
		}
		catch (ImageException ex) {
			throw ex;
		}
		catch (IOException | RuntimeException ex) {
			// Codecs meet damage with anything from EOFException to
			// NegativeArraySizeException.
			throw ImageException.Undecodable.damaged(format, ex);
		}
	}

	private static ImageFormat format(byte[] file) {
		return ImageFormat.of(file).orElseThrow(ImageException.NotAnImage::new);
	}

	private static ImageFile parse(ImageFormat format, byte[] file) {
		try {
			return switch (format) {
				case PNG -> PngFile.parse(file);
				case JPEG -> JpegFile.parse(file);
				case WEBP -> WebpFile.parse(file);
			};
		}
		catch (IndexOutOfBoundsException ex) {
			// Parsers read through bounds-checked buffers and leave running off the end
			// to them.
			ImageException cutShort = ImageException.Undecodable.cutShort(format);
			cutShort.initCause(ex);
			throw cutShort;
		}
	}

}
