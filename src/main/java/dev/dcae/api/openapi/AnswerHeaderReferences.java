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

import java.util.Map;
import java.util.TreeMap;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.responses.ApiResponse;
import org.springdoc.core.customizers.GlobalOperationCustomizer;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;

/**
 * Adds the request's id to every answer, and leaves of a header that is described
 * elsewhere nothing but the reference.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class AnswerHeaderReferences implements GlobalOperationCustomizer {

	private static final String REQUEST_ID = "X-Request-Id";

	@Override
	public Operation customize(Operation operation, HandlerMethod handler) {
		operation.getResponses().values().forEach(AnswerHeaderReferences::refer);
		return operation;
	}

	private static void refer(ApiResponse answer) {
		Map<String, Header> headers = new TreeMap<>();
		if (answer.getHeaders() != null) {
			answer.getHeaders()
				.forEach((name, header) -> headers.put(name,
						(header.get$ref() != null) ? new Header().$ref(header.get$ref()) : header));
		}
		headers.put(REQUEST_ID, new Header().$ref(REQUEST_ID));
		answer.setHeaders(headers);
	}

}
