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
package dev.dcae.api.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Things that are sent by mistake in place of an image or a latent, by their first bytes.
 */
public final class MistakenBody {

	/**
	 * The first bytes that tell.
	 */
	static final int BYTES = 128;

	/**
	 * PNG, JPEG and WebP as base64.
	 */
	private static final List<String> BASE64 = List.of("iVBORw0KGgo", "/9j/", "UklGR");

	private MistakenBody() {
	}

	/**
	 * A sentence about a body that was sent by mistake, and what to send.
	 * @param body or its first bytes
	 */
	public static Optional<String> of(byte[] body) {
		String start = new String(body, 0, Math.min(body.length, BYTES), StandardCharsets.ISO_8859_1);
		if (start.startsWith("data:")) {
			return Optional.of("The body is a data: URL; send the bytes that it stands for");
		}
		if (start.startsWith("http://") || start.startsWith("https://")) {
			return Optional.of("The body is an address, and this service fetches nothing; send the file itself");
		}
		if (BASE64.stream().anyMatch(start::startsWith)) {
			return Optional.of("The body is a file in base64; send the file's bytes");
		}
		if (isPickle(body) || (start.startsWith("PK\3\4") && start.contains("/data.pkl"))) {
			return Optional.of("The body is a pickle, as Python writes one, which is never read here;"
					+ " send the tensor as safetensors or as .npy");
		}
		return Optional.empty();
	}

	/**
	 * Tells if an opcode PROTO with a protocol of today begins the body, and an opcode
	 * follows.
	 */
	private static boolean isPickle(byte[] body) {
		byte[] opcodes = "}(]cX.\u0095\u008a".getBytes(StandardCharsets.ISO_8859_1);
		Arrays.sort(opcodes);
		return body.length > 2 && body[0] == (byte) 0x80 && body[1] >= 2 && body[1] <= 5
				&& Arrays.binarySearch(opcodes, body[2]) >= 0;
	}

}
