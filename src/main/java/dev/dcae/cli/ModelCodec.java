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
package dev.dcae.cli;

import java.util.Arrays;
import java.util.List;

import dev.dcae.evaluation.Coded;
import dev.dcae.evaluation.EvaluationException;
import dev.dcae.evaluation.LatentGrid;
import dev.dcae.evaluation.ImageCodec;
import dev.dcae.image.RgbImage;
import dev.dcae.model.Autoencoder;
import dev.dcae.model.AutoencoderConfig;
import dev.dcae.model.Operation;
import dev.dcae.serving.BatchRunner;
import dev.dcae.serving.ItemResult;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * A model as the service runs it, with all channels of its latent or the first few of
 * them, the others zero.
 *
 * @param channels that are kept, at most the latent's
 */
record ModelCodec(Autoencoder model, BatchRunner runner, int channels) implements ImageCodec {

	@Override
	public String name() {
		boolean all = this.channels == config().latentChannels();
		return all ? this.model.id() : "%s c%d".formatted(this.model.id(), this.channels);
	}

	LatentGrid grid() {
		return new LatentGrid(config().ratio(), this.channels);
	}

	private AutoencoderConfig config() {
		return this.model.config();
	}

	/**
	 * Encodes and decodes.
	 * @throws EvaluationException if the model's precision overflows
	 */
	@Override
	public Coded code(RgbImage image) {
		Shape shape = new Shape(image.height(), image.width(), 3);
		return Coded.of(() -> front(run(Operation.ENCODE_IMAGE, Tensor.ofBytes(shape, image.pixels()))),
				(latent) -> new RgbImage(image.width(), image.height(), run(Operation.DECODE_IMAGE, latent).toBytes()),
				(_) -> grid().rate(image.width(), image.height()));
	}

	private Tensor run(Operation operation, Tensor input) {
		ItemResult result = this.runner.run(operation, List.of(input)).getFirst();
		if (!result.finite()) {
			throw new EvaluationException("The results of %s are not finite in %s; use --dtype bfloat16 or float32"
				.formatted(this.model.id(), this.model.precision()));
		}
		return result.output();
	}

	private Tensor front(Tensor latent) {
		float[] values = latent.toFloats();
		Arrays.fill(values, values.length / config().latentChannels() * this.channels, values.length, 0);
		return Tensor.of(latent.shape(), values);
	}

}
