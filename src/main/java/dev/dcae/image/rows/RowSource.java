package dev.dcae.image.rows;

import java.io.Closeable;
import java.io.IOException;

import dev.dcae.image.RgbImage;

/**
 * An image that is read from top to bottom, so that nobody need hold all of it.
 */
public interface RowSource extends Closeable {

	/**
	 * In pixels.
	 */
	int width();

	/**
	 * In pixels.
	 */
	int height();

	/**
	 * Reads the next rows, as uint8 [count, width, 3].
	 * @param into where they are written
	 * @param offset of the first byte in {@code into}
	 * @param count of the rows; not more than are left
	 * @throws IOException if they cannot be read
	 */
	void read(byte[] into, int offset, int count) throws IOException;

	@Override
	default void close() throws IOException {
		// Most are read from memory.
	}

	/**
	 * The rows of an image in memory.
	 */
	static RowSource of(RgbImage image) {
		return new ImageRows(image);
	}

}
