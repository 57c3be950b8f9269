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
package dev.dcae.image.jpeg;

import java.io.IOException;

import dev.dcae.image.ImageException;
import dev.dcae.image.Quality;
import dev.dcae.image.RgbImage;
import dev.dcae.image.Samples;

/**
 * Turns the coded segments of a JPEG file into pixels, and pixels into a file. Whichever
 * it is, the pixels are the same.
 */
interface JpegCodec {

	/**
	 * Decodes a whole file.
	 * @param file without what its pixels are not coded in
	 * @throws ImageException.Undecodable if the data is damaged
	 * @throws IOException or any unchecked exception likewise
	 */
	Samples decode(JpegScans file) throws IOException;

	/**
	 * Encodes an image, its chroma at half the resolution.
	 */
	byte[] encode(RgbImage image, Quality quality) throws IOException;

}
