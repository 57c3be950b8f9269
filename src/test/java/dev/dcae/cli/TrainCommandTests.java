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

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.dcae.DcaeApplication;
import dev.dcae.checkpoint.hub.FakeHub;
import dev.dcae.training.TrainingSettings;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

class TrainCommandTests {

	private final StringWriter out = new StringWriter();

	private final StringWriter errors = new StringWriter();

	@TempDir
	private Path folder;

	private int run(String... args) {
		CommandLine commands = Commands.commandLine();
		commands.setOut(new PrintWriter(this.out)).setErr(new PrintWriter(this.errors));
		return commands.execute(args);
	}

	private Path settings(String yaml) throws Exception {
		return Files.writeString(this.folder.resolve("train.yaml"), yaml);
	}

	@Test
	void exampleHasEverySettingWithItsDefault() throws Exception {
		assertThat(run("train", "--example")).isZero();
		assertNames(TrainingSettings.class);
		Path example = settings(this.out.toString().replace("# architecture:", "architecture:"));
		assertThat(bound(example)).isEqualTo(bound(settings("{output: run, architecture: config.json}")));
	}

	private void assertNames(Class<?> settings) {
		for (RecordComponent component : settings.getRecordComponents()) {
			String name = component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
			assertThat(this.out.toString()).containsPattern("\\b" + name + ":");
			if (component.getType().isRecord()) {
				assertNames(component.getType());
			}
		}
	}

	private static TrainingSettings bound(Path file) throws Exception {
		TrainCommand command = new TrainCommand();
		new CommandLine(command).parseArgs("--config", file.toString());
		return command.settings();
	}

	@Test
	void trainsAndSaysHowFarItIs() throws Exception {
		Path architecture = Path.of("src/test/resources/fixtures/tiny-mix/config.json");
		Path settings = settings(
				"{architecture: '%s', linear-start: false, log-every: 1, data: {sides: [32], pixels: 1024}}"
					.formatted(architecture));
		Path output = this.folder.resolve("run");
		assertThat(run("train", "--config", settings.toString(), "--set", "steps=2", "--set", "output=" + output))
			.isZero();
		assertThat(this.out.toString()).contains("step 1 of 2")
			.contains("steps/s")
			.contains("left")
			.contains("Written to " + output);
		assertThat(output.resolve("diffusion_pytorch_model.safetensors")).isNotEmptyFile();
		assertThat(output.resolve("log.csv")).content().hasLineCount(3);
	}

	@Test
	@Tag("slow")
	void startsFromACheckpointInTheServicesCacheOfTheHub() throws Exception {
		Path cache = this.folder.resolve("hub");
		try (FakeHub hub = new FakeHub()) {
			hub.commit("owner/tiny", FakeHub.files(Path.of("src/test/resources/fixtures/tiny-mix"), "config.json",
					"diffusion_pytorch_model.safetensors"));
			assertThat(run("fetch", "--endpoint", hub.endpoint(), "--cache-dir", cache.toString(), "hf:owner/tiny"))
				.isZero();
		}
		Path output = this.folder.resolve("run");
		List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
				DcaeApplication.class.getName(), "train", "--set", "source=hf:owner/tiny", "--set", "steps=1", "--set",
				"data.sides=32", "--set", "data.pixels=1024", "--set", "output=" + output);
		Path log = this.folder.resolve("log");
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
		builder.environment().putAll(Map.of("DCAE_HUB_CACHEDIR", cache.toString(), "DCAE_HUB_OFFLINE", "true"));
		int status = builder.start().waitFor();
		assertThat(status).as(Files.readString(log)).isZero();
		assertThat(output.resolve("diffusion_pytorch_model.safetensors")).isNotEmptyFile();
	}

	@Test
	void refusesASettingThatItDoesNotKnow() throws Exception {
		assertThat(run("train", "--config", settings("{output: o, architecture: a, learnin-rate: 1}").toString()))
			.isOne();
		assertThat(this.errors.toString()).contains("learnin-rate").doesNotContain("\tat ");
	}

	@Test
	void refusesValuesThatMakeNoSense() throws Exception {
		assertThat(run("train", "--config",
				settings("{output: o, architecture: a, steps: -3, data: {sides: [7]}}").toString()))
			.isOne();
		assertThat(this.errors.toString()).contains("steps").contains("sides").doesNotContain("\tat ");
	}

	@Test
	void saysInWordsWhatAValueMayBe() throws Exception {
		assertRefused("phase: nothing", "phase: 'nothing' is none of full, decoder-only, refine-head");
		assertRefused("precision: int4", "precision: 'int4' is none of float32, bfloat16, float16");
		assertRefused("precision: fp16", "precision is float32 or bfloat16: float16 would need its losses scaled");
		assertRefused("steps: many", "steps: 'many' is not a number that it takes");
		assertRefused("linear-start: perhaps", "linear-start: 'perhaps' is neither true nor false");
		assertRefused("snapshot-every: soon", "snapshot-every: 'soon' is no duration, such as 5m or 90s");
		assertRefused("data: {sides: [7]}", "data.sides[0] must be greater than or equal to 16");
		assertRefused("learning-rate: 0", "learning-rate must be greater than 0");
		assertRefused("learning-rate: 1e-6", "final-learning-rate is more than learning-rate; give one that is less,"
				+ " or the same for a rate that stays");
	}

	private void assertRefused(String setting, String message) throws Exception {
		this.errors.getBuffer().setLength(0);
		assertThat(run("train", "--config", settings("output: o\narchitecture: a\n" + setting).toString())).isOne();
		assertThat(this.errors.toString()).isEqualToIgnoringNewLines(message);
	}

	@Test
	void saysThatTheOutputIsMissing() throws Exception {
		assertThat(run("train", "--config", settings("architecture: a").toString())).isOne();
		assertThat(this.errors.toString()).contains("output is missing; --example prints every setting");
	}

	@Test
	void resumesARunWhereThereIsOne() throws Exception {
		String settings = settings(
				"{architecture: '%s', linear-start: false, steps: 2, data: {sides: [32], pixels: 1024}}"
					.formatted(Path.of("src/test/resources/fixtures/tiny-mix/config.json")))
			.toString();
		String output = "output=" + this.folder.resolve("my run");
		assertThat(run("train", "--resume", "--config", settings, "--set", output)).isOne();
		assertThat(this.errors.toString()).contains("has no run to resume");
		assertThat(run("train", "--config", settings, "--set", output)).isZero();
		assertThat(run("train", "--resume", "--config", settings, "--set", output)).isZero();
		assertThat(this.out.toString()).contains("the averaged weights of step 2; 2 steps made")
			.contains("  --dcae.models[0].id=my-run --dcae.models[0].source=" + this.folder.resolve("my run"));
	}

	@Test
	void saysWhatIsInTheWayOfTheOutput() throws Exception {
		Path output = Files.writeString(this.folder.resolve("file"), "");
		String settings = settings(
				"{architecture: '%s', linear-start: false, steps: 1, data: {sides: [32], pixels: 1024}}"
					.formatted(Path.of("src/test/resources/fixtures/tiny-mix/config.json")))
			.toString();
		assertThat(run("train", "--config", settings, "--set", "output=" + output)).isOne();
		assertThat(this.errors.toString().strip()).isEqualTo(output + " exists already");
	}

	@Test
	void asksForWhatToStartFrom() throws Exception {
		assertThat(run("train", "--config", settings("output: o").toString())).isOne();
		assertThat(this.errors.toString()).contains("either a source or an architecture");
	}

	@Test
	void saysThatTheFileIsMissing() {
		assertThat(run("train", "--config", this.folder.resolve("none.yaml").toString())).isOne();
		assertThat(this.errors.toString()).contains("none.yaml cannot be read");
	}

}
