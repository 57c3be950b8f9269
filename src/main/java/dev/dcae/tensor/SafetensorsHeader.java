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
package dev.dcae.tensor;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The JSON object at the front of a safetensors file: where each tensor lies in the data
 * behind it.
 *
 * @param entries in the order of the JSON
 * @param metadata in the order of the JSON
 */
record SafetensorsHeader(List<Entry> entries, Map<String, String> metadata) {

	static final String METADATA = "__metadata__";

	/**
	 * Largest JSON in bytes, as in the format's reference reader.
	 */
	static final int MAX_BYTES = 100_000_000;

	private static final int ALIGNMENT = 8;

	private static final JsonFactory JSON = new JsonFactory();

	/**
	 * The JSON for tensors that lie one after the other, in the order of the map. Padded
	 * with spaces to a multiple of 8 bytes, so that the data behind it is aligned.
	 * @throws IllegalArgumentException if a name cannot be written
	 */
	static byte[] toJson(Map<String, TensorType> tensors, Map<String, String> metadata) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
			json.writeStartObject();
			if (!metadata.isEmpty()) {
				json.writeName(METADATA).writeStartObject();
				metadata.forEach((key, value) -> json.writeStringProperty(checked(key), checked(value)));
				json.writeEndObject();
			}
			long begin = 0;
			for (Map.Entry<String, TensorType> entry : tensors.entrySet()) {
				if (entry.getKey().equals(METADATA)) {
					throw new IllegalArgumentException("No tensor may be named " + METADATA);
				}
				TensorType tensor = entry.getValue();
				long end = Math.addExact(begin, tensor.bytes());
				json.writeName(checked(entry.getKey())).writeStartObject();
				json.writeStringProperty("dtype", tensor.dtype().name());
				json.writeName("shape");
				writeArray(json, tensor.shape().sizes());
				json.writeName("data_offsets");
				writeArray(json, begin, end);
				json.writeEndObject();
				begin = end;
			}
			json.writeEndObject();
		}
		while (out.size() % ALIGNMENT != 0) {
			out.write(' ');
		}
		if (out.size() > MAX_BYTES) {
			throw new IllegalArgumentException(
					"A header of %d bytes is more than the %d of the format".formatted(out.size(), MAX_BYTES));
		}
		return out.toByteArray();
	}

	private static void writeArray(JsonGenerator json, long... values) {
		json.writeArray(values, 0, values.length);
	}

	private static String checked(String text) {
		if (!isUnicode(text)) {
			throw new IllegalArgumentException(
					TensorFormatException.quoted(text) + " cannot be written: it holds half a surrogate pair");
		}
		return text;
	}

	/**
	 * Tells a text that has UTF-8. A Java string, like an escape in JSON, may hold half a
	 * surrogate pair, which has none and would fail whoever passes it on.
	 */
	static boolean isUnicode(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (Character.isSurrogate(text.charAt(i))) {
				if (Character.charCount(text.codePointAt(i)) == 1) {
					return false;
				}
				i++;
			}
		}
		return true;
	}

	/**
	 * One tensor of the file. Its size fits its shape and type.
	 *
	 * @param name any text but {@value #METADATA}
	 * @param dtype the type of its elements
	 * @param shape its sizes
	 * @param begin its first byte, counted from the start of the data
	 * @param end the byte behind its last
	 */
	record Entry(String name, DType dtype, Shape shape, long begin, long end) {

	}

}
