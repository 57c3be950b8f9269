package dev.dcae.image;

/**
 * The quality that an encoder must keep.
 *
 * @param percent 1 to 100, on the scale of libjpeg and libwebp; 100 is lossless where the
 * format can be
 */
public record Quality(int percent) {

	/**
	 * Lossless where the format can be.
	 */
	public static final Quality BEST = new Quality(100);

	/**
	 * Checks the range.
	 * @throws IllegalArgumentException if it is another
	 */
	public Quality {
		if (percent < 1 || percent > 100) {
			throw new IllegalArgumentException("Quality is 1 to 100, not " + percent);
		}
	}

}
