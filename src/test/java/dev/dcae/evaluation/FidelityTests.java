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

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

import dev.dcae.engine.PerceptualDistance;
import dev.dcae.image.RgbImage;
import dev.dcae.image.metrics.Fidelity;
import dev.dcae.image.metrics.ImageMetrics;
import dev.dcae.image.metrics.PerceptualMetric;
import dev.dcae.torchscript.DistanceArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class FidelityTests {

	private static final RgbImage IMAGE = Photos.noise(20, 12, 1);

	private static final RgbImage OTHER = Photos.noise(20, 12, 2);

	@Test
	void measuresWhatImageMetricsDo() {
		Fidelity fidelity = Fidelity.of(IMAGE, OTHER, PerceptualMetric.NONE);
		assertThat(fidelity.mse()).isEqualTo(ImageMetrics.mse(IMAGE, OTHER));
		assertThat(fidelity.psnr()).isEqualTo(ImageMetrics.psnr(IMAGE, OTHER));
		assertThat(fidelity.ssim()).isEqualTo(ImageMetrics.ssim(IMAGE, OTHER));
		assertThat(fidelity.lpips()).isEmpty();
	}

	@Test
	void asksTheNetworkWhereThereIsOne(@TempDir Path temp) throws IOException {
		RgbImage black = new RgbImage(20, 12, new byte[720]);
		byte[] levels = new byte[720];
		Arrays.fill(levels, (byte) 51);
		try (PerceptualDistance distance = PerceptualDistance.load(DistanceArchive.meanAbsolute(temp.resolve("mae.pt")),
				"cpu", 2)) {
			Fidelity fidelity = Fidelity.of(black, new RgbImage(20, 12, levels),
					new LpipsMetric(distance, () -> Long.MAX_VALUE));
			assertThat(fidelity.lpips()).hasValueCloseTo(0.4, within(1e-6));
		}
	}

	@Test
	void thePerceptualDistanceIsLeftOutOfImagesForWhichThereIsNoMemory(@TempDir Path temp) throws IOException {
		try (PerceptualDistance distance = PerceptualDistance.load(DistanceArchive.meanAbsolute(temp.resolve("mae.pt")),
				"cpu", 2)) {
			long enough = LpipsMetric.BYTES_A_PIXEL * IMAGE.width() * IMAGE.height();
			assertThat(new LpipsMetric(distance, () -> enough).between(IMAGE, OTHER)).isPresent();
			assertThat(new LpipsMetric(distance, () -> enough - 1).between(IMAGE, OTHER)).isEmpty();
		}
	}

	@Test
	void imagesOfDifferentSizesAreNotCompared() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Fidelity.of(IMAGE, IMAGE.crop(0, 0, 19, 12), PerceptualMetric.NONE));
	}

	@Test
	void meansAreTakenMeasureByMeasure() {
		Measurement first = new Measurement("model", new Rate(0.5, 8),
				new Fidelity(10, 30, 0.5, OptionalDouble.of(0.2)), Duration.ofMillis(9), Duration.ofMillis(1));
		Measurement second = new Measurement("model", new Rate(1.5, 24),
				new Fidelity(30, 20, 0.9, OptionalDouble.of(0.4)), Duration.ofMillis(3), Duration.ofMillis(2));
		Measurement mean = Measurement.means(List.of(List.of(first), List.of(second))).getFirst();
		assertThat(mean.encoding()).isEqualTo(Duration.ofMillis(6));
		assertThat(mean.codec()).isEqualTo("model");
		assertThat(mean.rate()).isEqualTo(new Rate(1, 16));
		assertThat(mean.fidelity().mse()).isEqualTo(20);
		assertThat(mean.fidelity().psnr()).isEqualTo(25);
		assertThat(mean.fidelity().ssim()).isEqualTo(0.7, within(1e-12));
		assertThat(mean.fidelity().lpips()).hasValueCloseTo(0.3, within(1e-12));
	}

	@Test
	void meansAreOfOneCodecEach() {
		Rate rate = new Rate(1, 16);
		List<Measurement> image = List.of(
				new Measurement("a", rate, new Fidelity(1, 1, 1, OptionalDouble.empty()), Duration.ZERO, Duration.ZERO),
				new Measurement("b", rate, new Fidelity(3, 3, 0, OptionalDouble.empty()), Duration.ZERO,
						Duration.ZERO));
		assertThat(Measurement.means(List.of(image, image))).isEqualTo(image);
	}

}
