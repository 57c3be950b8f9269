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
package dev.dcae.cli;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Options of the service on the command line. Spring takes any and ignores those that it
 * does not know; here they are refused. Settings of the service itself are checked when
 * they are bound, wherever they come from.
 */
final class ServiceOptions {

	private static final String OURS = "dcae.";

	/**
	 * Options that mean something without a dot.
	 */
	private static final Set<String> SWITCHES = Set.of("debug", "trace");

	/**
	 * Settings that are given so often that nobody looks into every jar for them.
	 */
	private static final Set<String> FREQUENT = Set.of("server.port", "server.address", "management.server.port",
			"management.server.address");

	/**
	 * The names that settings have in other programs.
	 */
	private static final Map<String, String> USUAL = Map.ofEntries(Map.entry("p", "server.port"),
			Map.entry("port", "server.port"), Map.entry("http-port", "server.port"),
			Map.entry("host", "server.address"), Map.entry("bind", "server.address"),
			Map.entry("address", "server.address"), Map.entry("model", "dcae.models[0].source"),
			Map.entry("m", "dcae.models[0].source"), Map.entry("source", "dcae.models[0].source"),
			Map.entry("model-id", "dcae.models[0].id"), Map.entry("id", "dcae.models[0].id"),
			Map.entry("dtype", "dcae.models[0].dtype"), Map.entry("precision", "dcae.models[0].dtype"),
			Map.entry("device", "dcae.models[0].devices"), Map.entry("devices", "dcae.models[0].devices"),
			Map.entry("cache-dir", "dcae.cache-dir"), Map.entry("batch", "dcae.batching.max-items"),
			Map.entry("batch-size", "dcae.batching.max-items"), Map.entry("workers", "dcae.cpu.lanes"),
			Map.entry("threads", "dcae.cpu.lanes"), Map.entry("offline", "dcae.hub.offline"),
			Map.entry("config", "spring.config.additional-location"),
			Map.entry("c", "spring.config.additional-location"), Map.entry("log-level", "logging.level.root"),
			Map.entry("verbose", "logging.level.dev.dcae"), Map.entry("v", "logging.level.dev.dcae"));

	private static final String LISTED = "docs/configuration.md lists the settings, and --help the commands";

	private ServiceOptions() {
	}

	/**
	 * Looks for what the service would ignore.
	 * @return what is wrong with the first of these and what to write instead; nothing if
	 * all are in order
	 */
	static Optional<String> problem(String... arguments) {
		for (int i = 0; i < arguments.length; i++) {
			String argument = arguments[i];
			String next = (i + 1 < arguments.length && !arguments[i + 1].startsWith("-")) ? arguments[i + 1] : "";
			Optional<String> problem = argument.startsWith("--") ? problem(argument.substring(2), next)
					: Optional.of(word(argument, next));
			if (problem.isPresent()) {
				return problem;
			}
		}
		return Optional.empty();
	}

	private static Optional<String> problem(String option, String next) {
		int equals = option.indexOf('=');
		String name = (equals < 0) ? option : option.substring(0, equals);
		String value = (equals < 0) ? next : option.substring(equals + 1);
		if (!SWITCHES.contains(name) && !FREQUENT.contains(name) && !name.startsWith(OURS)) {
			Optional<String> unknown = unknown(name, value);
			if (unknown.isPresent()) {
				return unknown;
			}
		}
		return (equals < 0 && !next.isEmpty())
				? Optional.of("--%s and its value are two words; write %s".formatted(name, written(name, next)))
				: Optional.empty();
	}

	private static Optional<String> unknown(String name, String value) {
		KnownSettings known = KnownSettings.ofClasspath();
		if (name.contains(".") && known.has(name)) {
			return Optional.empty();
		}
		String usual = USUAL.get(name);
		Optional<String> meant = (usual != null) ? Optional.of(usual) : NearestName.of(name, known.names());
		return Optional.of("There is no option --%s; %s".formatted(name,
				meant.map((setting) -> "write " + written(setting, value)).orElse(LISTED)));
	}

	private static String word(String word, String next) {
		if (!word.startsWith("-")) {
			return "'%s' belongs to no option; options are of the form --server.port=8080".formatted(word);
		}
		int equals = word.indexOf('=');
		String name = word.substring(1, (equals < 0) ? word.length() : equals);
		String value = (equals < 0) ? next : word.substring(equals + 1);
		String usual = USUAL.get(name);
		return "There is no option %s; %s".formatted(word, (usual != null) ? "write " + written(usual, value) : LISTED);
	}

	private static String written(String setting, String value) {
		String text = "--%s=%s".formatted(setting, value.isEmpty() ? "…" : value);
		// Shells would expand brackets.
		return setting.contains("[") ? "'%s'".formatted(text) : text;
	}

}
