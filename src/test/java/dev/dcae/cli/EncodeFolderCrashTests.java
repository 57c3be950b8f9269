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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import dev.dcae.DcaeApplication;
import dev.dcae.engine.Fixture;
import dev.dcae.engine.TorchRunner;
import dev.dcae.image.Formats;
import dev.dcae.model.Precision;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process that is killed at any moment, again and again, as by {@code kill -9}.
 */
@Tag("slow")
class EncodeFolderCrashTests {

	private static final int IMAGES = 2000;

	private static final int KILLS = 6;

	@TempDir
	Path temp;

	@Test
	@Timeout(value = 15, unit = TimeUnit.MINUTES)
	void nothingIsLostAndNothingIsThereTwiceHoweverOftenItIsKilled() throws IOException, InterruptedException {
		long seed = new Random().nextLong();
		System.out.println("EncodeFolderCrashTests seed " + seed);
		Random random = new Random(seed);
		Path images = this.temp.resolve("images");
		for (int i = 0; i < IMAGES; i++) {
			Path file = images.resolve(name(i));
			Files.createDirectories(Objects.requireNonNull(file.getParent()));
			Files.write(file, Formats.PNG.encode(EncodeFolderTests.image(16 + 8 * (i % 3), 16, i)));
		}
		Path out = this.temp.resolve("latents");
		Path manifest = out.resolve("manifest.jsonl");
		int killed = 0;
		for (int i = 0; i < KILLS; i++) {
			long before = Files.exists(manifest) ? Files.size(manifest) : 0;
			Process process = start(images, out);
			// A part of what is left, so that each run gets somewhere and none to the
			// end.
			long until = before + random.nextInt(1, 40_000);
			while (process.isAlive() && (!Files.exists(manifest) || Files.size(manifest) < until)) {
				TimeUnit.MILLISECONDS.sleep(1);
			}
			// Not always just behind a line that was written.
			TimeUnit.MILLISECONDS.sleep(random.nextInt(20));
			process.destroyForcibly().waitFor();
			killed += (process.exitValue() == 137) ? 1 : 0;
		}
		System.out.println("killed " + killed + " times, last with " + Files.readAllLines(manifest).size() + " lines");
		assertThat(killed).isGreaterThanOrEqualTo(KILLS / 2);
		Process last = start(images, out);
		assertThat(last.waitFor()).as(() -> output()).isZero();
		assertIsComplete(LatentFolderReader.of(out));
		assertThat(out.resolve("failed.jsonl")).isEmptyFile();
	}

	private void assertIsComplete(LatentFolderReader made) throws IOException {
		assertThat(made.lines()).hasSize(IMAGES);
		assertThat(made.latents()).hasSize(IMAGES);
		try (TorchRunner runner = Fixture.of("tiny-mix").load(this.temp.resolve("cache"), Precision.FP32)) {
			for (int i = 0; i < IMAGES; i++) {
				Tensor latent = made.latent(name(i));
				EncodeFolderTests.assertIsTheLatentOf(runner, EncodeFolderTests.image(16 + 8 * (i % 3), 16, i), latent,
						1e-4f);
			}
		}
	}

	private static String name(int index) {
		return "class-%02d/%04d.png".formatted(index % 17, index);
	}

	private Process start(Path images, Path out) throws IOException {
		List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"--enable-native-access=ALL-UNNAMED", "-Xmx512m", "-cp", System.getProperty("java.class.path"),
				DcaeApplication.class.getName(), "encode-folder", images.toString(), "--out", out.toString(), "--model",
				"src/test/resources/fixtures/tiny-mix", "--device", "cpu", "--dtype", "float32", "--shard-size", "8",
				"--cache-dir", "target/cli-tests");
		return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log().toFile()).start();
	}

	private Path log() {
		return this.temp.resolve("log");
	}

	private String output() {
		try {
			return Files.readString(log());
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

}
