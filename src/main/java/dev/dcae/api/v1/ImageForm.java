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

import java.util.Optional;

import dev.dcae.image.ImageFormat;

import org.springframework.http.MediaType;

/**
 * A form in which an image can be answered.
 *
 * @param name in parameters
 * @param file the format of a file; pixels, uint8 [H, W, 3], have none
 */
public record ImageForm(String name, MediaType mediaType, Optional<ImageFormat> file) {

	public static final ImageForm NPY = new ImageForm("npy", LatentFormat.NPY.mediaType(), Optional.empty());

	public static final ImageForm RAW = new ImageForm("raw", LatentFormat.RAW.mediaType(), Optional.empty());

	/**
	 * A file of a format.
	 */
	public static ImageForm of(ImageFormat format) {
		return new ImageForm(format.name(), MediaType.parseMediaType(format.mediaType()), Optional.of(format));
	}

	public boolean isCalled(String word) {
		return this.name.equals(word) || this.file.filter((format) -> format.isCalled(word)).isPresent();
	}

	/**
	 * The usual ending of such a file's name, without the dot.
	 */
	public String extension() {
		return this.file.map(ImageFormat::extension).orElse(this.name);
	}

}
