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

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

import dev.dcae.image.ReadableFormat;
import dev.dcae.image.bmp.BmpFormat;
import dev.dcae.image.codec.Magic;
import dev.dcae.image.gif.GifFormat;
import dev.dcae.image.tiff.TiffFormat;

/**
 * Formats that people take for images and that are not read everywhere, or nowhere: told
 * by name, so that nobody has to look for damage that is not there.
 */
final class OtherFormats {

	/**
	 * Those of collections, which commands read.
	 */
	static final List<ReadableFormat> OF_COLLECTIONS = List.of(new GifFormat(), new BmpFormat(), new TiffFormat());

	private static final List<Magics> MAGICS = List.of(new Magics("AVIF", 4, "ftypavif", "ftypavis"),
			new Magics("HEIC", 4, "ftypheic", "ftypheix", "ftypheim", "ftypheis", "ftyphevc", "ftyphevx", "ftypmif1",
					"ftypmsf1"),
			new Magics("JPEG XL", 0, "\u00ff\n", "\0\0\0\fJXL \r\n"),
			new Magics("JPEG 2000", 0, "\0\0\0\fjP  \r\n", "\u00ff\u004f\u00ff\u0051"));

	private OtherFormats() {
	}

	/**
	 * The first bytes of a format's files.
	 */
	private record Magics(String title, int offset, List<String> beginnings) {

		Magics(String title, int offset, String... beginnings) {
			this(title, offset, List.of(beginnings));
		}

		boolean begin(ByteBuffer file) {
			return this.beginnings.stream().anyMatch((beginning) -> Magic.isAt(file, this.offset, beginning));
		}

	}

	/**
	 * The name of a file's format as people write it, if it is one of these.
	 */
	static Optional<String> title(byte[] file) {
		ByteBuffer data = ByteBuffer.wrap(file);
		return OF_COLLECTIONS.stream()
			.filter((format) -> format.recognises(file))
			.map(ReadableFormat::title)
			.findFirst()
			.or(() -> MAGICS.stream().filter((format) -> format.begin(data)).map(Magics::title).findFirst());
	}

}
