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

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The settings of Spring and of all libraries, as their jars describe them to editors.
 */
final class KnownSettings {

	private static final String METADATA = "META-INF/spring-configuration-metadata.json";

	private final Map<String, String> names = new TreeMap<>();

	/**
	 * Settings that have any names below them: maps, and lists of objects.
	 */
	private final Set<String> open = new HashSet<>();

	private KnownSettings() {
	}

	static KnownSettings ofClasspath() {
		KnownSettings known = new KnownSettings();
		try {
			for (URL url : Collections.list(KnownSettings.class.getClassLoader().getResources(METADATA))) {
				try (InputStream in = url.openStream()) {
					known.add(JsonMapper.shared().readTree(in).path("properties"));
				}
			}
			return known;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void add(JsonNode properties) {
		for (JsonNode property : properties) {
			String name = property.path("name").asString("");
			String type = property.path("type").asString("");
			this.names.put(canonical(name), name);
			if (type.startsWith("java.util.")) {
				this.open.add(canonical(name));
			}
		}
	}

	Collection<String> names() {
		return this.names.values();
	}

	/**
	 * Tells whether anybody binds a setting of this name, in any of the ways in which it
	 * may be spelled.
	 */
	boolean has(String name) {
		String wanted = canonical(name);
		if (this.names.containsKey(wanted)) {
			return true;
		}
		for (int dot = wanted.lastIndexOf('.'); dot > 0; dot = wanted.lastIndexOf('.', dot - 1)) {
			if (this.open.contains(wanted.substring(0, dot))) {
				return true;
			}
		}
		return false;
	}

	private static String canonical(String name) {
		return name.toLowerCase(Locale.ROOT).replaceAll("\\[[^]]*]|[-_]", "");
	}

}
