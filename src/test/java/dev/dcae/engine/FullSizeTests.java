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
package dev.dcae.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import dev.dcae.checkpoint.RandomCheckpoint;
import dev.dcae.model.ConfigJson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The start of a service with a model of full size, its weights random.
 */
@Tag("slow")
class FullSizeTests {

	private static final Path CONFIG = Path.of("src/test/resources/checkpoints/dc-ae-f32c32-sana-1.0.config.json");

	private static final long WEIGHTS = 1_249_001_100;

	private static final long GIGABYTE = 1_000_000_000;

	/** Beside the build's other output: /tmp may be memory. */
	private final Path folder = Path.of("target/full-size");

	private final Path cache = this.folder.resolve("archives");

	@BeforeEach
	void writeTheCheckpoint() throws IOException {
		assumeTrue(AnonymousMemory.isKnown(), "/proc/self/status tells RssAnon");
		Files.createDirectories(this.folder);
		delete();
		long free = Files.getFileStore(this.folder.toAbsolutePath().getParent()).getUsableSpace();
		assumeTrue(free > 6 * GIGABYTE || "true".equals(System.getenv("CI")), "6 GB of disk are free");
		RandomCheckpoint.write(this.folder.resolve("model"), ConfigJson.of(Files.readString(CONFIG)), 1);
	}

	@AfterEach
	void delete() throws IOException {
		if (Files.exists(this.folder)) {
			try (Stream<Path> files = Files.walk(this.folder)) {
				for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
					Files.delete(file);
				}
			}
		}
	}

	@Test
	void itStartsAfterACrashWithinItsMemoryAndTheNextTimeFromTheArchive() throws Exception {
		crashWhileCompiling();
		assertThat(files()).singleElement().asString().endsWith(".partial");

		Map<String, Long> first = start();
		System.out.println("First start: " + first);
		assertThat(first).contains(entry("finite ", 1L), entry("height ", 64L));
		assertThat(first.get("ran peak")).isLessThanOrEqualTo(2 * WEIGHTS + GIGABYTE);
		assertThat(files()).singleElement().asString().endsWith(".pt");
		Path archive = files().getFirst();
		// Its time is that of its last use.
		Object file = Files.getAttribute(archive, "unix:ino");
		assertThat(Files.size(archive)).isBetween(WEIGHTS, WEIGHTS + WEIGHTS / 20);

		Map<String, Long> second = start();
		System.out.println("Second start: " + second);
		assertThat(second).contains(entry("finite ", 1L), entry("height ", 64L));
		// Packed weights take the place of those of the archive.
		assertThat(second.get("loaded peak")).isLessThanOrEqualTo(WEIGHTS * 3 / 2 + GIGABYTE / 4);
		assertThat(second.get("ran peak")).isLessThanOrEqualTo(2 * WEIGHTS + GIGABYTE);
		assertThat(files()).containsExactly(archive);
		assertThat(Files.getAttribute(archive, "unix:ino")).isEqualTo(file);
	}

	private Map<String, Long> start() throws IOException, InterruptedException {
		return ForkedJava.numbers(fork());
	}

	private Process fork() throws IOException {
		return ForkedJava.start(List.of(), ColdStart.class, this.folder.resolve("model"), this.cache);
	}

	private void crashWhileCompiling() throws IOException, InterruptedException {
		Process process = fork();
		Instant deadline = Instant.now().plus(Duration.ofMinutes(2));
		try {
			while (written() < WEIGHTS / 10) {
				assertThat(process.isAlive()).as("still compiling").isTrue();
				assertThat(Instant.now()).isBefore(deadline);
				LockSupport.parkNanos(1_000_000);
			}
		}
		finally {
			process.destroyForcibly().waitFor();
		}
	}

	private long written() throws IOException {
		if (!Files.exists(this.cache)) {
			return 0;
		}
		long bytes = 0;
		for (Path file : files()) {
			bytes += Files.size(file);
		}
		return bytes;
	}

	private List<Path> files() throws IOException {
		try (Stream<Path> files = Files.list(this.cache)) {
			return files.toList();
		}
	}

}
