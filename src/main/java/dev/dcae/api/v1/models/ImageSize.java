package dev.dcae.api.v1.models;

import java.util.List;
import java.util.Optional;

import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import dev.dcae.model.AutoencoderConfig;
import org.jspecify.annotations.Nullable;

/**
 * The size of an image that a client thinks of sending.
 *
 * @param width in pixels
 * @param height in pixels
 */
record ImageSize(int width, int height) {

	/**
	 * The size in a query, if it has one.
	 * @throws ProblemException if it has only one side, or one without pixels
	 */
	static Optional<ImageSize> of(@Nullable Integer width, @Nullable Integer height) {
		if (width == null && height == null) {
			return Optional.empty();
		}
		if (width == null || height == null || width < 1 || height < 1) {
			throw new ProblemException(ProblemType.BAD_PARAMETER,
					"width and height belong together; each is a number of pixels, at least 1");
		}
		return Optional.of(new ImageSize(width, height));
	}

	/**
	 * The shape {@code [1, c, h, w]} of its latent, with {@code fit=pad}.
	 */
	List<Long> latentShape(AutoencoderConfig config) {
		return List.of(1L, (long) config.latentChannels(), (long) Math.ceilDiv(this.height, config.ratio()),
				(long) Math.ceilDiv(this.width, config.ratio()));
	}

}
