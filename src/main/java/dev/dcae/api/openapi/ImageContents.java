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

import dev.dcae.api.http.ImageTypes;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.responses.ApiResponse;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.GlobalOperationCustomizer;

import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;

/**
 * Lists the formats that there are where a body or an answer is described as
 * {@link ImageTypes#ANY}.
 */
@Component
class ImageContents implements GlobalOperationCustomizer {

	private final ImageTypes types;

	ImageContents(ImageTypes types) {
		this.types = types;
	}

	@Override
	public Operation customize(Operation operation, HandlerMethod handler) {
		if (operation.getRequestBody() != null) {
			operation.getRequestBody().setContent(listed(operation.getRequestBody().getContent()));
		}
		for (ApiResponse answer : operation.getResponses().values()) {
			answer.setContent(listed(answer.getContent()));
		}
		return operation;
	}

	private @Nullable Content listed(@Nullable Content described) {
		if (described == null) {
			return null;
		}
		MediaType any = described.get(ImageTypes.ANY);
		Content listed = new Content();
		this.types.of(new ArrayList<>(described.keySet()))
			.forEach((type) -> listed.addMediaType(type, described.getOrDefault(type, any)));
		return listed;
	}

}
