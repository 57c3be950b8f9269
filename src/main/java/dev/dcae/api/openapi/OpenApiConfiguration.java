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

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dcae.image.ImageFormat;
import dev.dcae.image.formats.ImageFormats;
import io.swagger.v3.core.util.Yaml31;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.SpecVersion;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.util.PropertyPlaceholderHelper;
import org.springframework.util.StreamUtils;

/**
 * The description that springdoc completes.
 */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

	/**
	 * The prose, each merged into those before it. Tags come in its order.
	 */
	private static final List<String> PROSE = List.of("dev/dcae/api/openapi.yaml", "dev/dcae/api/v1/openapi.yaml",
			"dev/dcae/api/v1/examples.yaml", "dev/dcae/api/oip/openapi.yaml", "dev/dcae/api/oip/examples.yaml",
			"dev/dcae/api/remotevae/openapi.yaml");

	private static final PropertyPlaceholderHelper PLACEHOLDERS = new PropertyPlaceholderHelper("${", "}");

	@Bean
	OpenAPI openApi(ImageFormats formats) throws IOException {
		ObjectMapper yaml = Yaml31.mapper();
		JsonNode whole = yaml.createObjectNode();
		for (String name : PROSE) {
			try (InputStream file = new ClassPathResource(name).getInputStream()) {
				String prose = StreamUtils.copyToString(file, StandardCharsets.UTF_8);
				whole = yaml.readerForUpdating(whole)
					.readTree(PLACEHOLDERS.replacePlaceholders(prose, values(formats)));
			}
		}
		return yaml.treeToValue(whole, OpenAPI.class).specVersion(SpecVersion.V31);
	}

	/**
	 * Placeholders of the prose.
	 */
	private static Properties values(ImageFormats formats) {
		Properties values = new Properties();
		values.setProperty("image.titles", formats.listed(ImageFormat::title));
		values.setProperty("image.anyName", formats.listed(ImageFormat::name));
		values.setProperty("image.names", joined(formats.all().stream().map(ImageFormat::name)));
		values.setProperty("image.types", joined(formats.all().stream().map(ImageFormat::mediaType)));
		values.setProperty("image.extensions", joined(formats.all().stream().map(ImageFormat::extension).sorted()));
		return values;
	}

	private static String joined(Stream<String> names) {
		return names.collect(Collectors.joining(", "));
	}

}
