package dev.dcae.pipeline;

import java.util.Optional;
import java.util.OptionalInt;

import dev.dcae.tensor.Tensor;

/**
 * A latent and what is known about where it comes from.
 *
 * @param values a float tensor, {@code [c, h, w]} or {@code [1, c, h, w]}
 * @param model the id of the model whose encoder made it, if it says
 * @param encoder the digest of that encoder, if it says
 * @param width of the picture, in pixels, if padding is to be cropped away
 * @param height of the picture, in pixels, if padding is to be cropped away
 * @param scaled whether the values are scaled as the model's diffusion pipelines do
 */
public record Latent(Tensor values, Optional<String> model, Optional<String> encoder, OptionalInt width,
		OptionalInt height, boolean scaled) {
}
