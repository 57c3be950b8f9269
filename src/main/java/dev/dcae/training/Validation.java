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
package dev.dcae.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.dcae.image.RgbImage;
import dev.dcae.image.formats.ImageFormats;
import dev.dcae.image.metrics.Fidelity;
import dev.dcae.image.metrics.PerceptualMetric;
import dev.dcae.model.DcAeConfig;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import dev.dcae.training.data.PhotoFolder;

/**
 * Images that nothing is trained on, to tell how good the averaged weights are.
 */
final class Validation {

	private final DcAeConfig config;

	private final List<RgbImage> images;

	private final int threads;

	private Validation(DcAeConfig config, List<RgbImage> images, int threads) {
		this.config = config;
		this.images = images;
		this.threads = threads;
	}

	/**
	 * A measurement.
	 *
	 * @param psnr in dB, the mean over the images
	 * @param ssim likewise
	 */
	record Score(double psnr, double ssim) {

		/**
		 * Nothing measured.
		 */
		static final Score NONE = new Score(Double.NaN, Double.NaN);

	}

	/**
	 * The best measurement of a run.
	 *
	 * @param step that it was measured after; 0 if nothing was
	 */
	record Best(int step, Score score) {

		static final Best NONE = new Best(0, Score.NONE);

		/**
		 * Reads what {@link #text()} wrote.
		 */
		static Best of(String text) {
			String[] parts = text.split(" ");
			return (parts.length == 3) ? new Best(Integer.parseInt(parts[0]),
					new Score(Double.parseDouble(parts[1]), Double.parseDouble(parts[2]))) : NONE;
		}

		String text() {
			return "%d %s %s".formatted(this.step, this.score.psnr(), this.score.ssim());
		}

		/**
		 * Tells whether another measurement is better, as any is than none.
		 */
		boolean isBelow(Score other) {
			return !(this.score.psnr() >= other.psnr());
		}

	}

	/**
	 * Reads the images of a folder and crops each in the middle to multiples of the
	 * ratio.
	 * @param except a file that is left out, if it is there
	 * @throws IOException if a file cannot be read
	 * @throws TrainingException if one has no room for a cell of the latent
	 */
	static Validation of(Path folder, Path except, DcAeConfig config, int threads) throws IOException {
		List<RgbImage> images = new ArrayList<>();
		for (RgbImage image : PhotoFolder.images(folder, except, ImageFormats.ofCollections())) {
			int width = image.width() / config.ratio() * config.ratio();
			int height = image.height() / config.ratio() * config.ratio();
			if (width == 0 || height == 0) {
				throw new TrainingException("validation.images has an image of %d × %d pixels; the model's ratio is %d"
					.formatted(image.width(), image.height(), config.ratio()));
			}
			images.add(image.crop((image.width() - width) / 2, (image.height() - height) / 2, width, height));
		}
		return new Validation(config, images, threads);
	}

	/**
	 * Measures weights, in float32.
	 * @param folder of the run
	 * @param tensors every tensor of the config
	 */
	Score score(Path folder, Map<String, Tensor> tensors) {
		try (TrainableModel model = TrainableModel.frozen(folder, this.config, tensors, this.threads)) {
			List<Fidelity> each = this.images.stream()
				.map((image) -> Fidelity.of(image, reconstructed(model, image), PerceptualMetric.NONE))
				.toList();
			Fidelity mean = Fidelity.mean(each);
			return new Score(mean.psnr(), mean.ssim());
		}
	}

	private static RgbImage reconstructed(TrainableModel model, RgbImage image) {
		Tensor pixels = Tensor.ofBytes(new Shape(1, image.height(), image.width(), 3), image.pixels());
		float[] planes = model.reconstruct(pixels).toFloats();
		int plane = image.width() * image.height();
		byte[] levels = new byte[3 * plane];
		for (int i = 0; i < levels.length; i++) {
			float value = planes[i % 3 * plane + i / 3];
			levels[i] = (byte) (int) Math.rint(Math.clamp(value / 2 + 0.5f, 0f, 1f) * 255f);
		}
		return new RgbImage(image.width(), image.height(), levels);
	}

}
