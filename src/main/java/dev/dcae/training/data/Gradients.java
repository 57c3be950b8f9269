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
 * Colours that change slowly: along a line, around a point, or in clouds.
 */
final class Gradients implements ImageSource {

	private static final int MOST_STOPS = 4;

	@Override
	public RgbImage patch(int side, RandomGenerator random) {
		Ramp ramp = Palette.random(random).ramp(random.nextInt(2, MOST_STOPS + 1), random);
		return ramp.paint(side, switch (random.nextInt(3)) {
			case 0 -> linear(side, random);
			case 1 -> radial(side, random);
			default -> cloudy(side, random);
		});
	}

	private static Ramp.Scalar linear(int side, RandomGenerator random) {
		double angle = random.nextDouble(2 * Math.PI);
		double length = side * random.nextDouble(0.7, 2);
		double dx = Math.cos(angle) / length;
		double dy = Math.sin(angle) / length;
		double middle = (side - 1) / 2.0;
		return (x, y) -> 0.5 + (x - middle) * dx + (y - middle) * dy;
	}

	private static Ramp.Scalar radial(int side, RandomGenerator random) {
		double centerX = side * random.nextDouble();
		double centerY = side * random.nextDouble();
		double length = side * random.nextDouble(0.4, 1.5);
		return (x, y) -> Math.hypot(x - centerX, y - centerY) / length;
	}

	private static Ramp.Scalar cloudy(int side, RandomGenerator random) {
		Field field = Field.smooth(side, side * random.nextDouble(0.5, 2), random);
		return (x, y) -> 0.5 + 0.4 * field.at(x, y);
	}

}
