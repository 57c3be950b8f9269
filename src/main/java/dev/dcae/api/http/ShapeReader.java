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

import java.util.Arrays;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;

/**
 * Reads the sizes of a tensor, of which there are few: of a list of millions no more is
 * kept than what shows that it is too long.
 */
public final class ShapeReader extends ValueDeserializer<long[]> {

	private static final int MOST = 9;

	@Override
	public long[] deserialize(JsonParser parser, DeserializationContext context) {
		if (parser.currentToken() != JsonToken.START_ARRAY) {
			return (long[]) context.handleUnexpectedToken(long[].class, parser);
		}
		long[] sizes = new long[MOST];
		int count = 0;
		for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
			if (token != JsonToken.VALUE_NUMBER_INT) {
				return (long[]) context.handleUnexpectedToken(long[].class, parser);
			}
			if (count < MOST) {
				sizes[count++] = parser.getLongValue();
			}
		}
		return Arrays.copyOf(sizes, count);
	}

}
