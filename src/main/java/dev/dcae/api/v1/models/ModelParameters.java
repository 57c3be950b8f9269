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
