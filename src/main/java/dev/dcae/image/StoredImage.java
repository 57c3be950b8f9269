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

import java.io.IOException;
import java.util.Optional;

/**
 * An image as a file has it: taken apart, nothing decoded yet. The parts are views of the
 * file.
 */
public interface StoredImage {

	/**
	 * The times that a profile is in the heap while colours are converted.
	 */
	int COPIES_OF_A_PROFILE = 3;

	/**
	 * As stored, in pixels, at least 1.
	 */
	int width();

	/**
	 * As stored, in pixels, at least 1.
	 */
	int height();

	/**
	 * The turn of the stored image; upright if the file does not say.
	 */
	Orientation orientation();

	/**
	 * The embedded ICC profile, unchecked, if the file has one of reasonable size.
	 */
	Optional<byte[]> profile();

	/**
	 * Tells whether the end of the file, behind its pixels, is missing or damaged. Says
	 * nothing about the pixels, and may walk over the whole file.
	 */
	boolean isEndDamaged();

	/**
	 * The heap that decoding takes beside the image that comes of it, in bytes: an upper
	 * bound. Of most formats it is colours with alpha, and the image before it is turned.
	 */
	default long decoding() {
		return 6L * width() * height();
	}

	/**
	 * Decodes the pixels. Takes memory and time in proportion to width times height,
	 * which the caller has checked.
	 * @throws IOException or any unchecked exception if the data is damaged
	 * @throws ImageException.Undecodable if pixels are missing or it is not supported
	 */
	Samples samples() throws IOException;

}
