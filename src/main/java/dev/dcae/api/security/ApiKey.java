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
package dev.dcae.api.security;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

import dev.dcae.serving.Caller;

/**
 * A key, known by its hash alone.
 *
 * @param caller whoever has it
 * @param sha256 of the key, 32 bytes
 */
@SuppressWarnings("ArrayRecordComponent")
public record ApiKey(Caller caller, byte[] sha256) {

	private static final Pattern DIGITS = Pattern.compile("[0-9a-fA-F]{64}");

	private static final byte[] OF_NOTHING = ApiKeys.sha256("");

	/**
	 * A key by what is configured of it. The messages do not repeat it: it may be the key
	 * itself by mistake.
	 * @param digits of the hash, hexadecimal
	 * @throws IllegalArgumentException if it is no SHA-256, or that of the empty text
	 */
	public static ApiKey of(Caller caller, String digits) {
		if (!DIGITS.matcher(digits).matches()) {
			throw new IllegalArgumentException(
					"sha256 of the key '%s' is not 64 hexadecimal digits".formatted(caller.name()));
		}
		byte[] sha256 = HexFormat.of().parseHex(digits);
		if (Arrays.equals(sha256, OF_NOTHING)) {
			throw new IllegalArgumentException(
					"sha256 of the key '%s' is that of an empty key".formatted(caller.name()));
		}
		return new ApiKey(caller, sha256);
	}

}
