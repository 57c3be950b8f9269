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
package dev.dcae.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;

/**
 * The benchmarks: every class of this package whose name ends with {@code Bench} and that has a main method.
 */
final class Benches {

	private static final String SUFFIX = "Bench";

	private Benches() {
	}

	/**
	 * Their simple names, in order.
	 */
	static List<String> names() {
		return new ClassFileImporter().importPackages(Benches.class.getPackageName())
			.stream()
			.filter((type) -> type.getSimpleName().endsWith(SUFFIX)
					&& type.tryGetMethod("main", String[].class).isPresent())
			.map(JavaClass::getSimpleName)
			.sorted()
			.toList();
	}

	/**
	 * The arguments of a benchmark: Maven passes all that it is given as one.
	 */
	static String[] arguments(String... passed) {
		return String.join(" ", passed).strip().split(" +");
	}

	/**
	 * The name of a benchmark's report: StartBench writes {@code start}.
	 */
	static String report(String bench) {
		return bench.substring(0, bench.length() - SUFFIX.length()).toLowerCase(Locale.ROOT);
	}

	/**
	 * A process that runs a benchmark, ready to be started.
	 * @param reports the folder for its report
	 */
	static ProcessBuilder process(String bench, Path reports, List<String> arguments) {
		ProcessBuilder builder = new ProcessBuilder(ServiceProcess.java(), "--enable-native-access=ALL-UNNAMED",
				"-Dbench.reports=" + reports, "-cp", System.getProperty("java.class.path"),
				Benches.class.getPackageName() + "." + bench);
		builder.command().addAll(arguments);
		return builder;
	}

}
