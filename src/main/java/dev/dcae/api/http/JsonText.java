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

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import dev.dcae.pipeline.MemoryBudget;

/**
 * The text of a body of JSON, and what reading it takes. A few bytes can become objects
 * of many times their size: fields and objects are counted before it is parsed, and those
 * of all that is sent here are few.
 */
final class JsonText {

	/**
	 * The longest text that is not read as base64, which alone may be as long as the
	 * body.
	 */
	static final int LONGEST_TEXT = 4 << 20;

	/**
	 * A mark of the order of bytes may come first.
	 */
	private static final Pattern OBJECT = Pattern.compile("\\uFEFF?[ \\t\\r\\n]*+\\{");

	private static final int MOST_FIELDS = 1000;

	/**
	 * A float, while it is read and in its tensor.
	 */
	private static final long BYTES_PER_NUMBER = 8;

	/**
	 * The characters of a text in two bytes, and two copies of it in one.
	 */
	private static final long COPIES_OF_A_TEXT = 4;

	private JsonText() {
	}

	/**
	 * Tells if a text is longer than what is read as a text.
	 * @param at the place of its first quotation mark
	 */
	static boolean isLong(byte[] utf8, long at) {
		for (int i = (int) at + 1; i < Math.min(utf8.length, at + LONGEST_TEXT); i += (utf8[i] == '\\') ? 2 : 1) {
			if (utf8[i] == '"') {
				return false;
			}
		}
		return true;
	}

	/**
	 * Tells if a body begins as an object does, at once or behind white space; of that
	 * there may be as much as is looked at to tell what a body is.
	 * @param body or its first bytes
	 */
	static boolean begins(byte[] body) {
		String start = new String(body, 0, Math.min(body.length, MistakenBody.BYTES), charset(body));
		return OBJECT.matcher(start).lookingAt();
	}

	/**
	 * A body as UTF-8, in which JSON travels; it may come in UTF-16 or UTF-32, which are
	 * told by its first bytes.
	 * @throws ProblemException if those of the text tell such an encoding again, as the
	 * parser would find, and read another text than is counted here
	 */
	static byte[] utf8(byte[] body, MemoryBudget memory) {
		Charset charset = charset(body);
		if (charset.equals(StandardCharsets.UTF_8)) {
			return body;
		}
		memory.reserve(2L * body.length);
		try (MemoryBudget.Hold _ = memory.reserve(2L * body.length)) {
			byte[] utf8 = new String(body, charset).getBytes(StandardCharsets.UTF_8);
			if (!charset(utf8).equals(StandardCharsets.UTF_8)) {
				throw new ProblemException(ProblemType.BAD_JSON, "The JSON is encoded twice; send it as UTF-8");
			}
			return utf8;
		}
	}

	private static Charset charset(byte[] body) {
		if (body.length < Integer.BYTES) {
			return StandardCharsets.UTF_8;
		}
		boolean wide = body[2] == 0 && body[3] == 0;
		if (body[0] == 0) {
			return (body[1] == 0) ? StandardCharsets.UTF_32 : StandardCharsets.UTF_16BE;
		}
		if (body[1] == 0) {
			return wide ? StandardCharsets.UTF_32LE : StandardCharsets.UTF_16LE;
		}
		if (body[0] == (byte) 0xff && body[1] == (byte) 0xfe) {
			return wide ? StandardCharsets.UTF_32 : StandardCharsets.UTF_16;
		}
		return (body[0] == (byte) 0xfe && body[1] == (byte) 0xff) ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
	}

	/**
	 * Reserves what reading takes: for the request the texts, the numbers and the bytes
	 * that were base64, and for the time of reading a copy of each.
	 * @return the memory that is needed for the time of reading alone
	 * @throws ProblemException if there are more fields or objects than may be
	 */
	static MemoryBudget.Hold reserve(byte[] utf8, MemoryBudget memory) {
		long fields = 0;
		long objects = 0;
		long commas = 0;
		boolean text = false;
		for (int i = 0; i < utf8.length; i++) {
			switch (utf8[i]) {
				case '"' -> text = !text;
				case '\\' -> i++;
				case ':' -> fields += text ? 0 : 1;
				case '{' -> objects += text ? 0 : 1;
				case ',' -> commas += text ? 0 : 1;
				default -> {
				}
			}
		}
		if (fields > MOST_FIELDS || objects > MOST_FIELDS) {
			throw new ProblemException(ProblemType.BAD_JSON,
					"The JSON has more than %d fields or objects".formatted(MOST_FIELDS));
		}
		memory.reserve(utf8.length + BYTES_PER_NUMBER * (commas + 1));
		return memory.reserve(utf8.length + COPIES_OF_A_TEXT * Math.min(utf8.length, LONGEST_TEXT));
	}

}
