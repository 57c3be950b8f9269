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

import java.util.List;
import java.util.random.RandomGenerator;

import dev.dcae.image.RgbImage;

/**
 * Images made up on the spot, to train without photographs or beside few of them: dead
 * leaves, gradients, noise of a natural spectrum, text, stripes; a quarter of the time
 * two of them in one patch, and sometimes under uneven light.
 */
public final class Procedural implements ImageSource {

	private static final double TWO_KINDS = 0.25;

	private static final double UNEVEN_LIGHT = 0.25;

	private static final ImageSource BACKGROUNDS = Mixture.of(new Mixture.Part(new Plain(), 1),
			new Mixture.Part(new Gradients(), 2), new Mixture.Part(new NaturalNoise(), 1));

	private static final ImageSource KINDS = Mixture.of(new Mixture.Part(new DeadLeaves(BACKGROUNDS), 40),
			new Mixture.Part(new Gradients(), 16), new Mixture.Part(new NaturalNoise(), 18),
			new Mixture.Part(new Text(
					Mixture.of(new Mixture.Part(BACKGROUNDS, 3), new Mixture.Part(new DeadLeaves(BACKGROUNDS), 1))),
					18),
			new Mixture.Part(new Stripes(), 12));

	@Override
	public RgbImage patch(int side, RandomGenerator random) {
		RgbImage patch = KINDS.patch(side, random);
		if (Draws.happens(TWO_KINDS, random)) {
			patch = besides(patch, KINDS.patch(side, random), random);
		}
		return Draws.happens(UNEVEN_LIGHT, random) ? lit(patch, random) : patch;
	}

	/**
	 * Two images on the two sides of a wavy edge, which is sharp or soft.
	 */
	private static RgbImage besides(RgbImage one, RgbImage other, RandomGenerator random) {
		int side = one.width();
		Field field = Field.smooth(side, side * Draws.logUniform(0.3, 2, random), random);
		double sharpness = Draws.logUniform(1, side, random);
		byte[] mixed = new byte[one.pixels().length];
		for (int i = 0; i < mixed.length; i++) {
			double share = Math.clamp(0.5 + sharpness * field.values()[i / 3], 0, 1);
			mixed[i] = (byte) Math.round((one.pixels()[i] & 0xff) * share + (other.pixels()[i] & 0xff) * (1 - share));
		}
		return new RgbImage(side, side, mixed);
	}

	private static RgbImage lit(RgbImage patch, RandomGenerator random) {
		int side = patch.width();
		Field field = Field.smooth(side, side * Draws.logUniform(0.5, 2, random), random);
		double depth = random.nextDouble(0.2, 0.8);
		byte[] pixels = new byte[patch.pixels().length];
		for (int i = 0; i < pixels.length; i++) {
			double light = 1 - depth * Math.clamp(0.5 + field.values()[i / 3], 0, 1);
			pixels[i] = (byte) Math.round((patch.pixels()[i] & 0xff) * light);
		}
		return new RgbImage(side, side, pixels);
	}

	/**
	 * One colour, for other things to be on.
	 */
	private static final class Plain implements ImageSource {

		@Override
		public RgbImage patch(int side, RandomGenerator random) {
			return new Ramp(List.of(Draws.one(Palette.random(random).colours(), random))).paint(side, (x, y) -> 0);
		}

	}

}
