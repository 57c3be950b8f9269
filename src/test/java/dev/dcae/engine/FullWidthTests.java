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
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.dcae.checkpoint.RandomCheckpoint;
import dev.dcae.model.ConfigJson;
import dev.dcae.model.Operation;
import dev.dcae.model.Precision;
import dev.dcae.tensor.Safetensors;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stable Diffusion's autoencoder in its full width, with random weights, against what
 * diffusers' operations made of the same weights in float64. Its weights are 0.3 GB.
 */
@Tag("slow")
class FullWidthTests {

	private static final Path RESOURCES = Path.of("src/test/resources/checkpoints");

	/**
	 * Relative, in L2.
	 */
	private static final double MOST = 1e-5;

	private static final int SIDE = 128;

	/** Beside the build's other output: /tmp may be memory. */
	@TempDir(factory = TargetFolder.class)
	static Path folder;

	private static Map<String, Tensor> golden = Map.of();

	private static TorchRunner runner;

	@BeforeAll
	static void load() throws IOException {
		golden = Safetensors.map(RESOURCES.resolve("sd-vae-f8c4.golden.safetensors"), Arena.ofAuto()).tensors();
		ConfigJson config = ConfigJson.of(Files.readString(RESOURCES.resolve("sd-vae-f8c4.config.json")));
		RandomCheckpoint.write(folder.resolve("model"), config, 1);
		runner = new Fixture(folder.resolve("model"), golden).load(folder.resolve("archives"), Precision.FP32);
	}

	@AfterAll
	static void close() {
		runner.close();
	}

	@Test
	void aWhiteImageIsEncodedAsInFloat64() {
		byte[] pixels = new byte[3 * SIDE * SIDE];
		Arrays.fill(pixels, (byte) 255);
		Tensor latent = run(Operation.ENCODE_IMAGE, Tensor.ofBytes(new Shape(SIDE, SIDE, 3), pixels));
		assertThat(LargeImageTests.error(latent.toFloats(), golden("white.latent"))).isLessThanOrEqualTo(MOST);
	}

	@Test
	void aLatentIsDecodedAsInFloat64() {
		Tensor image = run(Operation.DECODE, LargeImageTests.noise(4, SIDE / 8));
		assertThat(LargeImageTests.error(LargeImageTests.every(image, 2), golden("noise.recon")))
			.isLessThanOrEqualTo(MOST);
	}

	/**
	 * Makes folders below the build's.
	 */
	static final class TargetFolder implements TempDirFactory {

		@Override
		public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context) throws IOException {
			return Files.createTempDirectory(Files.createDirectories(Path.of("target")), "full-width");
		}

	}

	private static Tensor run(Operation operation, Tensor item) {
		return runner.run(operation, List.of(item)).getFirst().output();
	}

	private static float[] golden(String name) {
		return Objects.requireNonNull(golden.get(name), name).toFloats();
	}

}
