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

import java.util.Optional;
import java.util.stream.Collectors;

import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import dev.dcae.pipeline.MemoryBudget;
import dev.dcae.pipeline.Quoted;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * Reads JSON bodies to the letter: a misspelt field, a field given twice or a number in
 * quotes is an error that is told, not a guess. Its messages are for the sender and name
 * no classes.
 */
public final class StrictJson {

	/**
	 * Deeper than any body of ours by far.
	 */
	private static final int MAX_DEPTH = 32;

	/**
	 * The attribute of a deserialization that has what was sent, in UTF-8.
	 */
	private static final String SENT = StrictJson.class.getName();

	private static final JsonMapper MAPPER = JsonMapper
		.builder(JsonFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder()
				.maxNestingDepth(MAX_DEPTH)
				.maxStringLength(JsonText.LONGEST_TEXT)
				.build())
			.build())
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
		.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
		.disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
		.withCoercionConfig(LogicalType.Textual,
				(texts) -> texts.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail)
					.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
					.setCoercion(CoercionInputShape.Float, CoercionAction.Fail))
		.build();

	private StrictJson() {
	}

	/**
	 * Tells if the first bytes of a body, or all, begin a JSON object.
	 */
	public static boolean begins(byte[] start) {
		return JsonText.begins(start);
	}

	/**
	 * Reads a body.
	 * @param fields what its fields hold, for the message about one that does not
	 * @param memory in which what is read is reserved, and what reading it takes
	 * @throws ProblemException if it is not JSON, or not of this kind
	 */
	public static <T> T read(byte[] body, Class<T> type, String fields, MemoryBudget memory) {
		return readOptional(body, type, fields, memory)
			.orElseThrow(() -> new ProblemException(ProblemType.BAD_JSON, "The JSON is null; " + fields));
	}

	/**
	 * Reads a body that may be null.
	 * @throws ProblemException likewise
	 */
	public static <T> Optional<T> readOptional(byte[] body, Class<T> type, String fields, MemoryBudget memory) {
		byte[] utf8 = JsonText.utf8(body, memory);
		try (MemoryBudget.Hold _ = JsonText.reserve(utf8, memory)) {
			return Optional.ofNullable(MAPPER.readerFor(type).withAttribute(SENT, utf8).readValue(utf8));
		}
		catch (JacksonException ex) {
			throw new ProblemException(ProblemType.BAD_JSON, problem(ex, fields));
		}
	}

	/**
	 * Tells if the text at which a parser stands is too long to be taken as such.
	 */
	public static boolean isLongText(JsonParser parser, DeserializationContext context) {
		return context.getAttribute(SENT) instanceof byte[] utf8
				&& JsonText.isLong(utf8, parser.currentTokenLocation().getByteOffset());
	}

	private static String problem(JacksonException ex, String fields) {
		return switch (ex) {
			case UnrecognizedPropertyException unknown ->
				"The JSON has an unknown field %s; known are %s".formatted(Quoted.of(unknown.getPropertyName()),
						unknown.getKnownPropertyIds().stream().map(String::valueOf).collect(Collectors.joining(", ")));
			case StreamConstraintsException _ ->
				"The JSON is nested deeper than %d levels, or has too long a name, text or number".formatted(MAX_DEPTH);
			// A number outside of the range of its type, or any other value of a field.
			case InputCoercionException mismatch when !mismatch.getPath().isEmpty() -> wrongValue(mismatch, fields);
			case DatabindException mismatch when !mismatch.getPath().isEmpty() -> wrongValue(mismatch, fields);
			case DatabindException _ -> "The body is not one JSON object and nothing else; " + fields;
			default -> "The JSON is malformed, or names a field twice, at " + place(ex.getLocation());
		};
	}

	private static String wrongValue(JacksonException ex, String fields) {
		String name = ex.getPath().getFirst().getPropertyName();
		return (name != null) ? "The JSON has a wrong value in the field %s; %s".formatted(Quoted.of(name), fields)
				: "The JSON is not one object; " + fields;
	}

	private static String place(TokenStreamLocation location) {
		return "line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
	}

}
