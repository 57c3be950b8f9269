package dev.dcae.api.v1.models;

import java.util.Optional;

import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters of what shows models.
 */
record ModelParameters(@Nullable Integer width, @Nullable Integer height) {

	/**
	 * The size of an image, if they have one.
	 * @throws ProblemException if they have only one side, or one without pixels
	 */
	Optional<ImageSize> size() {
		if (this.width == null && this.height == null) {
			return Optional.empty();
		}
		if (this.width == null || this.height == null || this.width < 1 || this.height < 1) {
			throw new ProblemException(ProblemType.BAD_PARAMETER,
					"width and height belong together; each is a number of pixels, at least 1");
		}
		return Optional.of(new ImageSize(this.width, this.height));
	}

}
