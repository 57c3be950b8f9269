package dev.dcae.image;

import dev.dcae.image.formats.ImageFile;
import dev.dcae.image.formats.ImageFormats;

/**
 * The formats, for tests that write and read image files on their way to something else.
 */
public final class Formats {

	public static final ImageFormats ALL = ImageFormats.standard();

	public static final ImageFormat PNG = ALL.called("png").orElseThrow();

	public static final ImageFormat JPEG = ALL.called("jpeg").orElseThrow();

	public static final ImageFormat WEBP = ALL.called("webp").orElseThrow();

	private Formats() {
	}

	/**
	 * Decodes a file of any size.
	 */
	public static RgbImage decode(byte[] file) {
		return read(file).decode();
	}

	/**
	 * Reads the header of a file of any size.
	 */
	public static ImageFile read(byte[] file) {
		return ALL.read(file, ImageLimits.NONE);
	}

}
