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

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

import dev.dcae.image.RgbImage;
import dev.dcae.training.data.ColourAugmentation.Change;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class ColourAugmentationTests {

	private static final Change NEVER = Change.NEVER;

	private static final RgbImage IMAGE = new Procedural().patch(64, new SplittableRandom(11));

	private final SplittableRandom random = new SplittableRandom(5);

	@Test
	void noneLeavesTheImage() {
		assertThat(ColourAugmentation.NONE.apply(IMAGE, this.random)).isEqualTo(IMAGE);
	}

	@Test
	void permutationMovesChannelsAndChangesNoLevel() {
		ColourAugmentation permutation = new ColourAugmentation(1, NEVER, NEVER, NEVER, 0);
		Set<List<Integer>> orders = new HashSet<>();
		RgbImage image = pixel(10, 77, 255);
		for (int i = 0; i < 100; i++) {
			RgbImage changed = permutation.apply(image, this.random);
			List<Integer> order = List.of(level(changed, 0), level(changed, 1), level(changed, 2));
			assertThat(order).containsExactlyInAnyOrder(10, 77, 255);
			orders.add(order);
		}
		assertThat(orders).hasSize(6);
	}

	@Test
	void mixingKeepsGreysAndChangesColours() {
		ColourAugmentation mixing = new ColourAugmentation(0, new Change(1, 1), NEVER, NEVER, 0);
		int changed = 0;
		for (int i = 0; i < 100; i++) {
			for (int grey : new int[] { 0, 1, 100, 255 }) {
				RgbImage image = pixel(grey, grey, grey);
				assertThat(mixing.apply(image, this.random)).isEqualTo(image);
			}
			changed += mixing.apply(IMAGE, this.random).equals(IMAGE) ? 0 : 1;
		}
		assertThat(changed).isEqualTo(100);
	}

	@Test
	void brightnessMultipliesWithinItsStrength() {
		ColourAugmentation brightness = new ColourAugmentation(0, NEVER, new Change(1, 1), NEVER, 0);
		int darkest = 255;
		int brightest = 0;
		for (int i = 0; i < 300; i++) {
			RgbImage changed = brightness.apply(pixel(80, 80, 80), this.random);
			darkest = Math.min(darkest, level(changed, 0));
			brightest = Math.max(brightest, level(changed, 0));
			assertThat((double) level(changed, 1) / level(changed, 0)).isBetween(0.69, 1.45);
		}
		assertThat(darkest).isBetween(33, 45);
		assertThat(brightest).isBetween(150, 191);
	}

	@Test
	void contrastKeepsTheMeanAndScalesTheRest() {
		ColourAugmentation contrast = new ColourAugmentation(0, NEVER, NEVER, new Change(1, 1), 0);
		RgbImage image = new RgbImage(2, 1, new byte[] { 90, 90, 90, 110, 110, 110 });
		int narrowest = 255;
		int widest = 0;
		for (int i = 0; i < 200; i++) {
			RgbImage changed = contrast.apply(image, this.random);
			assertThat((level(changed, 0) + level(changed, 3)) / 2.0).isCloseTo(100, within(1.0));
			narrowest = Math.min(narrowest, level(changed, 3) - level(changed, 0));
			widest = Math.max(widest, level(changed, 3) - level(changed, 0));
		}
		assertThat(narrowest).isBetween(9, 12);
		assertThat(widest).isBetween(36, 41);
	}

	@Test
	void greyMakesAllChannelsTheLuma() {
		ColourAugmentation grey = new ColourAugmentation(0, NEVER, NEVER, NEVER, 1);
		RgbImage changed = grey.apply(pixel(200, 100, 50), this.random);
		assertThat(List.of(level(changed, 0), level(changed, 1), level(changed, 2))).containsOnly(124);
	}

	@Test
	void probabilitiesSayHowOften() {
		ColourAugmentation sometimes = new ColourAugmentation(0, NEVER, NEVER, NEVER, 0.25);
		int grey = 0;
		for (int i = 0; i < 1000; i++) {
			grey += sometimes.apply(pixel(200, 100, 50), this.random).equals(pixel(200, 100, 50)) ? 0 : 1;
		}
		assertThat(grey).isBetween(200, 300);
	}

	@Test
	void theSameSeedChangesTheSame() {
		for (int seed = 0; seed < 50; seed++) {
			assertThat(ColourAugmentation.STRONG.apply(IMAGE, new SplittableRandom(seed)))
				.isEqualTo(ColourAugmentation.STRONG.apply(IMAGE, new SplittableRandom(seed)));
		}
	}

	@Test
	void strongStaysMostlyInRange() {
		RgbImage colours = new RgbImage(64, 64, new byte[3 * 64 * 64]);
		for (int i = 0; i < colours.pixels().length; i++) {
			colours.pixels()[i] = (byte) this.random.nextInt(20, 236);
		}
		long clipped = 0;
		for (int i = 0; i < 200; i++) {
			for (byte level : ColourAugmentation.STRONG.apply(colours, this.random).pixels()) {
				clipped += (level == 0 || level == -1) ? 1 : 0;
			}
		}
		assertThat(clipped / (200.0 * colours.pixels().length)).isLessThan(0.08);
	}

	@ParameterizedTest
	@ValueSource(doubles = { -0.1, 1.1, Double.NaN })
	void impossibleProbabilitiesAreRefused(double probability) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Change(probability, 1));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ColourAugmentation(probability, NEVER, NEVER, NEVER, 0));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ColourAugmentation(0, NEVER, NEVER, NEVER, probability));
	}

	@ParameterizedTest
	@ValueSource(doubles = { -0.1, Double.POSITIVE_INFINITY, Double.NaN })
	void impossibleStrengthsAreRefused(double strength) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Change(0.5, strength));
	}

	private static RgbImage pixel(int red, int green, int blue) {
		return new RgbImage(1, 1, new byte[] { (byte) red, (byte) green, (byte) blue });
	}

	private static int level(RgbImage image, int index) {
		return image.pixels()[index] & 0xff;
	}

}
