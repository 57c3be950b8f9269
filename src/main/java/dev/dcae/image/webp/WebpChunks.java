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
package dev.dcae.image.webp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.dcae.image.ImageException;

/**
 * The chunks of a WebP file, or of a frame in it, that bear on pixels: looked at one by
 * one, not collected, since there may be millions.
 *
 * @param known the first of each type that is known here
 * @param frames the number of frames, of an animation
 * @param whole whether the last chunk ends where the data does
 */
record WebpChunks(Map<String, WebpChunk> known, int frames, boolean whole) {

	static final String FRAME = "ANMF";

	private static final String EXTENDED = "VP8X";

	private static final String ALPHA = "ALPH";

	private static final String LOSSY = "VP8 ";

	private static final String LOSSLESS = "VP8L";

	private static final Set<String> KNOWN = Set.of(EXTENDED, ALPHA, LOSSY, LOSSLESS, FRAME, "ICCP", "EXIF");

	private static final byte ALPHA_FLAG = 0x10;

	private static final int FILE_HEADER_BYTES = 12;

	private static final int EXTENDED_BYTES = 10;

	/**
	 * Reads the chunks from a position to the end of the data or of what makes sense.
	 */
	static WebpChunks read(ByteBuffer data, int start) {
		Map<String, WebpChunk> known = new HashMap<>();
		int frames = 0;
		int position = start;
		while (data.limit() - position >= WebpChunk.HEADER_BYTES) {
			WebpChunk chunk = WebpChunk.at(data, position);
			frames += chunk.type().equals(FRAME) ? 1 : 0;
			if (KNOWN.contains(chunk.type())) {
				known.putIfAbsent(chunk.type(), chunk);
			}
			if (!chunk.whole()) {
				return new WebpChunks(known, frames, false);
			}
			position += chunk.bytes();
		}
		return new WebpChunks(known, frames, position == data.limit());
	}

	/**
	 * The first chunk of a type, perhaps cut short.
	 */
	Optional<WebpChunk> first(String type) {
		return Optional.ofNullable(this.known.get(type));
	}

	/**
	 * The chunk with the pixels.
	 * @param size that they must have: that which the limits were checked against
	 * @throws ImageException.Undecodable if it is not all there, or of another size
	 */
	WebpChunk image(WebpSize size) {
		WebpChunk image = first(LOSSY).or(() -> first(LOSSLESS))
			.filter(WebpChunk::whole)
			.orElseThrow(() -> ImageException.Undecodable.cutShort(WebpFormat.TITLE));
		if (!WebpSize.read(image).equals(size)) {
			throw ImageException.Undecodable.damaged(WebpFormat.TITLE);
		}
		return image;
	}

	/**
	 * A file of the pixels alone, as they are.
	 * @param image the chunk with the pixels
	 */
	byte[] still(WebpChunk image) {
		Optional<WebpChunk> alpha = first(ALPHA).filter((_) -> image.type().equals(LOSSY));
		WebpSize size = WebpSize.read(image);
		Optional<WebpChunk> header = alpha.map((_) -> new WebpChunk(EXTENDED,
				ByteBuffer.allocate(EXTENDED_BYTES)
					.order(ByteOrder.LITTLE_ENDIAN)
					.putInt(ALPHA_FLAG)
					.putInt(size.width() - 1)
					// Both have 24 bits.
					.position(EXTENDED_BYTES - 3)
					.put((byte) (size.height() - 1))
					.putShort((short) ((size.height() - 1) >> 8))
					.flip(),
				true));
		int bytes = Stream.of(header, alpha, Optional.of(image))
			.flatMap(Optional::stream)
			.mapToInt(WebpChunk::bytes)
			.sum();
		ByteBuffer file = ByteBuffer.allocate(FILE_HEADER_BYTES + bytes)
			.order(ByteOrder.LITTLE_ENDIAN)
			.put("RIFF".getBytes(StandardCharsets.ISO_8859_1))
			.putInt(4 + bytes)
			.put("WEBP".getBytes(StandardCharsets.ISO_8859_1));
		Stream.of(header, alpha, Optional.of(image)).flatMap(Optional::stream).forEach((chunk) -> chunk.writeTo(file));
		return file.array();
	}

}
