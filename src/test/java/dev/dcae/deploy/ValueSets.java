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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Values of the chart as platform teams have them, each set in a file.
 */
final class ValueSets {

	private static final Path FOLDER = Path.of("src/test/resources/kubernetes/values");

	private static final Map<String, Manifests> MANIFESTS = new ConcurrentHashMap<>();

	private ValueSets() {
	}

	static List<String> names() {
		try (Stream<Path> files = Files.list(FOLDER)) {
			return files.map((file) -> file.getFileName().toString().replaceFirst("\\.yaml$", "")).sorted().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static Path file(String name) {
		return FOLDER.resolve(name + ".yaml");
	}

	/**
	 * The objects that the chart makes of a set, which it is asked for once.
	 */
	static Manifests manifests(String name) throws IOException {
		Manifests manifests = MANIFESTS.get(name);
		if (manifests == null) {
			manifests = Manifests.of(Files.readString(file(name)));
			MANIFESTS.put(name, manifests);
		}
		return manifests;
	}

}
