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

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import dev.dcae.image.RgbImage;
import dev.dcae.tensor.Npy;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Clients that are generated from the description compile and work: programs that use
 * them note what they got.
 */
@HttpTest
@Tag("slow")
class GeneratedClientsTests {

	private static final Path PROGRAMS = Path.of("src/test/clients").toAbsolutePath();

	/**
	 * The dependencies of the Java client, as the build has put them in place.
	 */
	private static final Path JARS = Path.of("target/generated-client").toAbsolutePath();

	private final Service service;

	private final RgbImage image = TestImages.gradient(40, 24);

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path folder;

	GeneratedClientsTests(Service service) {
		this.service = service;
	}

	/**
	 * The lines that generators print of any description, or of words that are right here
	 * and reserved in a language.
	 */
	private static final List<String> NOT_OURS = List.of("OpenAPI 3.1 support is still in beta",
			"Failed to get the schema name: null", "Could not compute datatypeWithEnum", "(reserved word)",
			"cannot be used as", "Ignoring complex example on request body");

	@ParameterizedTest
	@ValueSource(strings = { "csharp", "rust" })
	void aClientIsGeneratedWithoutAWarning(String generator) {
		generate(generator);
	}

	@Test
	void aJavaClientWorks() throws IOException {
		Path sources = generate("java", "--api-package", "dev.dcae.client.api", "--model-package",
				"dev.dcae.client.model", "--invoker-package", "dev.dcae.client");
		Path classes = Files.createDirectory(this.folder.resolve("classes"));
		String classPath = classes + File.pathSeparator + JARS + File.separator + "*";
		Path program = PROGRAMS.resolve("java/UseClient.java");
		Stream<String> files = Stream.concat(javaFiles(sources.resolve("src/main/java")),
				Stream.of(program.toString()));
		Command
			.run(this.folder,
					concat(List.of(jdk("javac"), "-proc:none", "-nowarn", "-d", classes.toString(), "-cp", classPath),
							files))
			.ok();
		checkUse(jdk("java"), "-cp", classPath, "UseClient");
	}

	@ParameterizedTest
	@CsvSource({ "typescript-fetch, use", "typescript-axios, use-axios" })
	void aTypeScriptClientWorks(String generator, String name) throws IOException {
		require("node, with npm", Command.works("node", "--version") && Command.works("npm", "--version"));
		Path program = Files.createDirectory(this.folder.resolve("program"));
		for (String file : List.of("package.json", "package-lock.json", "tsconfig.json", name + ".ts")) {
			Files.copy(PROGRAMS.resolve("typescript").resolve(file), program.resolve(file));
		}
		Files.move(generate(generator), program.resolve("client"));
		Command.run(program, List.of("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")).ok();
		Command.run(program, List.of("node", "node_modules/typescript/bin/tsc")).ok();
		checkUse("node", program.resolve("out/%s.js".formatted(name)).toString());
	}

	@Test
	void aGoClientWorks() throws IOException {
		require("go", Command.works("go", "version"));
		Path program = Files.createDirectory(this.folder.resolve("program"));
		for (String file : List.of("go.mod", "use.go")) {
			Files.copy(PROGRAMS.resolve("go").resolve(file), program.resolve(file));
		}
		Path client = Files.move(generate("go"), program.resolve("client"));
		// A package of the program, and no module that would have to be fetched.
		Files.delete(client.resolve("go.mod"));
		Command.run(program, List.of("go", "build", "-o", "use", ".")).ok();
		checkUse(program.resolve("use").toString());
	}

	@Test
	void aPythonClientWorks() throws IOException {
		require("python3, with pip", Command.works("python3", "-c", "import ensurepip, venv"));
		Path client = generate("python");
		String python = this.folder.resolve("venv/bin/python3").toString();
		Command.run(this.folder, List.of("python3", "-m", "venv", "venv")).ok();
		require("index for pip that has what the Python client requires",
				Command.run(client, List.of(python, "-m", "pip", "install", "-q", "-r", "requirements.txt"))
					.status() == 0);
		Path program = Files.copy(PROGRAMS.resolve("python/use.py"), client.resolve("use.py"));
		checkUse(python, program.toString());
	}

	/**
	 * In CI, where it is installed, its lack is a failure.
	 */
	private static void require(String tool, boolean there) {
		assumeTrue("true".equals(System.getenv("CI")) || there,
				() -> "There is no %s here to try a client with".formatted(tool));
	}

	/**
	 * Generates a client as anybody would, without options but for the names of packages.
	 */
	private Path generate(String generator, String... options) {
		Path client = this.folder.resolve("client");
		Command.Result result = OpenApiGenerator
			.run(concat(List.of("generate", "-i", "docs/openapi.yaml", "-g", generator, "-o", client.toString()),
					Stream.of(options))
				.toArray(String[]::new))
			.ok();
		assertThat(result.output().lines().filter((line) -> line.contains(" WARN ") || line.contains(" ERROR ")))
			.allMatch((line) -> NOT_OURS.stream().anyMatch(line::contains));
		return client;
	}

	/**
	 * Runs a program that uses a client, and checks that it got what anybody gets.
	 */
	private void checkUse(String... command) throws IOException {
		Path file = Files.write(this.folder.resolve("image.png"), TestImages.png(this.image));
		Path results = Files.createDirectory(this.folder.resolve("results"));
		Tensor golden = Latents.golden("tiny-mix");
		Files.write(results.resolve("latent.npy"), Npy.toBytes(golden));
		Files.write(results.resolve("latent.bin"), Latents.filled(0.5f, 1, 8, 3, 5).toBytes());
		Command
			.run(this.folder,
					concat(List.of(command),
							Stream.of("http://localhost:" + this.service.port(), file.toString(), results.toString())))
			.ok();
		JsonNode notes = JsonMapper.shared().readTree(Files.readAllBytes(results.resolve("notes.json")));
		assertThat(ids(notes.path("models")))
			.isEqualTo(ids(this.service.get("/v1/models").ok().json().path("models").findValues("id")));
		Answer encoded = this.service.post("/v1/encode?model=tiny-mix", this.image).ok();
		assertThat(notes.path("model").asString()).isEqualTo("tiny-mix");
		assertThat(notes.path("shape")).isEqualTo(encoded.json().path("shape"));
		assertThat(notes.path("values").asInt()).isEqualTo(8 * 3 * 5);
		byte[] latent = Files.readAllBytes(results.resolve("latent.json"));
		assertThat(Latents.maxDifference(Wire.JSON.read(new Answer(200, encoded.headers(), latent)),
				Wire.JSON.read(encoded)))
			.isLessThan(1e-4f);
		RgbImage decoded = this.service.post("/v1/decode", "application/json", latent).image();
		assertThat(decoded.width()).isEqualTo(this.image.width());
		assertThat(image(encoded, results.resolve("decoded.png"))).isEqualTo(decoded);
		assertThat(image(encoded, results.resolve("decoded-file.png")))
			.isEqualTo(this.service.decode("model=tiny-mix", golden));
		RgbImage reconstructed = image(encoded, results.resolve("reconstructed.png"));
		assertThat(TestImages.maxDifference(reconstructed, decoded)).isLessThanOrEqualTo(1);
		JsonNode problem = notes.path("problem");
		assertThat(problem.path("type").asString()).isEqualTo("urn:dcae:problem:unknown-model");
		assertThat(problem.path("status").asInt()).isEqualTo(404);
		assertThat(problem.path("detail").asString()).contains("'none'");
		assertThat(problem.path("requestId").asString()).isNotBlank();
	}

	private static RgbImage image(Answer answer, Path file) throws IOException {
		return new Answer(200, answer.headers(), Files.readAllBytes(file)).image();
	}

	private static List<String> ids(Iterable<JsonNode> models) {
		return StreamSupport.stream(models.spliterator(), false).map(JsonNode::asString).toList();
	}

	private static Stream<String> javaFiles(Path folder) throws IOException {
		try (Stream<Path> files = Files.walk(folder)) {
			return files.map(Path::toString).filter((file) -> file.endsWith(".java")).toList().stream();
		}
	}

	private static String jdk(String tool) {
		return Path.of(System.getProperty("java.home"), "bin", tool).toString();
	}

	private static List<String> concat(List<String> first, Stream<String> rest) {
		return Stream.concat(first.stream(), rest).toList();
	}

}
