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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import dev.dcae.bench.GpuParts;
import dev.dcae.serving.DeviceFaultException;
import dev.dcae.serving.OutOfDeviceMemoryException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The kit that will prove the archives on a GPU, rehearsed on the CPU: with any PyTorch,
 * which need not be the libtorch that the service has.
 */
@Tag("slow")
class GpuKitTests {

	private static final Path PARTS = Path.of("target/bench/gpu/parts.zip");

	private static final int LONGEST_MINUTES = 10;

	@TempDir
	Path out;

	@BeforeAll
	static void writeTheParts() throws Exception {
		assumeTrue(works("import sys; assert sys.version_info >= (3, 9)"), "there is a Python");
		GpuParts.main(new String[] { PARTS.toString() });
	}

	@Test
	void whatTravelsIsSmallEnough() throws Exception {
		String said = run("--dry-run");
		assertThat(said).containsPattern("\\d MiB  the repository's tree")
			.containsPattern("\\d MiB  " + PARTS)
			.containsPattern("\\d MiB  together");
	}

	@Test
	void theRehearsalReportsAndFindsNothingWrong() throws Exception {
		assumeTrue(works("import torch; assert [int(part) for part in torch.__version__.split('.')[:2]] >= [2, 7]"),
				"Python has PyTorch 2.7 or newer");
		String said = run("--device", "cpu", "--out", this.out.toString());
		JsonNode report = JsonMapper.builder().build().readTree(Files.readString(this.out.resolve("report.json")));
		assertThat(report.get("complete").asBoolean()).isTrue();
		assertThat(report.get("sections").propertyNames()).containsExactly("machine", "correctness", "speed",
				"exhaustion", "kernels", "variants", "compiled");
		assertThat(report.get("sections").valueStream()).as(() -> said + log())
			.allMatch((section) -> section.get("status").stringValue().equals("done"));
		JsonNode tables = report.get("tables");
		assertThat(tables.propertyNames()).contains("machine", "ceilings", "checks", "speed", "failures", "kernels",
				"kinds of kernels", "variants", "lanes");
		assertThat(tables.get("checks").valueStream()).hasSizeGreaterThan(100)
			.allSatisfy((row) -> assertThat(row.get("passed").asBoolean()).as("%s", row).isTrue());
		for (String table : List.of("speed", "variants")) {
			assertThat(tables.get(table).valueStream()).as(table)
				.allSatisfy((row) -> assertThat(row.path("images/s").asDouble()).as("%s", row).isPositive());
		}
		assertThat(Files.readString(this.out.resolve("report.md"))).startsWith("# Archives of commit ")
			.contains("float32 as it is served, with NVIDIA_TF32_OVERRIDE=0 ", "\n## speed\n", "\n## failures\n")
			.doesNotContain("cut short");
		assertThat(tables.get("failures").valueStream()).isNotEmpty()
			.allSatisfy((row) -> assertThat(EngineFailure.of(new IllegalStateException(row.get("text").stringValue())))
				.isInstanceOf(expected(row.get("expected").stringValue())));
	}

	private static Class<?> expected(String kind) {
		return switch (kind) {
			case "memory" -> OutOfDeviceMemoryException.class;
			case "lost" -> DeviceFaultException.class;
			case "input" -> EngineRunException.class;
			default -> throw new IllegalArgumentException(kind);
		};
	}

	/**
	 * Runs the kit, of which no check may fail.
	 * @return what it printed
	 */
	private static String run(String... arguments) throws Exception {
		List<String> command = new ArrayList<>(List.of(python(), "src/bench/gpu", "--parts", PARTS.toString()));
		command.addAll(List.of(arguments));
		Path said = Files.createTempFile("gpu-kit", ".txt");
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(said.toFile())
				.start();
			try {
				assertThat(process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)).as("ends in time").isTrue();
			}
			finally {
				process.destroyForcibly();
			}
			assertThat(process.exitValue()).as(Files.readString(said)).isZero();
			return Files.readString(said);
		}
		finally {
			Files.delete(said);
		}
	}

	private String log() {
		try {
			return Files.readString(this.out.resolve("log.txt"));
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

	private static boolean works(String code) throws Exception {
		try {
			Process process = new ProcessBuilder(python(), "-c", code).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
			return process.waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static String python() {
		return Optional.ofNullable(System.getenv("DCAE_GPU_PYTHON")).orElse("python3");
	}

}
