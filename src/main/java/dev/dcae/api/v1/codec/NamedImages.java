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

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;

import dev.dcae.api.http.ImageFiles;
import dev.dcae.api.problem.PartException;
import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import dev.dcae.api.v1.FormFiles;
import dev.dcae.api.v1.Images;
import dev.dcae.image.formats.ImageFile;
import dev.dcae.pipeline.Codec;
import dev.dcae.pipeline.Geometry;
import dev.dcae.pipeline.MemoryCost;
import dev.dcae.pipeline.Quoted;

import org.springframework.web.multipart.MultipartFile;

/**
 * The many images of a form, by their file names: checked as far as can be before any is
 * decoded.
 *
 * @param images in the order of the form
 */
record NamedImages(SequencedMap<String, Image> images) {

	/**
	 * A path that stays below whatever folder it is unpacked into, on any system.
	 */
	private static final Pattern HARMLESS = Pattern
		.compile("(?!.*(?:^|/)\\.{0,2}(?:/|$))[^\\\\:\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]{1,255}");

	private static final String RESERVED = "__metadata__";

	/**
	 * One of them.
	 *
	 * @param width of the image, in pixels
	 * @param height of the image, in pixels
	 * @param decoding the heap that this takes beside the image, in bytes
	 * @param geometry of what it becomes
	 * @param note for its sender, if its end is damaged
	 */
	record Image(String name, MultipartFile file, int width, int height, long decoding, Geometry geometry,
			Optional<String> note) {

		/**
		 * The heap that it takes until its latent is written.
		 */
		long cost(LatentOptions options) {
			return MemoryCost.keeping(this.width, this.height) + this.decoding
					+ MemoryCost.encoding(options.model(), this.geometry, options.tile(), options.seed().isPresent());
		}

	}

	/**
	 * Reads the names and the headers.
	 * @throws ProblemException if a name is missing, used twice or not fit for a file
	 * @throws PartException naming the file that is no image within the limits or does
	 * not suit the model
	 */
	static NamedImages of(List<MultipartFile> parts, ImageFiles files, Codec codec, LatentOptions options)
			throws IOException {
		SequencedMap<String, Image> images = new LinkedHashMap<>();
		for (MultipartFile part : parts) {
			String name = name(part);
			if (images.put(name, image(name, part, files, codec, options)) != null) {
				throw new ProblemException(ProblemType.BAD_REQUEST,
						"Two parts have the file name %s; each needs one of its own".formatted(Quoted.of(name)));
			}
		}
		return new NamedImages(images);
	}

	private static String name(MultipartFile file) {
		String name = file.getOriginalFilename();
		if (name == null || name.isEmpty()) {
			throw new ProblemException(ProblemType.BAD_REQUEST,
					"A part has no file name; each of many images needs one, under which its latent is answered");
		}
		if (!HARMLESS.matcher(name).matches() || name.equals(RESERVED)) {
			throw new ProblemException(ProblemType.BAD_REQUEST,
					"The file name %s cannot name a latent; it is a relative path with / and without empty parts, . or .."
						.formatted(Quoted.of(name)));
		}
		return name;
	}

	private static Image image(String name, MultipartFile part, ImageFiles files, Codec codec, LatentOptions options)
			throws IOException {
		try {
			// Not kept: that would hold the files of all of them a second time.
			ImageFile file = files.read(FormFiles.bytes(part));
			return new Image(name, part, file.width(), file.height(), file.decoding(),
					codec.geometry(options.model(), file.width(), file.height(), options.fit(), options.scaled()),
					file.note());
		}
		catch (RuntimeException ex) {
			throw PartException.of(name, ex);
		}
	}

}
