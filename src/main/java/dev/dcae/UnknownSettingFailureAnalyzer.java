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

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Collectors;

import dev.dcae.cli.NearestName;

import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Names the setting that was probably meant by one that there is not. Before Spring
 * Boot's own, which lists what it found and no more.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class UnknownSettingFailureAnalyzer extends AbstractFailureAnalyzer<UnboundConfigurationPropertiesException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnboundConfigurationPropertiesException cause) {
		List<ConfigurationProperty> unknown = cause.getUnboundProperties()
			.stream()
			.sorted((a, b) -> a.getName().compareTo(b.getName()))
			.toList();
		SortedSet<String> known = NestedSettings.names();
		return new FailureAnalysis(
				unknown.stream().map(UnknownSettingFailureAnalyzer::problem).collect(Collectors.joining("\n")),
				unknown.stream()
					.map((property) -> remedy(property, known))
					.distinct()
					.collect(Collectors.joining("\n")),
				cause);
	}

	private static String problem(ConfigurationProperty property) {
		return "There is no setting %s%s.".formatted(property.getName(),
				(property.getOrigin() != null) ? ", which is set by " + property.getOrigin() : "");
	}

	private static String remedy(ConfigurationProperty property, SortedSet<String> known) {
		String name = property.getName().toString();
		Optional<String> meant = NearestName.of(name.replaceAll("\\[\\d+]", "[n]"), known);
		return meant.map((setting) -> "In place of %s, did you mean %s?".formatted(name, numbered(setting, name)))
			.orElse("docs/configuration.md lists all settings.");
	}

	/**
	 * A setting of a list with the number that was written.
	 */
	private static String numbered(String setting, String written) {
		String number = written.replaceAll("[^\\[]*\\[(\\d+)].*", "$1");
		return number.equals(written) ? setting : setting.replace("[n]", "[%s]".formatted(number));
	}

}
