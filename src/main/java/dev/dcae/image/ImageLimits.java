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
package dev.dcae.image;

/**
 * The largest image that is decoded.
 *
 * @param maxPixels width times height, at most {@link #MOST_PIXELS}
 * @param maxSide the longer of width and height, in pixels
 */
public record ImageLimits(long maxPixels, int maxSide) {

	/**
	 * The pixels that fit one array with four bytes each, about 536 million. The longest
	 * array that every JVM can make has eight elements less than {@code int} counts.
	 */
	public static final long MOST_PIXELS = (Integer.MAX_VALUE - 8) / 4;

	/**
	 * No limits but that of an array: for files that no stranger sends.
	 */
	public static final ImageLimits NONE = new ImageLimits(MOST_PIXELS, Integer.MAX_VALUE);

	/**
	 * Checks that there is room for a pixel, and no more than decoders can hold.
	 * @throws IllegalArgumentException if not
	 */
	public ImageLimits {
		if (maxPixels < 1 || maxPixels > MOST_PIXELS || maxSide < 1) {
			throw new IllegalArgumentException(
					"An image can have 1 to %d pixels and a side of at least 1; not %d and %d".formatted(MOST_PIXELS,
							maxPixels, maxSide));
		}
	}

	/**
	 * Refuses what is larger.
	 * @throws ImageException.TooLarge if it is
	 */
	public void check(int width, int height) {
		if (Math.max(width, height) > this.maxSide || (long) width * height > this.maxPixels) {
			throw new ImageException.TooLarge(width, height, this);
		}
	}

}
