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
package dev.dcae.api.v1.interpolate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

import dev.dcae.api.http.MediaTypes;
import dev.dcae.api.v1.BulkFormat;
import dev.dcae.api.v1.ImageAnswer;
import dev.dcae.api.v1.ImageForms;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;

/**
 * The form in which a client wants the images on the way from one latent to another.
 *
 * @param alphas of the images
 * @param form of the answer
 * @param image how each image is written, or the sheet with all
 */
record PathAnswer(List<Double> alphas, Form form, ImageAnswer image) {

	/**
	 * The forms.
	 */
	enum Form {

		/**
		 * The only image.
		 */
		IMAGE,

		/**
		 * A file each.
		 */
		ZIP,

		/**
		 * All in one image.
		 */
		SHEET

	}

	private static final MediaType ZIP = BulkFormat.ZIP.mediaType();

	/**
	 * The forms that are not one image, as the parameter {@code format} has them.
	 */
	private static final List<String> OTHERS = Stream.of(Form.ZIP, Form.SHEET)
		.map((form) -> form.name().toLowerCase(Locale.ROOT))
		.toList();

	/**
	 * Reads a request's wishes. Many images are a zip unless an image is asked for.
	 * @param format of each image, or {@code zip} or {@code sheet}, instead of the header
	 * @throws dev.dcae.api.problem.ProblemException if they cannot be met
	 */
	static PathAnswer of(ImageForms forms, List<Double> alphas, @Nullable String format, @Nullable Integer quality,
			@Nullable String accept) {
		Optional<Form> named = named(format);
		if (named.isPresent()) {
			return new PathAnswer(alphas, named.get(), forms.wished(null, quality, null));
		}
		boolean many = alphas.size() > 1;
		List<MediaType> types = new ArrayList<>(many ? forms.fileTypes() : forms.types());
		types.add(many ? 0 : types.size(), ZIP);
		// With a format any header will do, and may still tell a zip from a sheet.
		String liked = (format != null && accept != null) ? accept + ", */*;q=0.001" : accept;
		if (MediaTypes.choose(liked, types).equals(ZIP)) {
			return new PathAnswer(alphas, Form.ZIP, forms.wished(format, quality, null, OTHERS));
		}
		return new PathAnswer(alphas, many ? Form.SHEET : Form.IMAGE, forms.wished(format, quality, accept, OTHERS));
	}

	private static Optional<Form> named(@Nullable String format) {
		return Stream.of(Form.ZIP, Form.SHEET)
			.filter((form) -> form.name().toLowerCase(Locale.ROOT).equals(format))
			.findFirst();
	}

}
