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
package dev.dcae.api.http;

import java.util.Optional;

import dev.dcae.image.ImageFormat;
import dev.dcae.image.formats.ImageFormats;
import dev.dcae.tensor.Npy;
import dev.dcae.tensor.Safetensors;

import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * Tells the media type of a body by its first bytes.
 */
@Component
public class BodyTypes {

	private final ImageFormats formats;

	BodyTypes(ImageFormats formats) {
		this.formats = formats;
	}

	/**
	 * The type of an image file, of an .npy or safetensors file, or of a JSON object.
	 * @param start of the body, 16 bytes or more of it, or all
	 */
	public Optional<String> of(byte[] start) {
		if (Npy.begins(start)) {
			return Optional.of(Npy.MEDIA_TYPE);
		}
		if (Safetensors.begins(start)) {
			return Optional.of(Safetensors.MEDIA_TYPE);
		}
		if (JsonText.begins(start)) {
			return Optional.of(MediaType.APPLICATION_JSON_VALUE);
		}
		return this.formats.all()
			.stream()
			.filter((format) -> format.recognises(start))
			.findFirst()
			.map(ImageFormat::mediaType);
	}

}
