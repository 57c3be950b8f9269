/*
 * Copyright 2026 the dcae authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
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
