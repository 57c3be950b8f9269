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
package dev.dcae.image.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Letters that tell what data is.
 */
public final class Magic {

	private Magic() {
	}

	/**
	 * Tells whether data begins with some letters.
	 * @param data up to its limit, whatever its position
	 * @param letters Latin-1
	 */
	public static boolean begins(ByteBuffer data, String letters) {
		return isAt(data, 0, letters);
	}

	/**
	 * Tells whether data has some letters at an offset.
	 * @param data up to its limit, whatever its position
	 * @param letters Latin-1
	 */
	public static boolean isAt(ByteBuffer data, int offset, String letters) {
		ByteBuffer expected = StandardCharsets.ISO_8859_1.encode(letters);
		return data.limit() >= offset + expected.limit() && data.slice(offset, expected.limit()).equals(expected);
	}

}
