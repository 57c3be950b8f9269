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
package dev.dcae.checkpoint;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import dev.dcae.model.ConfigJson;
import dev.dcae.model.DcAeConfig;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The forms in which a checkpoint may come.
 */
class CheckpointTests {

	private static final String NAME = "encoder.conv_in.weight";

	private final ConfigJson config = ConfigJson.tiny();

	private Map<String, Tensor> tensors = Map.of();

	@TempDir
	Path temp;

	@BeforeEach
	void randomTensors() throws IOException {
		this.tensors = RandomCheckpoint.tensors(this.config, 1);
	}

	@ParameterizedTest
	@ValueSource(strings = { CheckpointFolder.SINGLE, "model.safetensors", "sana-vae.safetensors",
			"model.fp16.safetensors" })
	void oneFileOfAnyNameIsFound(String name) throws IOException {
		CheckpointFolder folder = new CheckpointFolder(this.temp).config(this.config).tensors(name, this.tensors);
		assertHasEveryTensor(folder.text("README.md", "").open());
	}

	@Test
	void theUsualNameIsPreferredToOthers() throws IOException {
		CheckpointFolder folder = new CheckpointFolder(this.temp).config(this.config)
			.tensors(CheckpointFolder.SINGLE, this.tensors)
			.tensors("model.safetensors", Map.of())
			.tensors("diffusion_pytorch_model.fp16.safetensors", Map.of());
		assertHasEveryTensor(folder.open());
	}

	@Test
	void shardsAreFoundByTheirIndex() throws IOException {
		CheckpointFolder folder = new CheckpointFolder(this.temp).config(this.config);
		folder.shards(this.tensors);
		assertHasEveryTensor(folder.tensors("unrelated.safetensors", Map.of()).open());
	}

	@Test
	void aStreamedCheckpointIsTheSame() throws IOException {
		RandomCheckpoint.write(this.temp, this.config, 1);
		assertHasEveryTensor(new CheckpointFolder(this.temp).open());
	}

	@Test
	void theClasspathHoldsACheckpoint() {
		try (Checkpoint checkpoint = Checkpoint.open(CheckpointSource.of("classpath:/fixtures/tiny-sana/"));
				Checkpoint directory = Checkpoint
					.open(CheckpointSource.of(Path.of("src/test/resources/fixtures/tiny-sana").toString()))) {
			assertThat(checkpoint.config()).isEqualTo(directory.config());
			assertThat(checkpoint.digest()).isEqualTo(directory.digest());
		}
	}

	@Test
	void theClasspathHoldsShards() throws IOException {
		CheckpointFolder folder = new CheckpointFolder(this.temp).config(this.config);
		folder.shards(this.tensors);
		URI parent = this.temp.resolve("..").normalize().toUri();
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		try (URLClassLoader loader = new URLClassLoader(new URL[] { parent.toURL() }, before)) {
			thread.setContextClassLoader(loader);
			assertHasEveryTensor(Checkpoint.open(CheckpointSource.of("classpath:" + this.temp.getFileName())));
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "F16", "BF16" })
	void halfPrecisionIsKeptAsStored(DType dtype) throws IOException {
		Map<String, Tensor> halves = new LinkedHashMap<>();
		this.tensors.forEach((name, tensor) -> halves.put(name, tensor.to(dtype)));
		CheckpointFolder folder = new CheckpointFolder(this.temp).config(this.config)
			.tensors(CheckpointFolder.SINGLE, halves);
		try (Checkpoint checkpoint = folder.open()) {
			assertThat(checkpoint.tensor(NAME).dtype()).isEqualTo(dtype);
			Tensor half = Objects.requireNonNull(halves.get(NAME));
			assertThat(checkpoint.tensor(NAME).toFloats()).containsExactly(half.toFloats());
		}
	}

	@Test
	void aTensorOfAClosedCheckpointThrowsAndDoesNotCrash() throws IOException {
		Checkpoint checkpoint = new CheckpointFolder(this.temp).config(this.config)
			.tensors(CheckpointFolder.SINGLE, this.tensors)
			.open();
		Tensor tensor = checkpoint.tensor(NAME);
		checkpoint.close();
		assertThatIllegalStateException().isThrownBy(tensor::toFloats);
		assertThatIllegalStateException().isThrownBy(() -> tensor.get(0).toFloats());
		// Closing again does nothing.
		checkpoint.close();
	}

	@Test
	void anUnknownTensorIsNotAnswered() throws IOException {
		try (Checkpoint checkpoint = new CheckpointFolder(this.temp).config(this.config)
			.tensors(CheckpointFolder.SINGLE, this.tensors)
			.open()) {
			assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> checkpoint.tensor("quant_conv"))
				.withMessageContaining("quant_conv");
		}
	}

	private void assertHasEveryTensor(Checkpoint opened) {
		try (Checkpoint checkpoint = opened) {
			assertThat(checkpoint.config()).isInstanceOf(DcAeConfig.class).isEqualTo(this.config.read());
			this.tensors.forEach((name, tensor) -> {
				assertThat(checkpoint.tensor(name).shape()).isEqualTo(tensor.shape());
				assertThat(checkpoint.tensor(name).data().mismatch(tensor.data())).isEqualTo(-1);
			});
		}
	}

}
