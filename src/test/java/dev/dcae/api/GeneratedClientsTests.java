package dev.dcae.api;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import dev.dcae.image.RgbImage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

	private final Service service;

	private final RgbImage image = TestImages.gradient(40, 24);

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path folder;

	GeneratedClientsTests(Service service) {
		this.service = service;
	}

	@Test
	void aJavaClientWorks() throws IOException {
		Path sources = generate("java", "--library", "apache-httpclient", "--api-package", "dev.dcae.client.api",
				"--model-package", "dev.dcae.client.model", "--invoker-package", "dev.dcae.client",
				"--additional-properties", "useJakartaEe=true,openApiNullable=false");
		Path classes = Files.createDirectory(this.folder.resolve("classes"));
		String classPath = classes + File.pathSeparator + System.getProperty("java.class.path");
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

	@Test
	void aTypeScriptClientWorks() throws IOException {
		requireNode();
		Path program = Files.createDirectory(this.folder.resolve("program"));
		for (String file : List.of("package.json", "package-lock.json", "tsconfig.json", "use.ts")) {
			Files.copy(PROGRAMS.resolve("typescript").resolve(file), program.resolve(file));
		}
		Files.move(generate("typescript-fetch"), program.resolve("client"));
		Command.run(program, List.of("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")).ok();
		Command.run(program, List.of("node", "node_modules/typescript/bin/tsc")).ok();
		checkUse("node", program.resolve("out/use.js").toString());
	}

	/**
	 * In CI, where it is installed, its lack is a failure.
	 */
	private static void requireNode() {
		assumeTrue(
				"true".equals(System.getenv("CI"))
						|| Command.works("node", "--version") && Command.works("npm", "--version"),
				"There is no node with npm here to try the TypeScript client with");
	}

	private Path generate(String generator, String... options) {
		Path client = this.folder.resolve("client");
		OpenApiGenerator
			.run(concat(List.of("generate", "-i", "docs/openapi.yaml", "-g", generator, "-o", client.toString(),
					"--global-property", "skipFormModel=false"), Stream.of(options))
				.toArray(String[]::new))
			.ok();
		return client;
	}

	/**
	 * Runs a program that uses a client, and checks that it got what anybody gets.
	 */
	private void checkUse(String... command) throws IOException {
		Path file = Files.write(this.folder.resolve("image.png"), TestImages.png(this.image));
		Path results = Files.createDirectory(this.folder.resolve("results"));
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
