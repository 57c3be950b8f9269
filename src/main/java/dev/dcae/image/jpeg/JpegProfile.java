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

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.dcae.image.codec.Magic;
import dev.dcae.image.colour.ColourTransform;

/**
 * An ICC profile in pieces: a JPEG segment holds 64 KiB, so each of up to 255 APP2
 * segments has its number and their count.
 */
final class JpegProfile {

	private static final String IDENTIFIER = "ICC_PROFILE\0";

	private static final int HEADER_BYTES = 14;

	private final SortedMap<Integer, ByteBuffer> pieces = new TreeMap<>();

	private int count;

	/**
	 * Takes an APP2 segment, which may also hold other things.
	 */
	void add(ByteBuffer segment) {
		if (Magic.begins(segment, IDENTIFIER) && segment.limit() >= HEADER_BYTES) {
			this.count = segment.get(13) & 0xff;
			this.pieces.putIfAbsent(segment.get(12) & 0xff,
					segment.slice(HEADER_BYTES, segment.limit() - HEADER_BYTES));
		}
	}

	/**
	 * The profile, if every piece is there and they are not too large together.
	 */
	Optional<byte[]> assembled() {
		int bytes = this.pieces.values().stream().mapToInt(ByteBuffer::limit).sum();
		if (this.pieces.isEmpty() || this.pieces.size() != this.count || this.pieces.firstKey() != 1
				|| this.pieces.lastKey() != this.count || bytes > ColourTransform.MOST_BYTES) {
			return Optional.empty();
		}
		ByteBuffer profile = ByteBuffer.allocate(bytes);
		this.pieces.values().forEach((piece) -> profile.put(piece.duplicate()));
		return Optional.of(profile.array());
	}

}
