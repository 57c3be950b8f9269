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
 * Noise with the spectrum of photographs, or a somewhat rougher or smoother one: in the
 * colours of a palette, or mostly of brightness and a little of hue.
 */
final class NaturalNoise implements ImageSource {

	private static final double IN_A_PALETTE = 0.5;

	@Override
	public RgbImage patch(int side, RandomGenerator random) {
		double exponent = random.nextDouble(0.7, 2);
		double contrast = Draws.logUniform(0.08, 0.5, random);
		Field light = Field.natural(side, exponent, random);
		if (Draws.happens(IN_A_PALETTE, random)) {
			Ramp ramp = Palette.random(random).ramp(random.nextInt(2, 6), random);
			double middle = random.nextDouble(0.2, 0.8);
			return ramp.paint(side, (x, y) -> middle + contrast * light.at(x, y));
		}
		Field hue = Field.natural(side, exponent + 0.3, random);
		return coloured(light, hue, 255 * contrast, random);
	}

	private static RgbImage coloured(Field light, Field hue, double contrast, RandomGenerator random) {
		double colourful = contrast * random.nextDouble();
		double[] base = new double[3];
		double[] toHue = new double[3];
		double brightness = random.nextDouble(30, 225);
		for (int channel = 0; channel < 3; channel++) {
			base[channel] = brightness + Draws.around(60, random);
			toHue[channel] = Draws.around(colourful, random);
		}
		byte[] pixels = new byte[3 * light.values().length];
		for (int i = 0; i < pixels.length; i++) {
			double level = base[i % 3] + contrast * light.values()[i / 3] + toHue[i % 3] * hue.values()[i / 3];
			pixels[i] = (byte) Math.clamp(Math.round(level), 0, 255);
		}
		return new RgbImage(light.side(), light.side(), pixels);
	}

}
