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
package dev.dcae.dataset;

import dev.dcae.image.Kernel;
import dev.dcae.image.RgbImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Sizes by aspect ratio.
 */
class BucketsTests {

	/**
	 * Of PixArt's ASPECT_RATIO_512, _1024 and _2048: width of the image, its height, and
	 * the size it gets.
	 */
	@ParameterizedTest
	@CsvSource({ "512, 1000, 1000, 512x512", "512, 1600, 900, 672x384", "1024, 1000, 1000, 1024x1024",
			"1024, 3000, 2000, 1216x832", "1024, 2000, 3000, 832x1216", "1024, 100, 1000, 512x2048",
			"1024, 1000, 100, 2048x512", "1024, 1000, 1180, 896x1088", "1024, 100, 175, 768x1344",
			"1024, 100, 200, 704x1408", "2048, 4000, 3000, 2304x1664", "2048, 1000, 939, 2048x1920" })
	void anImageGetsTheSizeThatTheTablesGiveIt(String table, int width, int height, String size) {
		assertThat(Buckets.of(table).nearest(width, height)).hasToString(size);
	}

	@ParameterizedTest
	@ValueSource(strings = { "512", "1024", "2048" })
	void aTableHasFortySizesOfAboutOneArea(String table) {
		Buckets buckets = Buckets.of(table);
		double area = Math.pow(Integer.parseInt(table), 2);
		assertThat(buckets.sizes()).hasSize(40).allSatisfy((size) -> {
			assertThat(size.width() * size.height() / area).isBetween(0.88, 1.02);
			assertThat((double) size.height() / size.width()).isBetween(size.ratio() - 0.01, size.ratio() + 0.01);
		});
		buckets.requireMultiplesOf(Integer.parseInt(table) / 32);
		assertThat(buckets.kernel()).isEqualTo(table.equals("2048") ? Kernel.LANCZOS : Kernel.BICUBIC);
	}

	@Test
	void aListIsWidthFirst() {
		Buckets buckets = Buckets.of("512x256, 256x512");
		assertThat(buckets.nearest(100, 10)).hasToString("512x256");
		assertThat(buckets).hasToString("512x256,256x512");
		assertThatIllegalArgumentException().isThrownBy(() -> buckets.requireMultiplesOf(512))
			.withMessageContaining("512x256");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "256", "512x", "512x512,", "0x8", "512X512", "-1x2" })
	void anythingElseIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Buckets.of(text))
			.withMessageContaining("512x512,640x384");
	}

	/**
	 * Covered, then cut in the middle; half a pixel goes to the even side, as
	 * torchvision's CenterCrop rounds.
	 */
	@Test
	void anImageIsCoveredAndCutInTheMiddle() {
		byte[] pixels = new byte[3 * 11 * 8];
		for (int i = 0; i < pixels.length; i++) {
			pixels[i] = (byte) (i / 3 % 11);
		}
		RgbImage cut = Buckets.of("8x8").sizes().getFirst().cut(new RgbImage(11, 8, pixels), Kernel.LANCZOS);
		assertThat(cut.width()).isEqualTo(8);
		assertThat(cut.pixels()[0]).isEqualTo((byte) 2);
		RgbImage small = Buckets.of("16x8").sizes().getFirst().cut(new RgbImage(11, 8, pixels), Kernel.LANCZOS);
		assertThat(small.width()).isEqualTo(16);
		assertThat(small.height()).isEqualTo(8);
	}

}
