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
package dev.dcae.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import dev.dcae.image.Formats;
import dev.dcae.image.metrics.ImageMetrics;
import dev.dcae.tensor.Npy;
import dev.dcae.tensor.Shape;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestConstructor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What {@code docs/recipes.md} and the README tell people to type, as it stands there but
 * for the port, to a service that was just started.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "management.server.port=0", "dcae.cache-dir=target/http-tests" })
@Import(Service.class)
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
class RecipesTests {

	private static final Path IMAGE = Path.of("src/test/resources/photos/astronaut.png");

	private static final Pattern SHELL = Pattern.compile("(?ms)^```sh$\n(.*?)^```$");

	private static final String SHAPE = "(1, 32, 16, 16)";

	private final Service service;

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path folder;

	RecipesTests(Service service) {
		this.service = service;
	}

	@BeforeEach
	void putTheImageThere() throws IOException {
		Files.copy(IMAGE, this.folder.resolve("image.png"));
	}

	@Test
	void theReadmesLinesOfCurl() throws IOException {
		requireCurl();
		Path asThere = this.folder.resolve(IMAGE);
		Files.createDirectories(asThere.getParent());
		Files.copy(IMAGE, asThere);
		List<String> blocks = SHELL.matcher(Files.readString(Path.of("README.md")))
			.results()
			.map((block) -> block.group(1))
			.filter((block) -> block.contains("curl ") && !block.contains("mvn ") && !block.contains("docker"))
			.toList();
		assertThat(blocks).hasSize(2);
		assertThat(blocks.getFirst()).doesNotContain("-H");
		String printed = blocks.stream().map(this::sh).collect(Collectors.joining());
		assertThat(printed).contains("\"dc-ae-tiny-f32c32\"");
		checkImage("decoded.png");
	}

	@Test
	void curl() throws IOException {
		requireCurl();
		List<String> blocks = blocks("sh", "sh");
		assertThat(blocks).hasSize(2);
		sh(blocks.getFirst());
		assertThat(Npy.parse(bytes("latent.npy")).shape()).isEqualTo(new Shape(1, 32, 16, 16));
		checkImage("decoded.png");
		checkImage("decoded.webp");
		try (ZipFile zip = new ZipFile(this.folder.resolve("latents.zip").toFile())) {
			assertThat(zip.stream().map(ZipEntry::getName)).containsExactly("latents.json", "image.png.npy",
					"decoded.png.npy");
		}
		assertThat(sh(blocks.get(1))).contains("dc-ae-tiny-f32c32.encode_file");
		assertThat(bytes("answer.bin")).hasSizeGreaterThan(4 * 32 * 16 * 16);
	}

	@Test
	void python() throws IOException {
		String python = Command.works("/usr/bin/python3", "-c", "import numpy, requests") ? "/usr/bin/python3"
				: "python3";
		require("python3 with requests and numpy", Command.works(python, "-c", "import numpy, requests"));
		assertThat(run("python", "python", "recipe.py", python)).contains(SHAPE, "(4, 512, 512, 3) uint8");
	}

	@Test
	@Tag("slow")
	void javaScript() throws IOException {
		require("node", Command.works("node", "--version"));
		assertThat(run("node", "js", "recipe.mjs", "node")).contains("[ 1, 32, 16, 16 ]");
		checkImage("decoded.png");
	}

	@Test
	@Tag("slow")
	void java() throws IOException {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		assertThat(run("java", "java", "Recipe.java", java)).contains("32896 bytes");
		checkImage("decoded.png");
	}

	@Test
	@Tag("slow")
	void go() throws IOException {
		require("go", Command.works("go", "version"));
		assertThat(run("go", "go", "recipe.go", "go", "run")).contains("32896 bytes");
		checkImage("decoded.png");
	}

	private String run(String mark, String language, String file, String... command) throws IOException {
		List<String> blocks = blocks(mark, language);
		assertThat(blocks).hasSize(1);
		Files.writeString(this.folder.resolve(file), here(blocks.getFirst()));
		return Command.run(this.folder, Stream.concat(List.of(command).stream(), Stream.of(file)).toList())
			.ok()
			.output();
	}

	private String sh(String block) {
		return Command.run(this.folder, List.of("sh", "-ec", here(block))).ok().output();
	}

	private String here(String block) {
		assertThat(block).contains("localhost:8080");
		return block.replace("localhost:8080", "localhost:" + this.service.port());
	}

	private static List<String> blocks(String mark, String language) throws IOException {
		return Pattern.compile("(?ms)^<!-- run: %s -->\n\n```%s$\n(.*?)^```$".formatted(mark, language))
			.matcher(Files.readString(Path.of("docs/recipes.md")))
			.results()
			.map((block) -> block.group(1))
			.toList();
	}

	private byte[] bytes(String file) throws IOException {
		return Files.readAllBytes(this.folder.resolve(file));
	}

	/**
	 * Checks that a file is like the image that was encoded.
	 */
	private void checkImage(String file) throws IOException {
		assertThat(ImageMetrics.psnr(Formats.decode(bytes("image.png")), Formats.decode(bytes(file))))
			.isGreaterThan(15);
	}

	private static void requireCurl() {
		require("curl", Command.works("curl", "--version"));
	}

	/**
	 * In CI, where it is installed, its lack is a failure.
	 */
	private static void require(String tool, boolean there) {
		assumeTrue("true".equals(System.getenv("CI")) || there, () -> "Not run: there is no " + tool);
	}

}
