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

import java.util.Map;
import java.util.Optional;

import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import dev.dcae.pipeline.Quoted;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request, an input or an output, of which unknown ones are ignored,
 * as the protocol asks for.
 */
record Settings(Map<String, Object> values) {

	static Settings of(@Nullable Map<String, Object> values) {
		return new Settings((values != null) ? values : Map.of());
	}

	/**
	 * A parameter that is true or false.
	 * @throws ProblemException if it is something else
	 */
	Optional<Boolean> flag(String name) {
		return value(name, Boolean.class, "true or false");
	}

	/**
	 * A parameter that is a whole number of zero or more.
	 * @throws ProblemException if it is something else
	 */
	Optional<Long> number(String name) {
		Optional<Long> number = value(name, Number.class, "a whole number").map((value) -> switch (value) {
			case Integer small -> small.longValue();
			case Long large -> large;
			default -> -1L;
		});
		if (number.isPresent() && number.get() < 0) {
			throw wrong(name, "a whole number, 0 or more");
		}
		return number;
	}

	/**
	 * A parameter that is a text.
	 * @throws ProblemException if it is something else
	 */
	Optional<String> text(String name) {
		return value(name, String.class, "a text");
	}

	private <T> Optional<T> value(String name, Class<T> type, String kind) {
		Object value = this.values.get(name);
		if (value == null) {
			return Optional.empty();
		}
		if (!type.isInstance(value)) {
			throw wrong(name, kind);
		}
		return Optional.of(type.cast(value));
	}

	private ProblemException wrong(String name, String kind) {
		return new ProblemException(ProblemType.BAD_JSON, "The parameter %s is %s; it is %s".formatted(name,
				Quoted.of(String.valueOf(this.values.get(name))), kind));
	}

}
