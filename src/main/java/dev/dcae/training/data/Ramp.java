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
package dev.dcae.training.data;

import java.awt.Color;
import java.util.List;

import dev.dcae.image.RgbImage;

/**
 * Colours at equal distances from 0 to 1, and straight lines between them.
 *
 * @param stops at least one
 */
record Ramp(List<Color> stops) {

	/**
	 * An image whose every pixel has the colour of a number.
	 */
	RgbImage paint(int side, Scalar scalar) {
		int last = this.stops.size() - 1;
		float[][] levels = new float[this.stops.size()][];
		for (int i = 0; i <= last; i++) {
			Color stop = this.stops.get(i);
			levels[i] = new float[] { stop.getRed(), stop.getGreen(), stop.getBlue() };
		}
		byte[] pixels = new byte[3 * side * side];
		int at = 0;
		for (int y = 0; y < side; y++) {
			for (int x = 0; x < side; x++) {
				double place = Math.clamp(scalar.at(x, y), 0, 1) * last;
				int below = (int) place;
				float[] from = levels[below];
				float[] to = levels[Math.min(below + 1, last)];
				float share = (float) (place - below);
				for (int channel = 0; channel < 3; channel++) {
					pixels[at++] = (byte) (from[channel] + share * (to[channel] - from[channel]) + 0.5f);
				}
			}
		}
		return new RgbImage(side, side, pixels);
	}

	/**
	 * A number for every pixel. What lies outside of 0 to 1 has the colour of the nearer
	 * end.
	 */
	@FunctionalInterface
	interface Scalar {

		double at(int x, int y);

	}

}
