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
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * A file format that is read and written. All that is to be known about one is in a
 * package of its own, such as {@code dev.dcae.image.png};
 * {@code dev.dcae.image.formats.ImageFormats} lists those that there are.
 */
public abstract class ImageFormat extends ReadableFormat {

	private final String name;

	private final int longestSide;

	private final Quality usualQuality;

	/**
	 * A format.
	 * @param title the name as people write it
	 * @param name the name in media types and parameters, such as {@code jpeg}
	 * @param extensions endings of file names, lower case, without the dot, the usual one
	 * first
	 * @param longestSide the longest that can be written, in pixels
	 * @param usualQuality the quality of files when nobody asks for another
	 */
	protected ImageFormat(String title, String name, List<String> extensions, int longestSide, Quality usualQuality) {
		super(title, extensions);
		this.name = name;
		this.longestSide = longestSide;
		this.usualQuality = usualQuality;
	}

	/**
	 * The name in parameters.
	 */
	public final String name() {
		return this.name;
	}

	public final String mediaType() {
		return "image/" + this.name;
	}

	/**
	 * Other media types that programs say and that mean this one.
	 */
	public List<String> mediaTypeAliases() {
		return List.of();
	}

	/**
	 * The longest side that can be written, in pixels.
	 */
	public final int longestSide() {
		return this.longestSide;
	}

	/**
	 * The quality of files when nobody asks for another.
	 */
	public final Quality usualQuality() {
		return this.usualQuality;
	}

	/**
	 * Tells whether a client may mean this format by a word: its name or the usual ending
	 * of its files.
	 */
	public final boolean isCalled(String word) {
		return word.equals(this.name) || word.equals(extension());
	}

	/**
	 * The library that was found to read and write the format, as people call it, where
	 * that depends on the machine.
	 */
	public Optional<String> library() {
		return Optional.empty();
	}

	/**
	 * Encodes an image with the usual quality.
	 */
	public final byte[] encode(RgbImage image) {
		return encode(image, this.usualQuality);
	}

	/**
	 * Encodes an image, without metadata: sRGB, which is what readers assume.
	 * @throws ImageException.Unencodable if a side is longer than the format can have
	 */
	public final byte[] encode(RgbImage image, Quality quality) {
		if (Math.max(image.width(), image.height()) > this.longestSide) {
			throw new ImageException.Unencodable(image, this);
		}
		try {
			return write(image, quality);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Encodes an image whose sides are no longer than the format can have.
	 */
	protected abstract byte[] write(RgbImage image, Quality quality) throws IOException;

}
