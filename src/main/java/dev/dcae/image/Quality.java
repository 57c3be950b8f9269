package dev.dcae.image;

/**
 * How much an encoder may lose.
 *
 * @param percent 1 to 100, on the scale of libjpeg and libwebp; 100 is lossless where the
 * format can be
 */
public record Quality(int percent) {

	/**
	 * Checks the range.
	 * @throws IllegalArgumentException if it is another
	 */
	public Quality {
		if (percent < 1 || percent > 100) {
			throw new IllegalArgumentException("Quality is 1 to 100, not " + percent);
		}
	}

	/**
	 * What is used when nobody asks: lossless, and 95 for JPEG, past which files grow
	 * faster than they improve.
	 */
	public static Quality defaultOf(ImageFormat format) {
		return new Quality((format == ImageFormat.JPEG) ? 95 : 100);
	}

}
