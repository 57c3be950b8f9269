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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The service laid out as the Dockerfile does it, in folders of its own: the extracted jar, libtorch unpacked, the
 * container's JVM options and the AOT cache that the container's script trains. Needs bash.
 */
final class Installation {

	private static final int TRAINING_MINUTES = 10;

	private final Path folder;

	private final int port;

	private final int management;

	private Installation(Path folder, int port, int management) {
		this.folder = folder;
		this.port = port;
		this.management = management;
	}

	/**
	 * Installs the jar that was packaged last.
	 * @param folder that is emptied
	 * @throws IllegalStateException if there is no jar, or no AOT cache could be trained
	 */
	static Installation make(Path folder) throws IOException, InterruptedException {
		Path jar = jar();
		Installation made = new Installation(folder.toAbsolutePath(), ServiceProcess.freePort(), ServiceProcess.freePort());
		delete(folder);
		Files.createDirectories(made.cache());
		made.run(java(), "-Djarmode=tools", "-jar", jar.toString(), "extract", "--destination", made.app().toString());
		Files.move(made.app().resolve(jar.getFileName()), made.app().resolve("dcae.jar"));
		made.deleteLibrariesInJars();
		made.run(java(), "-jar", jar.toString(), "libtorch", "cpu", made.libtorch().toString());
		made.copyOptions();
		Path script = made.app().resolve("train.sh");
		Files.copy(Path.of("src/main/docker/train.sh"), script);
		made.run("bash", script.toString());
		if (!Files.exists(made.app().resolve("dcae.aot"))) {
			throw new IllegalStateException("No AOT cache was trained; see " + made.log());
		}
		return made;
	}

	private static Path jar() throws IOException {
		try (Stream<Path> files = Files.list(Path.of("target"))) {
			List<Path> jars = files.filter((file) -> file.getFileName().toString().matches("dcae-.+\\.jar")).toList();
			if (jars.size() != 1) {
				throw new IllegalStateException(
						"Of jars there are %s in target, not one: mvn clean package -DskipTests makes it".formatted(jars));
			}
			return jars.getFirst().toAbsolutePath();
		}
	}

	/**
	 * The files that the folder of libtorch replaces.
	 */
	private void deleteLibrariesInJars() throws IOException {
		try (Stream<Path> jars = Files.list(app().resolve("lib"))) {
			for (Path jar : jars.toList()) {
				if (jar.getFileName().toString().matches("pytorch-(native|jni)-.+")) {
					Files.delete(jar);
				}
			}
		}
	}

	/**
	 * The container's options, with its two folders replaced by those here.
	 */
	private void copyOptions() throws IOException {
		String options = Files.readString(Path.of("src/main/docker/jvm.options"));
		Files.writeString(app().resolve("jvm.options"),
				options.replace("/var/cache/dcae", cache().toString()).replace("/opt/libtorch", libtorch().toString()));
	}

	private void run(String... command) throws IOException, InterruptedException {
		Process process = process(List.of(command));
		if (!process.waitFor(TRAINING_MINUTES, TimeUnit.MINUTES)) {
			process.destroyForcibly();
		}
		if (process.waitFor() != 0) {
			throw new IllegalStateException("%s failed; see %s".formatted(String.join(" ", command), log()));
		}
	}

	private Process process(List<String> command) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
		Map<String, String> environment = builder.environment();
		environment.put("PATH", Path.of(java()).getParent() + ":" + environment.get("PATH"));
		environment.put("DCAE_CACHEDIR", cache().toString());
		environment.put("DJL_CACHE_DIR", cache().resolve("djl").toString());
		environment.put("PYTORCH_LIBRARY_PATH", libtorch().toString());
		environment.put("PYTORCH_FLAVOR", "cpu");
		environment.put("OMP_WAIT_POLICY", "passive");
		environment.put("MALLOC_ARENA_MAX", "2");
		environment.put("SERVER_PORT", Integer.toString(this.port));
		environment.put("MANAGEMENT_SERVER_PORT", Integer.toString(this.management));
		return builder.start();
	}

	/**
	 * Starts the service.
	 * @param aotCache whether with the AOT cache, as the container does
	 */
	Process start(boolean aotCache) throws IOException {
		List<String> command = new ArrayList<>(List.of(java(), "@" + app().resolve("jvm.options")));
		if (aotCache) {
			command.add("-XX:AOTCache=" + app().resolve("dcae.aot"));
		}
		command.addAll(List.of("-jar", app().resolve("dcae.jar").toString()));
		return process(command);
	}

	int port() {
		return this.port;
	}

	int management() {
		return this.management;
	}

	Path log() {
		return this.folder.resolve("log.txt");
	}

	private Path app() {
		return this.folder.resolve("app");
	}

	private Path libtorch() {
		return this.folder.resolve("libtorch");
	}

	private Path cache() {
		return this.folder.resolve("cache");
	}

	private static String java() {
		return ServiceProcess.java();
	}

	private static void delete(Path folder) throws IOException {
		if (!Files.exists(folder)) {
			return;
		}
		try (Stream<Path> files = Files.walk(folder).sorted((a, b) -> b.compareTo(a))) {
			files.forEach((file) -> {
				try {
					Files.delete(file);
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			});
		}
	}

}
