package dev.dcae.api.openapi;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.swagger.v3.core.util.Yaml31;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.SpecVersion;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;

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

	@Bean
	OpenAPI openApi() throws IOException {
		ObjectMapper yaml = Yaml31.mapper();
		JsonNode whole = yaml.createObjectNode();
		for (String name : PROSE) {
			try (InputStream file = new ClassPathResource(name).getInputStream()) {
				whole = yaml.readerForUpdating(whole).readTree(file);
			}
		}
		return yaml.treeToValue(whole, OpenAPI.class).specVersion(SpecVersion.V31);
	}

}
