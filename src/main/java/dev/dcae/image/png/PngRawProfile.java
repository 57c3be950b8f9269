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
package dev.dcae.image.png;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.InflaterInputStream;

import dev.dcae.image.codec.Magic;

/**
 * EXIF as ImageMagick wrote it before PNG had a chunk for it: hexadecimal digits in a
 * tEXt or zTXt chunk.
 */
final class PngRawProfile {

	private static final List<String> KEYWORDS = List.of("Raw profile type exif", "Raw profile type APP1");

	/**
	 * The bytes of a chunk by which it is known, at most.
	 */
	static final int KEYWORD_BYTES = 22;

	/**
	 * Digits beyond this are not looked at, so that a few bytes do not inflate without
	 * end: the orientation stands near the beginning.
	 */
	private static final int MOST = 1 << 18;

	/**
	 * A name, the number of bytes, and their digits in lines.
	 */
	private static final Pattern TEXT = Pattern.compile("\\s*\\S+\\s+\\d+\\s+([\\p{XDigit}\\s]*+).*", Pattern.DOTALL);

	private PngRawProfile() {
	}

	/**
	 * Tells whether a chunk has EXIF data in digits.
	 */
	static boolean isIn(PngChunk chunk, String type) {
		return (type.equals(PngChunk.TEXT) || type.equals(PngChunk.ZTXT)) && keyword(chunk).isPresent();
	}

	/**
	 * Tells whether the data of a text chunk begins as EXIF data in digits does.
	 */
	static boolean begins(ByteBuffer data) {
		return keyword(data).isPresent();
	}

	private static Optional<String> keyword(PngChunk chunk) {
		return keyword(chunk.data());
	}

	private static Optional<String> keyword(ByteBuffer data) {
		return KEYWORDS.stream().filter((keyword) -> Magic.begins(data, keyword + '\0')).findFirst();
	}

	/**
	 * The EXIF data of a chunk; empty if it is damaged.
	 */
	static Optional<ByteBuffer> exif(PngChunk chunk) {
		return keyword(chunk).flatMap((keyword) -> decoded(text(chunk, keyword.length() + 1)));
	}

	/**
	 * The text behind the keyword, or as much of it as can be read.
	 */
	private static String text(PngChunk chunk, int start) {
		boolean deflated = chunk.type().equals(PngChunk.ZTXT);
		// The method of compression comes first; there is one.
		int skipped = deflated ? Math.min(start + 1, chunk.length()) : start;
		byte[] data = new byte[Math.min(chunk.length() - skipped, MOST)];
		chunk.data().get(skipped, data);
		InputStream bytes = new ByteArrayInputStream(data);
		try (InputStream text = deflated ? new InflaterInputStream(bytes) : bytes) {
			return new String(text.readNBytes(MOST), StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			return "";
		}
	}

	private static Optional<ByteBuffer> decoded(String text) {
		Matcher matcher = TEXT.matcher(text);
		if (!matcher.matches()) {
			return Optional.empty();
		}
		String digits = matcher.group(1).replaceAll("\\s", "");
		return Optional.of(ByteBuffer.wrap(HexFormat.of().parseHex(digits, 0, digits.length() & ~1)));
	}

}
