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

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import dev.dcae.image.RgbImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MixtureTests {

	private final SplittableRandom random = new SplittableRandom(9);

	@Test
	void sourcesComeAsOftenAsTheirWeightsSay() {
		Mixture mixture = Mixture.of(new Mixture.Part(plain(10), 3), new Mixture.Part(plain(20), 1));
		int first = 0;
		for (int i = 0; i < 1000; i++) {
			first += (mixture.patch(4, this.random).pixels()[0] == 10) ? 1 : 0;
		}
		assertThat(first).isBetween(690, 810);
	}

	@Test
	void eachSourceHasItsOwnAugmentation() {
		ColourAugmentation darker = new ColourAugmentation(0, ColourAugmentation.Change.NEVER,
				new ColourAugmentation.Change(1, 2), ColourAugmentation.Change.NEVER, 0);
		Mixture mixture = Mixture.of(new Mixture.Part(plain(40), 1), new Mixture.Part(plain(0), 1, darker),
				new Mixture.Part(plain(100), 1, darker));
		int changed = 0;
		for (int i = 0; i < 300; i++) {
			int level = mixture.patch(4, this.random).pixels()[0] & 0xff;
			changed += (level != 0 && level != 40) ? 1 : 0;
		}
		assertThat(changed).isBetween(70, 130);
	}

	@Test
	void aMixtureOfNothingIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Mixture(List.of()));
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0, -1, Double.NaN, Double.POSITIVE_INFINITY })
	void impossibleWeightsAreRefused(double weight) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Mixture.Part(plain(1), weight));
	}

	private static ImageSource plain(int level) {
		return (side, random) -> {
			byte[] pixels = new byte[3 * side * side];
			Arrays.fill(pixels, (byte) level);
			return new RgbImage(side, side, pixels);
		};
	}

}
