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

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.dcae.api.problem.ProblemType;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import org.springdoc.core.customizers.GlobalOperationCustomizer;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;

import static org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON_VALUE;

/**
 * Describes the problems of operations that {@link AnswersProblems}, by their status.
 */
@Component
@Order(0)
class ProblemAnswers implements GlobalOperationCustomizer {

	private static final Set<ProblemType> OF_ALL = Set.of(ProblemType.BAD_REQUEST, ProblemType.UNAUTHORIZED,
			ProblemType.NOT_ACCEPTABLE, ProblemType.INTERNAL);

	private static final Set<ProblemType> PASSING = Set.of(ProblemType.QUEUE_FULL, ProblemType.SHARE_FULL,
			ProblemType.DEADLINE_UNREACHABLE, ProblemType.TOO_MANY_LISTENERS, ProblemType.NOT_READY);

	@Override
	public Operation customize(Operation operation, HandlerMethod handler) {
		Set<AnswersProblems> annotations = AnnotatedElementUtils.findAllMergedAnnotations(handler.getMethod(),
				AnswersProblems.class);
		if (annotations.isEmpty()) {
			return operation;
		}
		Set<ProblemType> types = new TreeSet<>(OF_ALL);
		annotations.stream().flatMap((annotation) -> Stream.of(annotation.value())).forEach(types::add);
		Map<HttpStatus, List<ProblemType>> byStatus = types.stream()
			.collect(Collectors.groupingBy(ProblemType::status,
					() -> new TreeMap<>(Comparator.comparingInt(HttpStatus::value)), Collectors.toList()));
		byStatus.forEach((status, all) -> operation.getResponses()
			.addApiResponse(Integer.toString(status.value()), answer(all)));
		return operation;
	}

	private static ApiResponse answer(List<ProblemType> types) {
		MediaType problem = new MediaType().schema(new Schema<>().$ref("Problem"));
		types.forEach((type) -> problem.addExamples(type.code(), new Example().$ref(type.code())));
		ApiResponse answer = new ApiResponse()
			.description(types.stream().map(ProblemType::title).collect(Collectors.joining("; or: ")))
			.content(new Content().addMediaType(APPLICATION_PROBLEM_JSON_VALUE, problem));
		return PASSING.containsAll(types)
				? answer.addHeaderObject(HttpHeaders.RETRY_AFTER, new Header().$ref(HttpHeaders.RETRY_AFTER)) : answer;
	}

}
