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
package dev.dcae.api.v1.codec;

import dev.dcae.api.v1.Parameters;
import dev.dcae.model.Autoencoder;
import dev.dcae.pipeline.Fit;
import dev.dcae.pipeline.WhenToTile;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.RequestParam;

/**
 * The query parameters of {@code encode}.
 */
record EncodeParameters(@Nullable String model, @RequestParam(defaultValue = "pad") Fit fit,
		@RequestParam(defaultValue = "false") boolean scaled, @Nullable Integer channels,
		@RequestParam(defaultValue = "false") boolean sample, @Nullable Long seed,
		@RequestParam(defaultValue = "auto") WhenToTile tile, @Nullable String shape,
		@RequestParam(defaultValue = "float32") String dtype, @Nullable String format) {

	/**
	 * The latents that they ask of a model.
	 * @throws dev.dcae.api.problem.ProblemException if the channels, the seed or the type
	 * are none
	 * @throws dev.dcae.pipeline.RequestException if the model has not so many channels
	 */
	LatentOptions of(Autoencoder model) {
		return new LatentOptions(model, this.fit, this.scaled, Parameters.seed(this.sample, this.seed), this.tile,
				Parameters.channels(model, this.channels), Parameters.floatType(this.dtype));
	}

}
