package dev.dcae.image.rows;

import dev.dcae.image.RgbImage;

/**
 * Collects an image in memory, for formats that are written as a whole.
 */
public final class CollectedRows implements RowSink {

	private final RgbImage image;

	private int bytes;

	/**
	 * An image without rows yet.
	 * @param width in pixels
	 * @param height in pixels, of all rows that are to come
	 */
	public CollectedRows(int width, int height) {
		this.image = new RgbImage(width, height, new byte[3 * width * height]);
	}

	@Override
	public void write(byte[] rows, int count) {
		int length = 3 * this.image.width() * count;
		System.arraycopy(rows, 0, this.image.pixels(), this.bytes, length);
		this.bytes += length;
	}

	/**
	 * The image, black where no row came.
	 */
	public RgbImage image() {
		return this.image;
	}

}
