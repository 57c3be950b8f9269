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
package dev.dcae.image;

import dev.dcae.image.formats.ImageFile;
import dev.dcae.image.formats.ImageFormats;

/**
 * The formats, for tests that write and read image files on their way to something else.
 */
public final class Formats {

	public static final ImageFormats ALL = ImageFormats.standard();

	public static final ImageFormat PNG = ALL.called("png").orElseThrow();

	public static final ImageFormat JPEG = ALL.called("jpeg").orElseThrow();

	public static final ImageFormat WEBP = ALL.called("webp").orElseThrow();

	private Formats() {
	}

	/**
	 * Decodes a file of any size.
	 */
	public static RgbImage decode(byte[] file) {
		return read(file).decode();
	}

	/**
	 * Reads the header of a file of any size.
	 */
	public static ImageFile read(byte[] file) {
		return ALL.read(file, ImageLimits.NONE);
	}

}
