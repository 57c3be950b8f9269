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
package dev.dcae.api;

import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.dcae.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * JSON that is no latent.
 */
@HttpTest
class BadJsonTests extends RefusalTests {

	BadJsonTests(Service service) {
		super(service);
	}

	private static final String DECODE = "/v1/decode?model=tiny-mix";

	private static final Tensor LATENT = Latents.filled(0.5f, 1, 8, 1, 1);

	@ParameterizedTest
	@ValueSource(strings = { "[", "{", "[{\"a\":" })
	void oneHundredThousandBracketsAreRefused(String bracket) {
		decode(bracket.repeat(100_000)).refusal(400, "bad-json");
	}

	@Test
	void bracketsWithinAFieldAreRefusedToo() {
		decode("{\"data\":" + "[".repeat(100_000)).refusal(400, "bad-json");
		decode("{\"unknown\":" + "[".repeat(100_000)).refusal(400, "bad-json");
		decode("{\"shape\":" + "[".repeat(100_000)).refusal(400, "bad-json");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "null", "7", "true", "\"text\"", "[]", "{}", "{", "}", "{\"shape\":[1]}",
			"not json", "{'shape':[1]}", "{\"shape\":[1],}", "// comment\n{}", "\ufeff", "<latent/>",
			"{\"shape\":[NaN]}", "{\"shape\":[01]}", "{\"dtype\":\"\\ud800\"}", "{\"dtype\":\"\u0000\"}" })
	void whatIsNoLatentIsRefused(String json) {
		if (json.isEmpty()) {
			decode(json).refusal(400, "empty-body");
		}
		else {
			decode(json).refusal(400, "bad-json");
		}
	}

	@Test
	void anUnknownFieldIsRefusedWithTheKnownOnes() {
		assertThat(with("chanels", 8).refusal(400, "bad-json")).contains("'chanels'", "shape", "dtype");
	}

	@ParameterizedTest
	@ValueSource(strings = { "shape", "dtype", "data" })
	void aMissingFieldIsRefused(String field) {
		Map<String, Object> fields = Latents.fields(LATENT);
		fields.remove(field);
		assertThat(post(Latents.json(fields)).refusal(400, "bad-json")).contains(field);
		assertThat(with(field, null).refusal(400, "bad-json")).contains(field);
	}

	static Stream<Arguments> wrongValues() {
		return Stream.of(Arguments.of("shape", "1,8,1,1"), Arguments.of("shape", List.of("1", "8", "1", "1")),
				Arguments.of("shape", List.of(1.0, 8.5, 1.0, 1.0)), Arguments.of("shape", Arrays.asList(1, 8, null, 1)),
				Arguments.of("shape", List.of(List.of(1, 8, 1, 1))), Arguments.of("shape", 8),
				Arguments.of("shape", Map.of("c", 8)), Arguments.of("shape", List.of(1, 8, 1, -1)),
				Arguments.of("shape", List.of(1, 8, Long.MAX_VALUE, Long.MAX_VALUE)),
				Arguments.of("shape", List.of(1, 8, new BigInteger("99999999999999999999"), 1)),
				Arguments.of("dtype", 32), Arguments.of("dtype", "float"), Arguments.of("dtype", ""),
				Arguments.of("dtype", List.of("float32")), Arguments.of("data", "not base64!"),
				Arguments.of("data", "AAA"), Arguments.of("data", 7), Arguments.of("data", List.of(0.5, 0.5)),
				Arguments.of("data", Map.of()), Arguments.of("width", "8"), Arguments.of("width", 7.5),
				Arguments.of("height", true), Arguments.of("height", 99999999999L), Arguments.of("scaled", "true"),
				Arguments.of("scaled", 1), Arguments.of("model", 5), Arguments.of("model", List.of()),
				Arguments.of("encoder", false));
	}

	@ParameterizedTest
	@MethodSource("wrongValues")
	void aFieldWithAWrongValueIsRefusedByItsName(String field, Object value) {
		assertThat(with(field, value).refusal(400, "bad-json"))
			.contains(List.of("shape", "dtype").contains(field) ? "" : "'" + field + "'");
	}

	@Test
	void aFieldGivenTwiceIsRefused() {
		String json = new String(Latents.json(Latents.fields(LATENT)), StandardCharsets.UTF_8);
		decode(json.replaceFirst("\\{", "{\"dtype\":\"float16\",")).refusal(400, "bad-json");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "null", "7", "]", "}" })
	void whatFollowsTheLatentIsRefused(String rest) {
		String json = new String(Latents.json(Latents.fields(LATENT)), StandardCharsets.UTF_8);
		decode(json + rest).refusal(400, "bad-json");
	}

	@Test
	void dataOfAnotherSizeThanTheShapesIsRefused() {
		assertThat(with("data", new byte[31]).refusal(400, "bad-tensor")).contains("32", "31");
	}

	@Test
	void whatIsLongIsNotRepeated() {
		String much = "x".repeat(1_000_000);
		with("model", much).refusal(422, "other-encoder");
		with("dtype", much).refusal(400, "bad-json");
		with("y".repeat(40_000), 1).refusal(400, "bad-json");
		with(much, 1).refusal(400, "bad-json");
		with("shape", Collections.nCopies(500_000, 1)).refusal(400, "bad-json");
	}

	@Test
	void otherEncodingsOfJsonThanUtf8AreReadOrRefused() {
		String json = new String(Latents.json(Latents.fields(LATENT)), StandardCharsets.UTF_8);
		post(json.getBytes(StandardCharsets.UTF_16)).ok();
		post(json.getBytes(StandardCharsets.UTF_16LE)).ok();
		post(("\ufeff" + json).getBytes(StandardCharsets.UTF_8)).ok();
		post(new byte[] { '{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}' }).refusal(400, "bad-json");
	}

	@ParameterizedTest
	@ValueSource(strings = { "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE" })
	void jsonThatIsEncodedTwiceIsRefused(Charset within) {
		String json = new String(Latents.json(Latents.fields(LATENT)), StandardCharsets.UTF_8);
		String once = new String(json.getBytes(within), StandardCharsets.ISO_8859_1);
		assertThat(post(once.getBytes(StandardCharsets.UTF_16)).refusal(400, "bad-json")).contains("encoded twice");
	}

	private Answer with(String field, @Nullable Object value) {
		Map<String, Object> fields = Latents.fields(LATENT);
		fields.put(field, value);
		return post(Latents.json(fields));
	}

	private Answer decode(String json) {
		return post(json.getBytes(StandardCharsets.UTF_8));
	}

	private Answer post(byte[] json) {
		return this.service.post(DECODE, "application/json", json);
	}

}
