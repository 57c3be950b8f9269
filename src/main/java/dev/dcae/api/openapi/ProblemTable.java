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
package dev.dcae.api.openapi;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;

import dev.dcae.api.problem.ProblemType;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;

import org.springframework.stereotype.Component;

/**
 * Lists the types of problems in the description of their schema. They are no enum there:
 * a client that was generated before a type was added should still read it.
 */
@Component
class ProblemTable implements GlobalOpenApiCustomizer {

	@Override
	public void customise(OpenAPI description) {
		String table = Arrays.stream(ProblemType.values())
			.map((type) -> "| `%s` | %d | %s |".formatted(type.uri(), type.status().value(), type.title()))
			.collect(Collectors.joining("\n", "| type | status | title |\n|---|---|---|\n", "\n"));
		Schema<?> problem = Objects.requireNonNull(description.getComponents().getSchemas().get("Problem"));
		problem.description("What went wrong and what to do about it (RFC 9457)\n\n" + table);
	}

}
