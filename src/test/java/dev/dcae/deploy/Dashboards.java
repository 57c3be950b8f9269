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
package dev.dcae.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The expressions of the dashboard and of the alert rules.
 */
public final class Dashboards {

	static final Path DASHBOARD = Path.of("helm/files/dashboard.json");

	static final Path ALERTS = Path.of("helm/files/alerts.yaml");

	private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.*), \\w+\\)");

	private Dashboards() {
	}

	static JsonNode dashboard() throws IOException {
		return JsonMapper.shared().readTree(Files.readAllBytes(DASHBOARD));
	}

	/**
	 * Everything that the dashboard asks Prometheus for.
	 */
	public static List<String> queries() throws IOException {
		JsonNode dashboard = dashboard();
		List<String> queries = new ArrayList<>(dashboard.findValuesAsString("expr"));
		for (JsonNode definition : dashboard.path("templating").findValues("definition")) {
			Matcher values = LABEL_VALUES.matcher(definition.asString());
			if (!values.matches()) {
				throw new AssertionError("No list of a label's values: " + definition);
			}
			queries.add(values.group(1));
		}
		return queries;
	}

	/**
	 * The conditions of the alerts.
	 */
	public static List<String> conditions() throws IOException {
		return alerts().findValuesAsString("expr");
	}

	static JsonNode alerts() throws IOException {
		return yaml(ALERTS);
	}

	static JsonNode yaml(Path file) throws IOException {
		Object content = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
		return JsonMapper.shared().valueToTree(content);
	}

}
