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
package dev.dcae.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

import dev.dcae.image.Formats;
import dev.dcae.image.Orientation;
import dev.dcae.image.RgbImage;

/**
 * A photo to measure with. Noise or a gradient would take another time.
 */
final class Photo {

	private static final int SIDE = 512;

	private Photo() {
	}

	/**
	 * A square photo in the detail of a photo of that size: made smaller, or made larger by its mirror images, among
	 * which a compressor finds nothing twice.
	 * @param side at most twice that of the file
	 */
	static RgbImage square(int side) {
		RgbImage photo = read();
		return ((side > SIDE) ? mirrored(photo) : photo).resize(side, side);
	}

	private static RgbImage mirrored(RgbImage photo) {
		byte[] pixels = new byte[4 * photo.pixels().length];
		Orientation[] quarters = { Orientation.NONE, Orientation.MIRROR, Orientation.FLIP, Orientation.ROTATE_180 };
		for (int quarter = 0; quarter < quarters.length; quarter++) {
			byte[] part = quarters[quarter].upright(photo).pixels();
			for (int y = 0; y < SIDE; y++) {
				int row = quarter / 2 * SIDE + y;
				System.arraycopy(part, 3 * SIDE * y, pixels, 3 * SIDE * (2 * row + quarter % 2), 3 * SIDE);
			}
		}
		return new RgbImage(2 * SIDE, 2 * SIDE, pixels);
	}

	private static RgbImage read() {
		try (InputStream file = Objects.requireNonNull(Photo.class.getResourceAsStream("/photos/astronaut.png"))) {
			return Formats.decode(file.readAllBytes());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
