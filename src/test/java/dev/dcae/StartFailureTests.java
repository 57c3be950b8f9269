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
package dev.dcae;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import dev.dcae.checkpoint.hub.FakeHub;
import dev.dcae.ops.ArchiveMetrics;
import dev.dcae.ops.DownloadMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * A start that fails says in a paragraph which model it is, what is wrong and what to do.
 */
class StartFailureTests {

	private static final Path FIXTURE = Path.of("src/test/resources/fixtures/tiny-sana");

	private static final String WEIGHTS = "diffusion_pytorch_model.safetensors";

	@TempDir
	Path temp;

	/**
	 * The models alone, without what answers requests.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(DcaeProperties.class)
	static class Settings {

		@Bean
		ArchiveMetrics archiveMetrics() {
			return new ArchiveMetrics(new SimpleMeterRegistry(), false);
		}

		@Bean
		DownloadMetrics downloadMetrics() {
			return new DownloadMetrics(new SimpleMeterRegistry(), false);
		}

	}

	@Test
	void aFolderThatIsNotThere() {
		assertParagraph(fail(this.temp.resolve("none").toString()),
				"There is no folder %s.".formatted(this.temp.resolve("none")), "Name a folder with config.json");
	}

	@Test
	void aRepositoryWithoutItsPrefix() {
		assertParagraph(fail("mit-han-lab/dc-ae-f32c32-sana-1.1-diffusers"), "There is no folder",
				"Did you mean hf:mit-han-lab/dc-ae-f32c32-sana-1.1-diffusers");
	}

	@Test
	void anAddressOfTheHub() {
		assertParagraph(fail("https://huggingface.co/mit-han-lab/dc-ae"), "is not an address",
				"Did you mean hf:mit-han-lab/dc-ae?");
	}

	@Test
	void aFileInPlaceOfItsFolder() {
		assertParagraph(fail(FIXTURE.resolve(WEIGHTS).toString()), "is a file, not a folder",
				"Name the folder with this file");
	}

	@Test
	void aFolderWithoutAConfig() throws IOException {
		assertParagraph(fail(model(null, Files.readAllBytes(FIXTURE.resolve(WEIGHTS)))), "has no config.json",
				"of a pipeline it is the folder vae");
	}

	@Test
	void aConfigOfAnotherClass() throws IOException {
		assertParagraph(fail(model("{\"_class_name\": \"UNet2DConditionModel\"}", new byte[1])),
				"_class_name is 'UNet2DConditionModel'", "Name the checkpoint of an autoencoder");
	}

	@Test
	void aGitLfsPointer() throws IOException {
		byte[] pointer = """
				version https://git-lfs.github.com/spec/v1
				oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
				size 1248859040
				""".getBytes(StandardCharsets.US_ASCII);
		assertParagraph(fail(model(config(), pointer)), WEIGHTS + " of " + this.temp + " is a Git LFS pointer",
				"Run git lfs pull");
	}

	@Test
	void corruptWeights() throws IOException {
		byte[] weights = Files.readAllBytes(FIXTURE.resolve(WEIGHTS));
		weights[3] = 0x7f;
		assertParagraph(fail(model(config(), weights)), WEIGHTS, "It is damaged or no safetensors file");
	}

	/**
	 * It is tried for a quarter of a minute.
	 */
	@Test
	@Tag("slow")
	void aHubThatIsAway() {
		FakeHub hub = new FakeHub();
		hub.close();
		assertParagraph(fail("hf:owner/tiny", hub(hub)), "hf:owner/tiny@main", "cannot be reached", "HTTPS_PROXY");
	}

	@Test
	void aHubThatIsSwitchedOff() {
		assertParagraph(fail("hf:owner/tiny", "dcae.hub.offline=true", "dcae.hub.cache-dir=" + this.temp),
				"hf:owner/tiny@main is not in the cache", "Fetch it while");
	}

	@ParameterizedTest
	@CsvSource({ "403, GatedRepo, It asks for a token", "401, RepoNotFound, private", "404, RepoNotFound, private",
			"404, RevisionNotFound, Name a branch" })
	void aRefusalOfTheHub(int status, String code, String remedy) {
		try (FakeHub hub = new FakeHub()) {
			hub.next("/api/", (exchange, right) -> {
				exchange.getResponseHeaders().set("X-Error-Code", code);
				exchange.sendResponseHeaders(status, -1);
			});
			assertParagraph(fail("hf:owner/tiny", hub(hub)), "owner/tiny", remedy);
		}
	}

	@Test
	void aDeviceThatIsNotThere() {
		assertParagraph(fail(FIXTURE.toString(), "dcae.models[0].devices=cuda:7"),
				"The device cuda:7 is configured, but", "cpu or auto");
	}

	@Test
	void tilesThatDoNotSuitTheModel() {
		assertThat(fail(FIXTURE.toString(), "dcae.models[0].tiling.tile=33").getDescription())
			.contains("The model wanted cannot be served", "cannot be tiled");
	}

	@Test
	void aCacheThatIsNoFolder() throws IOException {
		Path file = Files.writeString(this.temp.resolve("cache"), "a file");
		assertParagraph(fail(FIXTURE.toString(), "dcae.cache-dir=" + file), file.toString(), "dcae.cache-dir");
	}

	@Test
	void aHubWhoseAddressIsNone() {
		FailureAnalysis analysis = fail(FIXTURE.toString(), "dcae.hub.endpoint=huggingface.co");
		assertThat(analysis.getDescription()).isEqualTo("The hub's address 'huggingface.co' is not one.");
		assertThat(analysis.getAction()).contains("HF_ENDPOINT");
	}

	@Test
	void whatNobodyForesawKeepsItsTrace() {
		assertThat(new UnusableFailureAnalyzer().analyze(new IllegalStateException("a fault"))).isNull();
	}

	/**
	 * Starts the whole service, as people do.
	 */
	@Test
	@Tag("slow")
	@ExtendWith(OutputCaptureExtension.class)
	void theParagraphStandsWithoutATraceUnlessItIsAskedFor(CapturedOutput output) {
		String[] settings = { "--server.port=0", "--management.server.port=0", "--dcae.cache-dir=target/http-tests",
				"--dcae.models[0].id=wanted", "--dcae.models[0].source=" + this.temp.resolve("none"),
				"--dcae.models[0].dtype=fp32" };
		assertThatException().isThrownBy(() -> DcaeApplication.main(settings));
		assertThat(output.getAll()).containsOnlyOnce("APPLICATION FAILED TO START")
			.contains("The model wanted cannot be served: There is no folder")
			.doesNotContain("\tat dev.dcae.")
			.doesNotContain("Exception")
			.doesNotContain("CUDA");
		String[] debug = Stream
			.concat(Stream.of(settings), Stream.of("--logging.level.org.springframework.boot.diagnostics=debug"))
			.toArray(String[]::new);
		assertThatException().isThrownBy(() -> DcaeApplication.main(debug));
		assertThat(output.getAll()).contains("\tat dev.dcae.");
	}

	private String model(@Nullable String config, byte[] weights) throws IOException {
		if (config != null) {
			Files.writeString(this.temp.resolve("config.json"), config);
		}
		Files.write(this.temp.resolve(WEIGHTS), weights);
		return this.temp.toString();
	}

	private static String config() throws IOException {
		return Files.readString(FIXTURE.resolve("config.json"));
	}

	private String[] hub(FakeHub hub) {
		return new String[] { "dcae.hub.endpoint=" + hub.endpoint(), "dcae.hub.cache-dir=" + this.temp,
				"dcae.hub.offline=false" };
	}

	private static FailureAnalysis fail(String source, String... settings) {
		AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
		new ApplicationContextRunner()
			.withUserConfiguration(Settings.class, ModelConfiguration.class, SchedulerConfiguration.class)
			.withPropertyValues("dcae.models[0].id=wanted", "dcae.models[0].source=" + source,
					"dcae.models[0].dtype=fp32", "dcae.cache-dir=target/http-tests")
			.withPropertyValues(settings)
			.run((context) -> failure.set(context.getStartupFailure()));
		Throwable thrown = Objects.requireNonNull(failure.get(), "it started");
		FailureAnalysis analysis = new UnusableFailureAnalyzer().analyze(thrown);
		return Objects.requireNonNull(analysis, thrown::toString);
	}

	private static void assertParagraph(FailureAnalysis analysis, String... parts) {
		assertThat(analysis.getDescription()).startsWith("The model wanted cannot be served: ").endsWith(".");
		assertThat(analysis.getAction()).isNotBlank();
		assertThat(analysis.getDescription() + " " + analysis.getAction()).contains(parts);
	}

}
