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
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

import com.sun.management.OperatingSystemMXBean;

/**
 * The machine that benchmarks run on, and the commit they measure.
 *
 * @param cpu the processor's model
 * @param cores that the JVM may use
 * @param memoryGib of the machine, or of the container
 * @param jdk version
 * @param libtorch version
 * @param commit of the sources; with a plus if they were changed since
 * @param date in UTC
 */
record Machine(String cpu, int cores, long memoryGib, String jdk, String libtorch, String commit, String date) {

	private static final String UNKNOWN = "unknown";

	static Machine here() throws IOException, InterruptedException {
		long bytes = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
		String changes = git("status", "--porcelain");
		return new Machine(processor(), Runtime.getRuntime().availableProcessors(), Math.round(bytes / 0x1p30),
				System.getProperty("java.vendor") + " " + Runtime.version(), engine(),
				git("rev-parse", "--short", "HEAD") + (changes.isEmpty() ? "" : "+"),
				LocalDate.now(ZoneOffset.UTC).toString());
	}

	private static String processor() throws IOException {
		Path file = Path.of("/proc/cpuinfo");
		if (!Files.exists(file)) {
			return System.getProperty("os.arch");
		}
		try (Stream<String> lines = Files.lines(file)) {
			return lines.filter((line) -> line.startsWith("model name"))
				.findFirst()
				.map((line) -> line.substring(line.indexOf(':') + 1).strip())
				.orElse(System.getProperty("os.arch"));
		}
	}

	private static String engine() throws IOException {
		try (InputStream content = Machine.class.getResourceAsStream("/pytorch-engine.properties")) {
			Properties properties = new Properties();
			if (content != null) {
				properties.load(content);
			}
			return properties.getProperty("pytorch_version", UNKNOWN);
		}
	}

	private static String git(String... arguments) throws IOException, InterruptedException {
		ProcessBuilder builder = new ProcessBuilder("git").redirectError(ProcessBuilder.Redirect.DISCARD);
		builder.command().addAll(List.of(arguments));
		Process process;
		try {
			process = builder.start();
		}
		catch (IOException ex) {
			return UNKNOWN;
		}
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		return (process.waitFor() == 0) ? output.strip() : UNKNOWN;
	}

	/**
	 * One line for a heading.
	 */
	String line() {
		return "%s: %s, %d cores, %d GiB; JDK %s, libtorch %s; commit %s".formatted(this.date, this.cpu, this.cores,
				this.memoryGib, this.jdk, this.libtorch, this.commit);
	}

}
