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

import java.util.OptionalInt;

import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import dev.dcae.pipeline.Latent;
import dev.dcae.pipeline.WhenToTile;
import io.swagger.v3.oas.annotations.Parameter;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.RequestParam;

/**
 * The query parameters of {@code decode}.
 */
record DecodeParameters(@Nullable String model, @Nullable String shape, @Nullable String dtype,
		@Nullable Boolean scaled, @Nullable Integer width, @Nullable Integer height,
		@RequestParam(defaultValue = "false") boolean force, @RequestParam(defaultValue = "false") boolean preview,
		@RequestParam(defaultValue = "auto") WhenToTile tile, @Nullable String format, @Nullable Integer quality,
		@Parameter(name = "return") @RequestParam(defaultValue = "image") Returned returned) {

	/**
	 * The values of the images that are answered.
	 */
	enum Returned {

		/**
		 * Pixels, 0 to 255.
		 */
		IMAGE,

		/**
		 * float32 about [-1, 1], as the decoder makes them, not clamped.
		 */
		FLOAT

	}

	/**
	 * A latent with what they say of it, where they do, instead of what it says itself.
	 * @throws ProblemException if a side is less than 1
	 */
	Latent correct(Latent read) {
		return new Latent(read.values(), read.model(), read.encoder(), either("width", this.width, read.width()),
				either("height", this.height, read.height()), (this.scaled != null) ? this.scaled : read.scaled());
	}

	private static OptionalInt either(String side, @Nullable Integer asked, OptionalInt known) {
		if (asked != null && asked < 1) {
			throw new ProblemException(ProblemType.BAD_PARAMETER,
					"%s is %d; it is a number of pixels, at least 1".formatted(side, asked));
		}
		return (asked != null) ? OptionalInt.of(asked) : known;
	}

}
