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

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

import dev.dcae.api.http.MistakenBody;
import dev.dcae.api.http.StrictJson;
import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Npy;
import dev.dcae.tensor.Safetensors;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;

/**
 * The forms in which a latent travels.
 */
public enum LatentFormat {

	JSON(MediaType.APPLICATION_JSON),

	SAFETENSORS(MediaType.parseMediaType(Types.SAFETENSORS)),

	NPY(MediaType.parseMediaType(Types.NPY)),

	RAW(MediaType.APPLICATION_OCTET_STREAM);

	/**
	 * The media types as text.
	 */
	public static final class Types {

		public static final String SAFETENSORS = Safetensors.MEDIA_TYPE;

		public static final String NPY = Npy.MEDIA_TYPE;

		private Types() {
		}

	}

	private final MediaType mediaType;

	LatentFormat(MediaType mediaType) {
		this.mediaType = mediaType;
	}

	/**
	 * Checks that the format can hold values of a type.
	 * @throws ProblemException if it cannot
	 */
	public void requireHolds(DType dtype) {
		if (this == NPY && dtype == DType.BF16) {
			throw new ProblemException(ProblemType.BAD_PARAMETER,
					".npy has no bfloat16; ask for dtype=float16 or for application/x-safetensors");
		}
	}

	public MediaType mediaType() {
		return this.mediaType;
	}

	public static List<MediaType> mediaTypes() {
		return Arrays.stream(values()).map(LatentFormat::mediaType).toList();
	}

	/**
	 * The media types by the names that the parameter {@code format} has for them, the
	 * default first.
	 */
	public static SequencedMap<String, MediaType> byName() {
		SequencedMap<String, MediaType> types = new LinkedHashMap<>();
		for (LatentFormat format : values()) {
			types.put(format.name().toLowerCase(Locale.ROOT), format.mediaType);
		}
		return types;
	}

	/**
	 * The format that a file's first bytes announce, whatever it is called: any but raw
	 * values, which announce nothing.
	 * @throws ProblemException if it is none of them
	 */
	public static LatentFormat of(byte[] file) {
		if (Npy.begins(file)) {
			return NPY;
		}
		if (Safetensors.begins(file)) {
			return SAFETENSORS;
		}
		if (StrictJson.begins(file)) {
			return JSON;
		}
		throw new ProblemException(ProblemType.BAD_TENSOR,
				MistakenBody.of(file).orElse("The file is no latent; one is taken as JSON, as safetensors or as .npy"));
	}

	/**
	 * The format of a media type, with or without parameters.
	 * @throws ProblemException if it is none of them
	 */
	public static LatentFormat of(MediaType mediaType) {
		for (LatentFormat format : values()) {
			if (format.mediaType.equalsTypeAndSubtype(mediaType)) {
				return format;
			}
		}
		throw new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE,
				"A latent is taken as " + MediaType.toString(mediaTypes()));
	}

}
