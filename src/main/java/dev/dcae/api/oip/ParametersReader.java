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

import java.util.LinkedHashMap;
import java.util.Map;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;

/**
 * Reads the parameters of a request, an input or an output. Those that are known are
 * numbers, texts and truths; of a list or an object, which would be ignored or refused,
 * nothing is kept.
 */
final class ParametersReader extends ValueDeserializer<Map<String, Object>> {

	private static final Object NESTED = new Object() {
		@Override
		public String toString() {
			return "a list or an object";
		}
	};

	@Override
	@SuppressWarnings("unchecked")
	public Map<String, Object> deserialize(JsonParser parser, DeserializationContext context) {
		if (parser.currentToken() != JsonToken.START_OBJECT) {
			return (Map<String, Object>) context.handleUnexpectedToken(Map.class, parser);
		}
		Map<String, Object> parameters = new LinkedHashMap<>();
		for (String name = parser.nextName(); name != null; name = parser.nextName()) {
			switch (parser.nextToken()) {
				case VALUE_STRING -> parameters.put(name, parser.getString());
				case VALUE_TRUE -> parameters.put(name, true);
				case VALUE_FALSE -> parameters.put(name, false);
				case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parameters.put(name, parser.getNumberValue());
				case VALUE_NULL -> {
					// As if it were not there.
				}
				case null, default -> {
					parser.skipChildren();
					parameters.put(name, NESTED);
				}
			}
		}
		return parameters;
	}

}
