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
package dev.dcae;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ClassPathResource;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The document of the settings says what the configuration metadata says, which the
 * compiler makes of {@link DcaeProperties} and its Javadoc.
 */
class ConfigurationDocumentTests {

	private static final Path FILE = Path.of("docs/configuration.md");

	private static final String BEGIN = "<!-- The table is made by ConfigurationDocumentTests -->\n";

	private static final String END = "<!-- End of the table -->\n";

	private static final String WRITE = "configuration.write";

	private static final String HEAD = "| setting | type or unit | default | meaning |\n|---|---|---|---|\n";

	/**
	 * The unit of a number, by the last word of its name.
	 */
	private static final Map<String, String> UNITS = Map.ofEntries(entry("pixels", "pixels"),
			entry("threshold", "pixels"), entry("tile", "pixels"), entry("stride", "pixels"), entry("side", "pixels"),
			entry("items", "items"), entry("files", "parts"), entry("uploads", "bodies"), entry("listeners", "clients"),
			entry("lanes", "lanes"), entry("share", "above 0, at most 1"), entry("priority", "0 to 3"));

	private static final Map<String, String> TYPES = Map.of("java.time.Duration", "duration",
			"org.springframework.util.unit.DataSize", "size", "java.nio.file.Path", "path", "java.lang.String", "text",
			"java.lang.Boolean", "boolean", "java.util.List<java.lang.String>", "list of texts");

	private static final List<String> NUMBERS = List.of("java.lang.Integer", "java.lang.Long", "java.lang.Double");

	private final Properties delivered = delivered();

	@Test
	void theTableListsEverySetting() throws IOException {
		String text = Files.readString(FILE);
		assertThat(text).containsOnlyOnce(BEGIN).containsOnlyOnce(END);
		int from = text.indexOf(BEGIN) + BEGIN.length();
		int to = text.indexOf(END);
		List<String> rows = rows("", metadata("spring-configuration-metadata.json"));
		assertThat(rows).hasSizeGreaterThan(20);
		String table = HEAD + rows.stream().sorted().collect(Collectors.joining());
		if (System.getProperty(WRITE) != null) {
			Files.writeString(FILE, text.substring(0, from) + table + text.substring(to));
		}
		else {
			assertThat(text.substring(from, to))
				.as("%s is out of date; mvn test -Dtest=ConfigurationDocumentTests -D%s rewrites it", FILE, WRITE)
				.isEqualTo(table);
		}
	}

	private List<String> rows(String prefix, JsonNode metadata) {
		List<String> rows = new ArrayList<>();
		for (JsonNode property : metadata.path("properties")) {
			String name = prefix + property.path("name").asString();
			String type = property.path("type").asString();
			if (!name.startsWith("dcae.")) {
				continue;
			}
			if (type.startsWith("java.util.List<dev.dcae.")) {
				String element = type.substring("java.util.List<".length(), type.length() - 1);
				rows.addAll(rows(name + "[n].", metadata("spring/configuration-metadata/" + element + ".json")));
			}
			else {
				rows.add("| `%s` | %s | %s | %s |\n".formatted(name, kind(name, type), standard(name, property),
						meaning(name, property)));
			}
		}
		return rows;
	}

	private static String kind(String name, String type) {
		if (NUMBERS.contains(type)) {
			String unit = UNITS.getOrDefault(name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('-')) + 1),
					"");
			assertThat(unit).as("what %s counts", name).isNotEmpty();
			return unit;
		}
		if (type.startsWith("dev.dcae.")) {
			return Arrays.stream(constants(type))
				.map((constant) -> "`%s`".formatted(constant.toString().toLowerCase(Locale.ROOT)))
				.collect(Collectors.joining(", "));
		}
		String kind = TYPES.getOrDefault(type, "");
		assertThat(kind).as("the word for %s of %s", type, name).isNotEmpty();
		return kind;
	}

	private static Object[] constants(String type) {
		try {
			return Objects.requireNonNull(Class.forName(type).getEnumConstants());
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The default: of the file that is delivered with the service, or of the code.
	 */
	private String standard(String name, JsonNode property) {
		Object value = this.delivered.getOrDefault(name.replace("[n]", "[0]"),
				property.path("defaultValue").asString(""));
		return value.equals("") ? "" : "`%s`".formatted(value);
	}

	private static String meaning(String name, JsonNode property) {
		String text = property.path("description").asString("");
		assertThat(text).as("the Javadoc of %s", name).isNotBlank().doesNotContain("{@link", "|");
		String code = text.replaceAll("\\{@code ([^}]*)}", "`$1`");
		return Character.toUpperCase(code.charAt(0)) + code.substring(1);
	}

	private static Properties delivered() {
		YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
		yaml.setResources(new ClassPathResource("application.yaml"));
		yaml.afterPropertiesSet();
		Properties properties = new Properties();
		properties.putAll(Objects.requireNonNull(yaml.getObject()));
		return properties;
	}

	/**
	 * A file that the compiler has made, among those of other jars with the same name.
	 */
	private static JsonNode metadata(String name) {
		try {
			Path classes = Path.of(DcaeProperties.class.getProtectionDomain().getCodeSource().getLocation().toURI());
			return JsonMapper.shared().readTree(Files.readAllBytes(classes.resolve("META-INF").resolve(name)));
		}
		catch (IOException | URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
