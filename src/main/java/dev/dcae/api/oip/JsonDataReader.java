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
package dev.dcae.api.oip;

import dev.dcae.api.http.StrictJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Base64Variant;
import tools.jackson.core.Base64Variants;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;

/**
 * Reads {@link JsonData} as it comes, without a tree. How deep it may nest is bounded by
 * the parser.
 */
final class JsonDataReader extends ValueDeserializer<JsonData> {

	/** With or without the ends of lines, and what pads it. */
	private static final Base64Variant BASE64 = Base64Variants.MIME_NO_LINEFEEDS.withPaddingAllowed();

	@Override
	public JsonData deserialize(JsonParser parser, DeserializationContext context) {
		JsonData data = new JsonData();
		if (parser.currentToken() == JsonToken.START_ARRAY) {
			array(parser, context, data, 1);
			return data;
		}
		return context.reportInputMismatch(JsonData.class, "Not an array");
	}

	private static void array(JsonParser parser, DeserializationContext context, JsonData data, int depth) {
		long length = 0;
		for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
			length++;
			switch (token) {
				case START_ARRAY -> array(parser, context, data, depth + 1);
				case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> data.add(parser.getFloatValue(), depth);
				case VALUE_STRING -> data.add(data.isEmpty() ? bytes(parser, context) : null, depth);
				case null, default -> context.reportInputMismatch(JsonData.class, "Not a number or a text");
			}
		}
		data.close(depth, length);
	}

	/**
	 * The bytes of a text, if it is base64; others are for whoever did not want a text at
	 * all. One that is long is never there as a text, and has to be.
	 */
	private static byte @Nullable [] bytes(JsonParser parser, DeserializationContext context) {
		if (StrictJson.isLongText(parser, context)) {
			return parser.getBinaryValue(BASE64);
		}
		try {
			return BASE64.decode(parser.getString());
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

}
