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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.parameters.Parameter;
import org.springdoc.core.customizers.GlobalOperationCustomizer;

import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;

/**
 * Has the parameters that controllers declare described by the components of their names,
 * or of their operation's id and their name. What is one of several media types is told
 * by them, not by a parameter.
 */
@Component
class ParameterReferences implements GlobalOperationCustomizer {

	private final Map<String, Parameter> described = new LinkedHashMap<>();

	ParameterReferences(OpenAPI prose) {
		this.described.putAll(prose.getComponents().getParameters());
	}

	@Override
	public Operation customize(Operation operation, HandlerMethod handler) {
		if (operation.getParameters() == null) {
			return operation;
		}
		List<Parameter> parameters = new ArrayList<>();
		for (Parameter declared : operation.getParameters()) {
			if (!HttpHeaders.ACCEPT.equals(declared.getName())) {
				parameters.add(described(operation.getOperationId(), declared));
			}
		}
		operation.setParameters(parameters);
		return operation;
	}

	private Parameter described(String operationId, Parameter declared) {
		for (String key : List.of(operationId + "." + declared.getName(), String.valueOf(declared.getName()))) {
			Parameter known = this.described.get(key);
			if (known != null && known.getIn().equals(declared.getIn())) {
				return new Parameter().$ref("#/components/parameters/" + key);
			}
		}
		return declared;
	}

}
