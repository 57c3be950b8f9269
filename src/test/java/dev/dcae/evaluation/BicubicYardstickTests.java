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
package dev.dcae.evaluation;

import dev.dcae.image.RgbImage;
import dev.dcae.image.metrics.ImageMetrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.withinPercentage;

class BicubicYardstickTests {

	private static final BicubicYardstick F32C32 = new BicubicYardstick(new LatentGrid(32, 32));

	/**
	 * Another implementation, in floating point, found 20.7 and 22.9 dB.
	 */
	@Test
	void photographsLoseWhatTheyLoseElsewhere() {
		assertThat(psnr(Photos.ASTRONAUT)).isEqualTo(20.7, offset(0.2));
		assertThat(psnr(Photos.COFFEE)).isEqualTo(22.9, offset(0.2));
	}

	@ParameterizedTest
	@CsvSource({ "32, 32, 512, 512", "32, 32, 1536, 864", "64, 128, 1024, 512", "8, 4, 512, 256", "8, 16, 256, 256",
			"32, 8, 2048, 1024" })
	void holdsAsManyValuesAsTheLatent(int ratio, int channels, int width, int height) {
		Rate rate = new BicubicYardstick(new LatentGrid(ratio, channels)).code(Photos.noise(width, height, 1)).rate();
		assertThat(rate.valuesPerPixel()).isCloseTo((double) channels / (ratio * ratio), withinPercentage(2.5));
		assertThat(rate.bitsPerPixel()).isEqualTo(8 * rate.valuesPerPixel());
	}

	@Test
	void neverHoldsLessThanAPixel() {
		BicubicYardstick tiny = new BicubicYardstick(new LatentGrid(64, 1));
		RgbImage image = Photos.noise(64, 64, 1);
		assertThat(tiny.code(image).rate().valuesPerPixel()).isEqualTo(3 / 4096.0);
		assertThat(tiny.code(image).image()).extracting(RgbImage::width, RgbImage::height).containsExactly(64, 64);
	}

	@Test
	void isNamedAfterTheLatent() {
		assertThat(F32C32.name()).isEqualTo("bicubic f32c32");
	}

	private static double psnr(RgbImage image) {
		return ImageMetrics.psnr(image, F32C32.code(image).image());
	}

}
