package dev.dcae.image;

import java.nio.ByteBuffer;

/**
 * The IHDR chunk.
 *
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 * @param depth bits a sample: 1, 2, 4, 8 or 16
 * @param colour what the samples of a pixel are
 * @param interlaced whether the pixels come in the seven passes of Adam7
 */
record PngHeader(int width, int height, int depth, Colour colour, boolean interlaced) {

	private static final int BYTES = 13;

	/**
	 * Reads the chunk.
	 * @throws ImageException.Undecodable if a field has a value that PNG does not know,
	 * or the checksum is wrong
	 */
	static PngHeader read(PngChunk chunk) {
		ByteBuffer data = chunk.data();
		if (data.limit() != BYTES || !chunk.isIntact()) {
			throw ImageException.Undecodable.damaged(ImageFormat.PNG);
		}
		int width = data.getInt(0);
		int height = data.getInt(4);
		int depth = data.get(8);
		Colour colour = Colour.of(data.get(9));
		int interlace = data.get(12);
		boolean oneMethod = data.get(10) == 0 && data.get(11) == 0;
		if (width < 1 || height < 1 || !colour.allows(depth) || !oneMethod || interlace < 0 || interlace > 1) {
			throw ImageException.Undecodable.damaged(ImageFormat.PNG);
		}
		return new PngHeader(width, height, depth, colour, interlace == 1);
	}

	/**
	 * Bytes of a row of pixels as it is stored, without the filter byte.
	 */
	int rowBytes(int pixels) {
		return Math.toIntExact(((long) pixels * bitsPerPixel() + 7) / 8);
	}

	/**
	 * How far back the filters look: a pixel, or a byte if that is more.
	 */
	int filterDistance() {
		return Math.max(1, bitsPerPixel() / 8);
	}

	private int bitsPerPixel() {
		return this.depth * this.colour.samples;
	}

	/**
	 * PNG's colour types.
	 */
	enum Colour {

		GREY(0, 1), RGB(2, 3), INDEXED(3, 1), GREY_ALPHA(4, 2), RGB_ALPHA(6, 4);

		private final int code;

		private final int samples;

		Colour(int code, int samples) {
			this.code = code;
			this.samples = samples;
		}

		static Colour of(int code) {
			for (Colour colour : values()) {
				if (colour.code == code) {
					return colour;
				}
			}
			throw ImageException.Undecodable.damaged(ImageFormat.PNG);
		}

		/**
		 * Samples a pixel.
		 */
		int samples() {
			return this.samples;
		}

		boolean isGrey() {
			return this == GREY || this == GREY_ALPHA;
		}

		boolean hasAlpha() {
			return this == GREY_ALPHA || this == RGB_ALPHA;
		}

		private boolean allows(int depth) {
			return switch (depth) {
				case 8 -> true;
				case 16 -> this != INDEXED;
				case 1, 2, 4 -> this == GREY || this == INDEXED;
				default -> false;
			};
		}

	}

}
