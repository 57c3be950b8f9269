package dev.dcae.image.rows;

import java.io.IOException;

/**
 * Takes an image from top to bottom, so that nobody need hold all of it.
 */
@FunctionalInterface
public interface RowSink {

	/**
	 * Takes the next rows.
	 * @param rows uint8 [count, width, 3] from the start of the array, which its owner
	 * writes to again afterwards
	 * @throws IOException if they cannot be written
	 */
	void write(byte[] rows, int count) throws IOException;

}
