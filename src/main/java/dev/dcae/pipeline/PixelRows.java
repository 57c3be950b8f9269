package dev.dcae.pipeline;

import dev.dcae.image.RgbImage;
import dev.dcae.image.rows.RowSink;

/**
 * Collects rows to an image.
 */
public final class PixelRows implements RowSink {

	private final RgbImage image;

	private int at;

	public PixelRows(int width, int height) {
		this.image = new RgbImage(width, height, new byte[Math.multiplyExact(3 * width, height)]);
	}

	@Override
	public void write(byte[] rows, int count) {
		int bytes = 3 * this.image.width() * count;
		System.arraycopy(rows, 0, this.image.pixels(), this.at, bytes);
		this.at += bytes;
	}

	/**
	 * The image, once all of its rows were written.
	 */
	public RgbImage image() {
		return this.image;
	}

}
