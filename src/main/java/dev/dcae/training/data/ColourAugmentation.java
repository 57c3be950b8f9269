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
 * Random changes of all colours of an image at once. A few photographs have few colours,
 * and a model that sees no others learns them instead of learning to see.
 *
 * @param permutation probability that the channels change places; all six orders are
 * equally likely
 * @param mixing each channel takes up to {@code strength} of each other, or gives up to a
 * third of it; greys stay. Colours turn, pale, and sometimes glow
 * @param brightness all channels are multiplied by up to {@code 2^strength} or down to
 * {@code 2^-strength}, and each by a quarter of such a factor of its own
 * @param contrast distances from the mean colour are multiplied by up to
 * {@code 2^strength} or down to {@code 2^-strength}
 * @param grey probability that all channels become the luma of ITU-R BT.601
 */
public record ColourAugmentation(double permutation, Change mixing, Change brightness, Change contrast, double grey) {

	/**
	 * Leaves images as they are.
	 */
	public static final ColourAugmentation NONE = new ColourAugmentation(0, Change.NEVER, Change.NEVER, Change.NEVER,
			0);

	/**
	 * Strong enough for a few photographs.
	 */
	public static final ColourAugmentation STRONG = new ColourAugmentation(0.5, new Change(0.5, 0.5),
			new Change(0.5, 0.5), new Change(0.4, 0.6), 0.03);

	/**
	 * Checks the probabilities.
	 * @throws IllegalArgumentException if one is not between 0 and 1
	 */
	public ColourAugmentation {
		checkProbability(permutation);
		checkProbability(grey);
	}

	/**
	 * The image in other colours. What leaves the range of a byte is clipped.
	 */
	public RgbImage apply(RgbImage image, RandomGenerator random) {
		ColourMatrix colours = ColourMatrix.IDENTITY;
		if (Draws.happens(this.permutation, random)) {
			colours = colours.then(ColourMatrix.permutation(random.nextInt(6)));
		}
		if (this.mixing.happens(random)) {
			colours = colours.then(mixed(this.mixing.strength, random));
		}
		if (Draws.happens(this.grey, random)) {
			colours = colours.then(ColourMatrix.LUMA);
		}
		if (this.brightness.happens(random)) {
			double all = Draws.around(this.brightness.strength, random);
			double own = this.brightness.strength / 4;
			colours = colours.then(ColourMatrix.gains(Math.pow(2, all + Draws.around(own, random)),
					Math.pow(2, all + Draws.around(own, random)), Math.pow(2, all + Draws.around(own, random))));
		}
		if (this.contrast.happens(random)) {
			double gain = Math.pow(2, Draws.around(this.contrast.strength, random));
			colours = colours.then(ColourMatrix.contrast(gain, colours.applied(ColourMatrix.mean(image))));
		}
		return colours.equals(ColourMatrix.IDENTITY) ? image : colours.apply(image);
	}

	private static ColourMatrix mixed(double strength, RandomGenerator random) {
		double[] taken = new double[6];
		for (int i = 0; i < taken.length; i++) {
			taken[i] = strength * random.nextDouble(-1.0 / 3, 1);
		}
		return new ColourMatrix(1 - taken[0] - taken[1], taken[0], taken[1], 0, //
				taken[2], 1 - taken[2] - taken[3], taken[3], 0, //
				taken[4], taken[5], 1 - taken[4] - taken[5], 0);
	}

	private static void checkProbability(double probability) {
		if (!(probability >= 0 && probability <= 1)) {
			throw new IllegalArgumentException(
					"A probability lies between 0 and 1, which %s does not".formatted(probability));
		}
	}

	/**
	 * A change that happens sometimes, and its strength.
	 *
	 * @param probability between 0 and 1
	 * @param strength 0 or more; its meaning is that of the change
	 */
	public record Change(double probability, double strength) {

		public static final Change NEVER = new Change(0, 0);

		/**
		 * Checks the numbers.
		 * @throws IllegalArgumentException if the probability is not between 0 and 1 or
		 * the strength is negative
		 */
		public Change {
			checkProbability(probability);
			if (!(strength >= 0 && Double.isFinite(strength))) {
				throw new IllegalArgumentException("A strength is 0 or more, which %s is not".formatted(strength));
			}
		}

		boolean happens(RandomGenerator random) {
			return Draws.happens(this.probability, random);
		}

	}

}
