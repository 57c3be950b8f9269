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
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The colours of an image: of any kind, of one mood, or greys.
 *
 * @param colours at least one
 */
record Palette(List<Color> colours) {

	private static final int MAX_COLOURS = 9;

	private static final double ANY_COLOURS_SHARE = 0.35;

	private static final double GREYS_SHARE = 0.08;

	/**
	 * The share of palettes with black and white among the colours.
	 */
	private static final double EXTREMES_SHARE = 0.3;

	/**
	 * An exponent below 1, for more bright colours than dark: what is saturated is dark
	 * already.
	 */
	private static final double BRIGHTNESS_EXPONENT = 0.65;

	static Palette random(RandomGenerator random) {
		int count = random.nextInt(3, MAX_COLOURS);
		double kind = random.nextDouble();
		double hue = random.nextDouble();
		double spread = (kind < ANY_COLOURS_SHARE) ? 0.5 : Draws.logUniform(0.01, 0.3, random);
		double saturation = (kind > 1 - GREYS_SHARE) ? 0 : random.nextDouble(0.1, 1);
		Stream<Color> colours = Stream.generate(() -> Color.getHSBColor((float) (hue + Draws.around(spread, random)),
				(float) (saturation * Math.sqrt(random.nextDouble())),
				(float) Math.pow(random.nextDouble(), BRIGHTNESS_EXPONENT)))
			.limit(count);
		Stream<Color> extremes = Draws.happens(EXTREMES_SHARE, random) ? Stream.of(Color.BLACK, Color.WHITE)
				: Stream.empty();
		return new Palette(Stream.concat(colours, extremes).toList());
	}

	Color one(RandomGenerator random) {
		return Draws.one(this.colours, random);
	}

	/**
	 * Some of the colours in any order, of which neighbours differ if they can.
	 */
	Ramp ramp(int stops, RandomGenerator random) {
		int first = random.nextInt(this.colours.size());
		return new Ramp(Stream.iterate(first, (last) -> last + 1 + random.nextInt(this.colours.size() - 1))
			.limit(stops)
			.map((index) -> this.colours.get(index % this.colours.size()))
			.toList());
	}

}
