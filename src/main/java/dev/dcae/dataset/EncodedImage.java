package dev.dcae.dataset;

import java.util.Optional;

import dev.dcae.tensor.Tensor;

/**
 * The latent of an image.
 *
 * @param values {@code [c, h, w]}, of the type that was asked for
 * @param mirrored the latent of the mirrored image, if it was asked for
 * @param width of the image that it decodes to, in pixels
 * @param height likewise
 * @param originalWidth of the image as it was found, in pixels
 * @param originalHeight likewise
 * @param note what is to be said of its file
 */
public record EncodedImage(Tensor values, Optional<Tensor> mirrored, int width, int height, int originalWidth,
		int originalHeight, Optional<String> note) {
}
