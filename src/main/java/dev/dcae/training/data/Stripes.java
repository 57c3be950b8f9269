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

import java.util.random.RandomGenerator;

import dev.dcae.image.RgbImage;

/**
 * Stripes and checkers of any width and angle, sharp or soft, straight or warped.
 */
final class Stripes implements ImageSource {

	private static final double CHECKERS = 0.35;

	private static final double WARPED = 0.3;

	private static final double NARROWEST = 3;

	@Override
	public RgbImage patch(int side, RandomGenerator random) {
		Ramp ramp = Palette.random(random).ramp(random.nextInt(2, 4), random);
		double period = Draws.logUniform(NARROWEST, Math.max(side / 2.0, NARROWEST), random);
		// As steep as an antialiased edge, or less.
		double steepness = Draws.logUniform(0.5, Math.max(period / Math.PI, 0.5), random);
		double angle = random.nextDouble(Math.PI);
		double dx = 2 * Math.PI / period * Math.cos(angle);
		double dy = 2 * Math.PI / period * Math.sin(angle);
		double phase = random.nextDouble(2 * Math.PI);
		boolean checkers = Draws.happens(CHECKERS, random);
		double warp = Draws.happens(WARPED, random) ? random.nextDouble(0.5, 4) : 0;
		Field bends = Field.smooth(side, side, random);
		return ramp.paint(side, (x, y) -> {
			double bent = phase + warp * bends.at(x, y);
			double wave = Math.sin(x * dx + y * dy + bent);
			if (checkers) {
				wave *= Math.sin(y * dx - x * dy + bent);
			}
			return 0.5 + 0.5 * steepness * wave;
		});
	}

}
