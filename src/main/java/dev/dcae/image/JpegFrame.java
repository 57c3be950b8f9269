package dev.dcae.image;

import java.nio.ByteBuffer;

/**
 * The SOF segment: the size, and what the components are.
 *
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 * @param components 1, 3 or 4
 * @param namedRgb whether the three components call themselves R, G and B
 */
record JpegFrame(int width, int height, int components, boolean namedRgb) {

	private static final int RGB = 0x524742;

	/**
	 * Reads the segment.
	 * @param marker 0xC0 to 0xCF
	 * @throws ImageException.Undecodable if no decoder here knows the process: lossless,
	 * hierarchical, arithmetic or 12 bits
	 */
	static JpegFrame read(int marker, ByteBuffer data) {
		int components = data.get(5) & 0xff;
		// Baseline, extended sequential, progressive.
		if (marker > 0xc2 || data.get(0) != 8 || components == 2 || components > 4) {
			throw new ImageException.Undecodable(ImageFormat.JPEG, "is of a rare kind that is not supported");
		}
		int height = Short.toUnsignedInt(data.getShort(1));
		int width = Short.toUnsignedInt(data.getShort(3));
		if (width == 0 || height == 0 || components == 0) {
			throw ImageException.Undecodable.damaged(ImageFormat.JPEG);
		}
		boolean namedRgb = components == 3 && ((data.get(6) << 16) | (data.get(9) << 8) | data.get(12)) == RGB;
		return new JpegFrame(width, height, components, namedRgb);
	}

}
