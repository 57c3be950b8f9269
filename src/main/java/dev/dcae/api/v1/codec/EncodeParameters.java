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
		return new LatentOptions(model, this.fit, this.scaled, Parameters.seed(this.sample, this.seed),
				Parameters.channels(model, this.channels), Parameters.floatType(this.dtype));
	}

}
