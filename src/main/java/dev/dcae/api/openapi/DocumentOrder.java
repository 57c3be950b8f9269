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
import java.util.TreeMap;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.tags.Tag;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Puts paths in the order of their tags and names, and schemas in that of their names, so
 * that the description is the same wherever it is made.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class DocumentOrder implements GlobalOpenApiCustomizer {

	@Override
	public void customise(OpenAPI description) {
		List<String> tags = description.getTags().stream().map(Tag::getName).toList();
		Paths paths = new Paths();
		description.getPaths()
			.entrySet()
			.stream()
			.sorted(Comparator.comparingInt((Map.Entry<String, PathItem> path) -> tags.indexOf(tag(path.getValue())))
				.thenComparing(Map.Entry::getKey))
			.forEach((path) -> paths.addPathItem(path.getKey(), path.getValue()));
		description.setPaths(paths);
		description.getComponents().setSchemas(new TreeMap<>(description.getComponents().getSchemas()));
	}

	private static String tag(PathItem path) {
		return path.readOperations().getFirst().getTags().getFirst();
	}

}
