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
package dev.dcae.pipeline;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.LongStream;

import dev.dcae.tensor.Tensor;

/**
 * A latent and what is known about where it comes from.
 *
 * @param values a float tensor, {@code [c, h, w]} or {@code [n, c, h, w]}
 * @param model the id of the model whose encoder made it, if it says
 * @param encoder the digest of that encoder, if it says
 * @param width of the image, in pixels, if padding is to be cropped away
 * @param height of the image, in pixels, if padding is to be cropped away
 * @param scaled true if the values are scaled as the model's diffusion pipelines do
 */
public record Latent(Tensor values, Optional<String> model, Optional<String> encoder, OptionalInt width,
		OptionalInt height, boolean scaled) {

	/**
	 * A latent of which only its values are known.
	 */
	public static Latent plain(Tensor values) {
		return new Latent(values, Optional.empty(), Optional.empty(), OptionalInt.empty(), OptionalInt.empty(), false);
	}

	/**
	 * The number of latents in a batch {@code [n, c, h, w]}; 1 for anything else.
	 */
	public long count() {
		return (this.values.shape().rank() == 4) ? this.values.shape().size(0) : 1;
	}

	/**
	 * The latents of a batch, {@code [c, h, w]} each, in order, of which all is known
	 * that is known of the batch.
	 */
	public List<Latent> items() {
		return (this.values.shape().rank() == 4)
				? LongStream.range(0, count()).mapToObj((index) -> withValues(this.values.get(index))).toList()
				: List.of(this);
	}

	/**
	 * The same values, taken for scaled or not, whatever they were taken for.
	 */
	public Latent withScaled(boolean other) {
		return new Latent(this.values, this.model, this.encoder, this.width, this.height, other);
	}

	/**
	 * The same values, to be cropped to another size.
	 */
	public Latent withSize(OptionalInt otherWidth, OptionalInt otherHeight) {
		return new Latent(this.values, this.model, this.encoder, otherWidth, otherHeight, this.scaled);
	}

	Latent withValues(Tensor other) {
		return new Latent(other, this.model, this.encoder, this.width, this.height, this.scaled);
	}

}
