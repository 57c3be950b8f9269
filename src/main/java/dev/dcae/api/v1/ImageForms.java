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
package dev.dcae.api.v1;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.dcae.api.http.MediaTypes;
import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import dev.dcae.image.Quality;
import dev.dcae.image.formats.ImageFormats;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * The forms in which an image can be answered: a file of any format, or its pixels.
 */
@Component
public class ImageForms {

	/**
	 * The default first.
	 */
	private final List<ImageForm> all;

	private final List<MediaType> types;

	ImageForms(ImageFormats formats) {
		this.all = Stream.concat(formats.all().stream().map(ImageForm::of), Stream.of(ImageForm.NPY, ImageForm.RAW))
			.toList();
		this.types = this.all.stream().map(ImageForm::mediaType).toList();
	}

	/**
	 * Reads a request's wishes.
	 * @param format {@code png}, {@code jpeg}, {@code webp}, {@code npy} or {@code raw};
	 * instead of the header, which is for clients that cannot set one
	 * @param accept the header
	 * @throws ProblemException if they cannot be met
	 */
	public ImageAnswer wished(@Nullable String format, @Nullable Integer quality, @Nullable String accept) {
		return wished(format, quality, accept, List.of());
	}

	/**
	 * Reads the wishes of a request that may have asked for something else, too.
	 * @param others the names of what else it could have asked for, to tell its sender
	 * @throws ProblemException likewise
	 */
	public ImageAnswer wished(@Nullable String format, @Nullable Integer quality, @Nullable String accept,
			List<String> others) {
		if (quality != null && (quality < 1 || quality > 100)) {
			throw new ProblemException(ProblemType.BAD_PARAMETER, "quality is %d; it is 1 to 100".formatted(quality));
		}
		ImageForm form = (format != null) ? named(format, others)
				: this.all.get(this.types.indexOf(MediaTypes.choose(accept, this.types)));
		return new ImageAnswer(form, Optional.ofNullable(quality).map(Quality::new));
	}

	private ImageForm named(String name, List<String> others) {
		return this.all.stream()
			.filter((form) -> form.isCalled(name))
			.findFirst()
			.orElseThrow(() -> WishedType.unknown(name,
					Stream.concat(this.all.stream().map(ImageForm::name), others.stream()).toList()));
	}

	/**
	 * The types of all, the default first.
	 */
	public List<MediaType> types() {
		return this.types;
	}

	/**
	 * The types of files among them.
	 */
	public List<MediaType> fileTypes() {
		return this.all.stream().filter((form) -> form.file().isPresent()).map(ImageForm::mediaType).toList();
	}

}
