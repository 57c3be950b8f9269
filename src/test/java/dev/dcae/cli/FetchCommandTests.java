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
package dev.dcae.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.checkpoint.hub.FakeHub;
import dev.dcae.checkpoint.hub.HubOptions;
import dev.dcae.checkpoint.hub.HubReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The command that downloads ahead of time.
 */
class FetchCommandTests {

	private static final Path FIXTURE = Path.of("src/test/resources/fixtures/tiny-mix");

	private final FakeHub hub = new FakeHub();

	private final StringWriter out = new StringWriter();

	private final StringWriter err = new StringWriter();

	private String commit = "";

	@TempDir
	Path cache;

	@BeforeEach
	void commit() throws IOException {
		Map<String, byte[]> files = FakeHub.files(FIXTURE, "config.json", "diffusion_pytorch_model.safetensors");
		this.commit = this.hub.commit("owner/tiny", files);
		this.hub.commit("owner/other", files);
	}

	@AfterEach
	void stop() {
		this.hub.close();
	}

	@Test
	void printsWhereEachCheckpointIs() {
		assertThat(fetch("hf:owner/tiny", "hf:owner/other@main")).isZero();
		Path folder = this.cache.resolve("models--owner--tiny/snapshots/" + this.commit);
		assertThat(this.out.toString()).startsWith("hf:owner/tiny@%s: %s%n".formatted(this.commit, folder))
			.contains("models--owner--other/snapshots/" + this.commit);
		assertThat(folder.resolve("diffusion_pytorch_model.safetensors")).exists();
		assertThat(this.err.toString()).contains("diffusion_pytorch_model.safetensors: ");
	}

	@Test
	void offlineItOnlyLooks() {
		assertThat(fetch("--offline", "hf:owner/tiny")).isEqualTo(1);
		assertThat(this.err.toString()).contains("is not in the cache");
		assertThat(this.hub.requests("")).isEmpty();
		fetch("hf:owner/tiny");
		assertThat(fetch("--offline", "hf:owner/tiny")).isZero();
	}

	@Test
	void aDamagedFileIsDownloadedAnewUnlessNobodyWantsItVerified() throws IOException {
		fetch("hf:owner/tiny");
		Path weights = this.cache
			.resolve("models--owner--tiny/snapshots/" + this.commit + "/diffusion_pytorch_model.safetensors");
		byte[] right = Files.readAllBytes(weights);
		byte[] wrong = right.clone();
		wrong[wrong.length / 2] ^= 1;
		Files.write(weights, wrong);
		assertThat(fetch("--no-verify", "hf:owner/tiny")).isZero();
		assertThat(weights).hasBinaryContent(wrong);
		assertThat(fetch("--offline", "--verify", "hf:owner/tiny")).isEqualTo(1);
		assertThat(this.err.toString()).contains("diffusion_pytorch_model.safetensors of hf:owner/tiny@")
			.contains("is damaged in the cache");
		assertThat(fetch("hf:owner/tiny")).isZero();
		assertThat(weights).hasBinaryContent(right);
		Files.write(weights, wrong);
		assertThat(fetch("--verify", "hf:owner/tiny")).isZero();
		assertThat(weights).hasBinaryContent(right);
	}

	@Test
	void oneThatFailsLeavesTheOthersAndTheStatusTells() {
		assertThat(fetch("hf:owner/none", "hf:owner/tiny")).isEqualTo(1);
		assertThat(this.err.toString()).contains("hf:owner/none@main")
			.doesNotContain("Exception")
			.doesNotContain("\tat ");
		assertThat(this.out.toString()).contains("hf:owner/tiny@" + this.commit);
	}

	@ParameterizedTest
	@ValueSource(strings = { "hf:nobody", "owner/tiny", "classpath:models/x", "/models/x", "hf:owner/../x" })
	void whatIsNotOnTheHubIsAWrongArgument(String source) {
		assertThat(fetch(source)).isEqualTo(2);
		assertThat(this.err.toString()).contains("hf:owner/name[@revision][/subfolder]").contains("Usage: dcae fetch");
		assertThat(this.hub.requests("")).isEmpty();
	}

	@Test
	void anEndpointThatIsNoneIsAnError() {
		assertThat(run("fetch", "--endpoint", "huggingface.co", "hf:owner/tiny")).isEqualTo(1);
		assertThat(this.err.toString()).contains("'huggingface.co'");
	}

	@Test
	void withoutArgumentsItReadsTheConfigurationAndTheEmbeddedModelNeedsNothing() {
		assertThat(fetch()).isZero();
		assertThat(this.out.toString()).contains("No model is configured to come from the hub");
		assertThat(this.hub.requests("")).isEmpty();
	}

	@Test
	void theConfigurationIsTheServices() {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.addFirst(new MapPropertySource("test",
					Map.of("dcae.models[0].id", "a", "dcae.models[0].source", "hf:owner/tiny@v1/vae",
							"dcae.models[0].variant", "fp16", "dcae.models[1].id", "b", "dcae.models[1].source",
							"classpath:models/x", "dcae.hub.cache-dir", "/models", "dcae.hub.offline", "true")));
		ServiceSettings configured = ServiceSettings.of(environment);
		assertThat(configured.ofHub())
			.containsExactly(new CheckpointSource.OnHub(HubReference.of("hf:owner/tiny@v1/vae"), Optional.of("fp16")));
		assertThat(configured.hub()).isEqualTo(new HubOptions("/models", null, true));
	}

	@Test
	void aConsoleShowsOneLineThatChanges() {
		PrintWriter writer = new PrintWriter(this.out, true);
		ConsoleProgress progress = new ConsoleProgress(writer, true);
		progress.update("a");
		progress.update("b");
		progress.say("c");
		assertThat(this.out.toString()).isEqualTo("\r\033[Ka\r\033[Kb\r\033[Kc%n".formatted());
	}

	@Test
	void itLeavesNothingElseBehind() throws IOException {
		fetch("hf:owner/tiny");
		try (var files = Files.list(this.cache)) {
			assertThat(files.map((file) -> file.getFileName().toString())).containsExactlyInAnyOrder(".locks",
					"models--owner--tiny");
		}
	}

	private int fetch(String... arguments) {
		String[] all = new String[arguments.length + 5];
		all[0] = "fetch";
		all[1] = "--endpoint";
		all[2] = this.hub.endpoint();
		all[3] = "--cache-dir";
		all[4] = this.cache.toString();
		System.arraycopy(arguments, 0, all, 5, arguments.length);
		return run(all);
	}

	private int run(String... arguments) {
		CommandLine commands = Commands.commandLine();
		commands.setOut(new PrintWriter(this.out, true));
		commands.setErr(new PrintWriter(this.err, true));
		return commands.execute(arguments);
	}

}
