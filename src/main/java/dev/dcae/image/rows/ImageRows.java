package dev.dcae.image.rows;

import dev.dcae.image.RgbImage;

/**
 * The rows of an image in memory.
 */
final class ImageRows implements RowSource {

	private final RgbImage image;

	private int at;

	ImageRows(RgbImage image) {
		this.image = image;
	}

	@Override
	public int width() {
		return this.image.width();
	}

	@Override
	public int height() {
		return this.image.height();
	}

	@Override
	public void read(byte[] into, int offset, int count) {
		int bytes = 3 * this.image.width() * count;
		System.arraycopy(this.image.pixels(), this.at, into, offset, bytes);
		this.at += bytes;
	}

}
