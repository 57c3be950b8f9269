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
package dev.dcae.image.metrics;

import java.util.Arrays;

import dev.dcae.image.Fixtures;
import dev.dcae.image.RgbImage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class ImageMetricsTests {

	private static final RgbImage IMAGE = Fixtures.gradient();

	@Test
	void equalImagesAreNotApart() {
		assertThat(ImageMetrics.mse(IMAGE, IMAGE)).isZero();
		assertThat(ImageMetrics.psnr(IMAGE, IMAGE)).isInfinite().isPositive();
		assertThat(ImageMetrics.ssim(IMAGE, IMAGE)).isEqualTo(1, within(1e-12));
	}

	@Test
	void errorIsTheMeanOfSquares() {
		RgbImage black = new RgbImage(2, 1, new byte[6]);
		RgbImage other = new RgbImage(2, 1, new byte[] { 3, 0, 0, (byte) 255, 0, 0 });
		assertThat(ImageMetrics.mse(black, other)).isEqualTo((9 + 65_025) / 6.0);
		assertThat(ImageMetrics.psnr(black, other)).isEqualTo(10 * Math.log10(65_025 / ((9 + 65_025) / 6.0)));
	}

	@Test
	void blackAndWhiteAreZeroDecibelsApart() {
		byte[] white = new byte[3 * 16 * 16];
		Arrays.fill(white, (byte) 255);
		RgbImage one = new RgbImage(16, 16, new byte[white.length]);
		RgbImage other = new RgbImage(16, 16, white);
		assertThat(ImageMetrics.psnr(one, other)).isZero();
		// Without variance only the means count: C1 / (255^2 + C1).
		assertThat(ImageMetrics.ssim(one, other)).isEqualTo(6.5025 / (65_025 + 6.5025), within(1e-9));
	}

	/**
	 * By a plain double loop over windows in NumPy; scikit-image agrees.
	 */
	@Test
	void similarityIsWhatNumPyComputes() {
		RgbImage lossy = new RgbImage(37, 23, Fixtures.file("lossy.webp.rgb"));
		assertThat(ImageMetrics.mse(IMAGE, lossy)).isEqualTo(14.225225225225225, within(1e-9));
		assertThat(ImageMetrics.psnr(IMAGE, lossy)).isEqualTo(36.600212096462734, within(1e-9));
		assertThat(ImageMetrics.ssim(IMAGE, lossy)).isEqualTo(0.9890328711705272, within(1e-9));
		assertThat(ImageMetrics.ssim(lossy, IMAGE)).isEqualTo(0.9890328711705272, within(1e-9));
	}

	@Test
	void anImageSmallerThanTheWindowHasASimilarity() {
		RgbImage one = IMAGE.crop(3, 3, 4, 6);
		RgbImage other = IMAGE.crop(4, 3, 4, 6);
		assertThat(ImageMetrics.ssim(one, one)).isEqualTo(1, within(1e-12));
		assertThat(ImageMetrics.ssim(one, other)).isStrictlyBetween(-1.0, 1.0);
	}

	@Test
	void sizesMustBeEqual() {
		RgbImage other = IMAGE.crop(0, 0, 23, 23);
		assertThatIllegalArgumentException().isThrownBy(() -> ImageMetrics.mse(IMAGE, other));
		assertThatIllegalArgumentException().isThrownBy(() -> ImageMetrics.psnr(IMAGE, other));
		assertThatIllegalArgumentException().isThrownBy(() -> ImageMetrics.ssim(IMAGE, other));
	}

}
