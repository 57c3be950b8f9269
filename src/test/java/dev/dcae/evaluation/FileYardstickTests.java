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

import java.util.Arrays;
import java.util.SplittableRandom;

import dev.dcae.image.Formats;
import dev.dcae.image.ImageFormat;
import dev.dcae.image.Quality;
import dev.dcae.image.RgbImage;
import dev.dcae.image.metrics.ImageMetrics;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class FileYardstickTests {

	private static final RgbImage PHOTO = Photos.COFFEE.centerCrop(256, 192);

	@ParameterizedTest
	@ValueSource(strings = { "jpeg", "webp" })
	void theFileIsTheBestThatIsNoLargerThanTheLatent(String name) {
		ImageFormat format = Formats.ALL.called(name).orElseThrow();
		Coded coded = new FileYardstick(format, new LatentGrid(8, 4)).code(PHOTO);
		double latent = 16 * 4 / 64.0;
		assertThat(coded.rate().bitsPerPixel()).isLessThanOrEqualTo(latent);
		int best = 0;
		for (int percent = 1; percent <= 100; percent++) {
			byte[] file = format.encode(PHOTO, new Quality(percent));
			if (8.0 * file.length <= latent * 256 * 192) {
				best = percent;
			}
		}
		byte[] file = format.encode(PHOTO, new Quality(best));
		assertThat(coded.rate().bitsPerPixel()).isEqualTo(8.0 * file.length / (256 * 192));
		assertThat(coded.image()).isEqualTo(Formats.decode(file));
		assertThat(ImageMetrics.psnr(PHOTO, coded.image())).isGreaterThan(20);
	}

	/**
	 * WebP at 100 is lossless, which is less than at 1 where colours are few.
	 */
	@ParameterizedTest
	@CsvSource({ "8, 4", "32, 32" })
	void ofAPageOfTextItIsTheLosslessFile(int ratio, int channels) {
		RgbImage page = page();
		Coded coded = new FileYardstick(Formats.WEBP, new LatentGrid(ratio, channels)).code(page);
		assertThat(coded.rate().bitsPerPixel()).isLessThanOrEqualTo(16.0 * channels / (ratio * ratio));
		assertThat(coded.image()).isEqualTo(page);
	}

	/**
	 * Black letters of 5 × 7 pixels on white.
	 */
	private static RgbImage page() {
		SplittableRandom random = new SplittableRandom(7);
		long[] letters = random.longs(26).toArray();
		byte[] pixels = new byte[3 * 512 * 512];
		Arrays.fill(pixels, (byte) 255);
		for (int line = 0; line < 34; line++) {
			for (int column = 0; column < 60; column++) {
				long letter = letters[random.nextInt(letters.length)];
				for (int dot = 0; dot < 35; dot++) {
					if ((letter >> dot & 1) == 1) {
						int at = 3 * ((line * 15 + dot / 5) * 512 + column * 8 + dot % 5);
						Arrays.fill(pixels, at, at + 3, (byte) 0);
					}
				}
			}
		}
		return new RgbImage(512, 512, pixels);
	}

	@ParameterizedTest
	@ValueSource(strings = { "jpeg", "webp" })
	void whereAllFilesAreLargerItIsTheSmallestAndSaysItsSize(String name) {
		ImageFormat format = Formats.ALL.called(name).orElseThrow();
		Coded coded = new FileYardstick(format, new LatentGrid(64, 1)).code(PHOTO);
		assertThat(coded.rate().bitsPerPixel())
			.isEqualTo(8.0 * format.encode(PHOTO, new Quality(1)).length / (256 * 192))
			.isGreaterThan(16 / 4096.0);
	}

}
