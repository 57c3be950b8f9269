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

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The weight of each term of the loss. A term of no weight is not computed. Pixels are in
 * [-1, 1].
 *
 * @param l1 mean absolute difference
 * @param mse mean squared difference, which PSNR measures
 * @param pooled L1 and twice MSE on average-pooled scales: keeps the colours of areas
 * true
 * @param edge L1 on the gradients of Sobel
 * @param ssim one minus SSIM, on three scales: a perceptual term without a network
 * @param latent squared logarithm of the latent's RMS: keeps it near 1
 * @param inner the squared logarithm of how far inner activations exceed an RMS of 8; 0
 * below it
 * @param lpips the perceptual network of {@link TrainingSettings#lpips()}
 */
public record LossWeights(@DefaultValue("1") float l1, @DefaultValue("2") float mse, @DefaultValue("1") float pooled,
		@DefaultValue("0.2") float edge, @DefaultValue("0.1") float ssim, @DefaultValue("0.01") float latent,
		@DefaultValue("0.01") float inner, @DefaultValue("0") float lpips) {

	/**
	 * The weights in the order of {@link dev.dcae.torchscript.TrainingArchive#TERMS}.
	 */
	float[] terms() {
		return new float[] { this.l1, this.mse, this.pooled, this.edge, this.ssim, this.latent, this.inner };
	}

}
