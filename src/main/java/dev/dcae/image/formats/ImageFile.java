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
package dev.dcae.image.formats;

import java.io.IOException;
import java.util.Optional;

import dev.dcae.image.ImageException;
import dev.dcae.image.Orientation;
import dev.dcae.image.ReadableFormat;
import dev.dcae.image.RgbImage;
import dev.dcae.image.StoredImage;
import dev.dcae.image.colour.ColourTransforms;

/**
 * An image file whose header has been read, and whose pixels have not: they come of the
 * same parse, in {@link #decode}. Its size is within the limits it was read with.
 */
public final class ImageFile {

	private final ReadableFormat format;

	private final StoredImage stored;

	private final Orientation orientation;

	private final ColourTransforms colours;

	ImageFile(ReadableFormat format, StoredImage stored, ColourTransforms colours) {
		this.format = format;
		this.stored = stored;
		this.orientation = stored.orientation();
		this.colours = colours;
	}

	/**
	 * The format that the first bytes announced.
	 */
	public ReadableFormat format() {
		return this.format;
	}

	/**
	 * The width of the image as it is shown, that is with its EXIF orientation applied,
	 * in pixels.
	 */
	public int width() {
		return this.orientation.transposes() ? this.stored.height() : this.stored.width();
	}

	/**
	 * The height of the image as it is shown, in pixels.
	 */
	public int height() {
		return this.orientation.transposes() ? this.stored.width() : this.stored.height();
	}

	/**
	 * The number of pixels.
	 */
	public long pixels() {
		return (long) this.stored.width() * this.stored.height();
	}

	/**
	 * The heap that {@link #decode} takes beside the image, in bytes: an upper bound.
	 */
	public long decoding() {
		return this.stored.decoding();
	}

	/**
	 * A sentence for whoever sent the file, if its end is damaged: true of a file that
	 * can be decoded, since what lacks pixels cannot. May walk over the whole file.
	 */
	public Optional<String> note() {
		return this.stored.isEndDamaged()
				? Optional.of("The end of the %s file is missing or damaged; all of the image is there."
					.formatted(this.format.title()))
				: Optional.empty();
	}

	/**
	 * Decodes the pixels to upright sRGB: the EXIF orientation is applied, an embedded
	 * ICC profile converted, transparency laid over white, 16 bits rounded to 8. A file
	 * is decoded whole or refused; what is cut short is never shown half grey. Damage
	 * behind the pixels is left to {@link #note}.
	 * @throws ImageException.Undecodable if the file is cut short, damaged, animated or
	 * of an unsupported kind
	 */
	public RgbImage decode() {
		try {
			return this.orientation.upright(this.stored.samples().toRgb(this.stored.profile(), this.colours));
		}
		catch (ImageException ex) {
			throw ex;
		}
		catch (IOException | RuntimeException ex) {
			// Codecs meet damage with anything from EOFException to
			// NegativeArraySizeException.
			throw ImageException.Undecodable.damaged(this.format.title(), ex);
		}
	}

}
