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

import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;

import dev.dcae.api.problem.ProblemException;
import io.swagger.v3.oas.annotations.Parameter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springdoc.core.annotations.ParameterObject;

import org.springframework.core.MethodParameter;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Query parameters as the components of a record.
 */
class ParameterRecordsTests {

	private final ParameterRecords records = new ParameterRecords();

	private final MockHttpServletRequest request = new MockHttpServletRequest();

	enum Speed {

		SLOW, VERY_FAST

	}

	record Wanted(@Nullable String name, @RequestParam(defaultValue = "slow") Speed speed, @Nullable Integer count,
			@RequestParam(defaultValue = "false") boolean loud, @Nullable List<String> tags,
			@Parameter(name = "snake_case") @Nullable Long snakeCase) {
	}

	@Test
	void missingParametersAreNullOrTheirDefaults() {
		assertThat(wanted()).isEqualTo(new Wanted(null, Speed.SLOW, null, false, null, null));
	}

	@Test
	void sentParametersAreConvertedAndFoundByTheNamesTheyAreDescribedBy() {
		this.request.addParameter("name", "a");
		this.request.addParameter("speed", "very_fast");
		this.request.addParameter("count", "-3");
		this.request.addParameter("loud", "true");
		this.request.addParameter("tags", "x", "y,z");
		this.request.addParameter("snake_case", "5");
		this.request.addParameter("snakeCase", "6");
		assertThat(wanted()).isEqualTo(new Wanted("a", Speed.VERY_FAST, -3, true, List.of("x", "y,z"), 5L));
	}

	@Test
	void commasSeparateTheValuesOfAListThatIsSentOnce() {
		this.request.addParameter("tags", "x,y");
		assertThat(wanted().tags()).containsExactly("x", "y");
	}

	@Test
	void severalValuesAreRefusedWhereOneIsTaken() {
		this.request.addParameter("name", "a", "a");
		assertThatExceptionOfType(ProblemException.class).isThrownBy(this::wanted)
			.withMessage("name is sent 2 times; it is taken once");
	}

	@Test
	void namesAreThoseThatParametersAreDescribedBy() {
		assertThat(this.records.names(parameter(0))).containsExactly("name", "speed", "count", "loud", "tags",
				"snake_case");
	}

	@Test
	void emptyParametersAreAsMissingWhereThereIsADefaultOrANumber() {
		this.request.addParameter("name", "");
		this.request.addParameter("speed", "");
		this.request.addParameter("count", "");
		assertThat(wanted()).isEqualTo(new Wanted("", Speed.SLOW, null, false, null, null));
	}

	@Test
	void headersAreNoParameters() {
		this.request.addHeader("name", "a");
		assertThat(wanted().name()).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "count, many", "count, 1.5", "loud, perhaps", "speed, SLOW", "speed, none", "snake_case, ten" })
	void valuesOfAnotherTypeAreRefusedByTheirParametersName(String name, String value) {
		this.request.addParameter(name, value);
		assertThatExceptionOfType(MethodArgumentTypeMismatchException.class).isThrownBy(this::wanted)
			.satisfies((ex) -> {
				assertThat(ex.getName()).isEqualTo(name);
				assertThat(ex.getValue()).isEqualTo(value);
			});
	}

	@Test
	void onlyMarkedRecordsAreMade() {
		assertThat(this.records.supportsParameter(parameter(0))).isTrue();
		assertThat(this.records.supportsParameter(parameter(1))).isFalse();
	}

	private Wanted wanted() {
		return (Wanted) this.records.resolveArgument(parameter(0), null, new ServletWebRequest(this.request), null);
	}

	private static MethodParameter parameter(int index) {
		Method handler = ReflectionUtils.findMethod(ParameterRecordsTests.class, "handle", Wanted.class, Wanted.class);
		return new MethodParameter(Objects.requireNonNull(handler), index);
	}

	void handle(@ParameterObject Wanted marked, Wanted unmarked) {
	}

}
