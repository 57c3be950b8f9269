package dev.dcae.dataset.folder;

import java.util.Optional;

import dev.dcae.tensor.Tensor;

/**
 * The latent of a file.
 *
 * @param values {@code [c, h, w]}
 * @param width of the image that it decodes to, in pixels
 * @param height likewise
 * @param note what is to be said of its file
 */
record LatentItem(SourceFile source, Tensor values, int width, int height, Optional<String> note) {
}
