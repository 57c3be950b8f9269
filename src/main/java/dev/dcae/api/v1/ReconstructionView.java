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
package dev.dcae.api.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.dcae.image.metrics.Fidelity;
import dev.dcae.model.Autoencoder;
import dev.dcae.pipeline.ReconstructionReport;
import dev.dcae.tensor.DType;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The loss of an image in a model, and what the rest takes.
 *
 * @param model that was examined
 * @param family such as DC-AE
 * @param ratio pixels per latent cell side
 * @param width of the images that are compared, in pixels
 * @param height of the images that are compared, in pixels
 * @param latentShape {@code [1, c, h, w]}
 * @param values of the latent
 * @param valuesPerPixel of the latent, per pixel of the image
 * @param bitsPerPixel by the type that the values travel in
 * @param mse mean squared difference of the 8-bit values
 * @param psnr in dB; null for equal images, for which it is infinite
 * @param ssim structural similarity, 1 for equal images
 * @param lpips perceptual distance, 0 for equal images; left out where the service has no
 * network for it, or no memory for this size
 */
@SuppressWarnings("ArrayRecordComponent")
@Schema(name = "Reconstruction")
public record ReconstructionView(String model, String family, int ratio, int width, int height, long[] latentShape,
		long values, double valuesPerPixel, Bits bitsPerPixel, double mse, @Nullable Double psnr, double ssim,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double lpips) {

	/**
	 * Bits of the latent per pixel of the image.
	 *
	 * @param float32 with values of 32 bits
	 * @param float16 with values of 16 bits
	 */
	public record Bits(double float32, double float16) {

		static Bits of(double valuesPerPixel) {
			return new Bits(valuesPerPixel * DType.F32.bytes() * Byte.SIZE,
					valuesPerPixel * DType.F16.bytes() * Byte.SIZE);
		}

	}

	public static ReconstructionView of(ReconstructionReport made) {
		Autoencoder model = made.model();
		Fidelity fidelity = made.fidelity();
		return new ReconstructionView(model.id(), model.config().family(), model.config().ratio(), made.image().width(),
				made.image().height(), made.latent().prepend(1).sizes(), made.latent().elements(),
				made.valuesPerPixel(), Bits.of(made.valuesPerPixel()), fidelity.mse(),
				Double.isInfinite(fidelity.psnr()) ? null : fidelity.psnr(), fidelity.ssim(),
				fidelity.lpips().isPresent() ? fidelity.lpips().getAsDouble() : null);
	}

}
