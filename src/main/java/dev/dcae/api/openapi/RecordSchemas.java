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

import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.type.TypeFactory;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.oas.models.media.Schema;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.providers.JavadocProvider;

import org.springframework.stereotype.Component;

/**
 * Says of our records which fields are always there, and which may be null, and tidies up
 * what their Javadoc says.
 */
@Component
class RecordSchemas implements ModelConverter {

	private final JavadocProvider javadoc;

	RecordSchemas(JavadocProvider javadoc) {
		this.javadoc = javadoc;
	}

	@Override
	public @Nullable Schema<?> resolve(AnnotatedType type, ModelConverterContext context,
			Iterator<ModelConverter> others) {
		if (!others.hasNext()) {
			return null;
		}
		Schema<?> resolved = others.next().resolve(type, context, others);
		Class<?> raw = TypeFactory.defaultInstance().constructType(type.getType()).getRawClass();
		if (resolved != null && raw.isRecord() && raw.getPackageName().startsWith("dev.dcae.")) {
			describe(raw,
					(resolved.getProperties() != null) ? resolved : context.getDefinedModels().get(name(resolved)));
		}
		return resolved;
	}

	private static String name(Schema<?> reference) {
		return reference.get$ref().substring(reference.get$ref().lastIndexOf('/') + 1);
	}

	private void describe(Class<?> type, @Nullable Schema<?> schema) {
		if (schema == null || schema.getProperties() == null) {
			return;
		}
		schema.setDescription(prose(schema));
		Map<String, String> told = this.javadoc.getRecordClassParamJavadoc(type);
		for (RecordComponent component : type.getRecordComponents()) {
			Schema<?> property = schema.getProperties().get(name(component));
			if (property != null) {
				// Springdoc finds no Javadoc where the name in JSON is another.
				if (property.getDescription() == null && property.get$ref() == null) {
					property.setDescription(told.get(component.getName()));
				}
				property.setDescription(prose(property));
				if (property.get$ref() != null) {
					// Generators warn of the type beside it, which the reference has.
					property.setTypes(null);
				}
			}
			if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
				if (schema.getRequired() == null || !schema.getRequired().contains(name(component))) {
					schema.addRequiredItem(name(component));
				}
			}
			else if (property != null && property.getTypes() != null && !isLeftOut(type, component)) {
				Set<String> types = new LinkedHashSet<>(property.getTypes());
				types.add("null");
				property.setTypes(types);
			}
		}
	}

	/**
	 * Javadoc's markup as that of OpenAPI, which is Markdown.
	 */
	private static @Nullable String prose(Schema<?> schema) {
		String javadoc = schema.getDescription();
		return (javadoc != null) ? javadoc.replaceAll("</?code>", "`").replaceAll("\\s+", " ") : null;
	}

	private static String name(RecordComponent component) {
		JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
		return (property != null) ? property.value() : component.getName();
	}

	private static boolean isLeftOut(Class<?> type, RecordComponent component) {
		return Optional.ofNullable(component.getAccessor().getAnnotation(JsonInclude.class))
			.or(() -> Optional.ofNullable(type.getAnnotation(JsonInclude.class)))
			.filter((include) -> include.value() == JsonInclude.Include.NON_NULL)
			.isPresent();
	}

}
