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
package dev.dcae.api;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The metrics that Prometheus is shown.
 */
final class Scrape {

	private static final Pattern SAMPLE = Pattern.compile("(\\w+)(?:\\{(.*)})? (\\S+)");

	private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

	private final String text;

	private final List<Sample> samples = new ArrayList<>();

	/**
	 * A number.
	 */
	record Sample(String name, Map<String, String> labels, double value) {
	}

	/**
	 * A line of the documentation.
	 */
	record Row(String name, String type, String unit, Set<String> labels, String meaning) {

		@Override
		public String toString() {
			return "| `%s` | %s | %s | %s | %s |".formatted(this.name, this.type, this.unit,
					String.join(", ", this.labels), this.meaning);
		}

	}

	private Scrape(String text) {
		this.text = text;
		for (String line : text.lines().filter((one) -> !one.startsWith("#")).toList()) {
			Matcher sample = SAMPLE.matcher(line);
			assertThat(sample.matches()).as(line).isTrue();
			Map<String, String> labels = new TreeMap<>();
			if (sample.group(2) != null) {
				Matcher label = LABEL.matcher(sample.group(2));
				while (label.find()) {
					labels.put(label.group(1), label.group(2));
				}
			}
			this.samples.add(new Sample(sample.group(1), labels, Double.parseDouble(sample.group(3))));
		}
	}

	static Scrape of(Service service) {
		return new Scrape(service.get(service.managementPort(), "/actuator/prometheus").ok().text());
	}

	List<Sample> samples() {
		return this.samples;
	}

	/**
	 * The names that queries may use.
	 */
	Set<String> names() {
		Set<String> names = new LinkedHashSet<>();
		this.samples.forEach((sample) -> names.add(sample.name()));
		return names;
	}

	/**
	 * The sum of the samples that have all of these labels.
	 * @param labels names and values in turn
	 */
	double sum(String name, String... labels) {
		double sum = 0;
		for (Sample sample : this.samples) {
			boolean wanted = sample.name().equals(name);
			for (int i = 0; i < labels.length; i += 2) {
				wanted &= labels[i + 1].equals(sample.labels().get(labels[i]));
			}
			sum += wanted ? sample.value() : 0;
		}
		return sum;
	}

	/**
	 * The service's own metrics, as they are documented. The gauges that go with
	 * histograms are not listed.
	 */
	List<Row> rows() {
		Map<String, Row> rows = new TreeMap<>();
		Matcher heads = Pattern.compile("(?m)^# HELP (dcae_\\w+) (.*)\\n# TYPE \\w+ (\\w+)$").matcher(this.text);
		while (heads.find()) {
			String name = heads.group(1);
			if (!name.endsWith("_max") || !rows.containsKey(name.substring(0, name.length() - 4))) {
				rows.put(name, new Row(name, heads.group(3), unit(name), labels(name), heads.group(2)));
			}
		}
		return List.copyOf(rows.values());
	}

	private static String unit(String name) {
		String plain = name.endsWith("_total") ? name.substring(0, name.length() - 6) : name;
		for (String unit : List.of("seconds", "bytes", "pixels", "items")) {
			if (plain.endsWith("_" + unit)) {
				return unit;
			}
		}
		return "";
	}

	private Set<String> labels(String name) {
		Set<String> labels = new TreeSet<>();
		for (Sample sample : this.samples) {
			if (sample.name().equals(name) || sample.name().equals(name + "_count")) {
				labels.addAll(sample.labels().keySet());
			}
		}
		return labels;
	}

}
