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
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.dcae.model.ConfigJson;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Checkpoints whose weights have variants, as diffusers writes them.
 */
class VariantTests {

	private static final String FP16 = "diffusion_pytorch_model.fp16.safetensors";

	private static final String BF16 = "diffusion_pytorch_model.bf16.safetensors";

	private static final List<String> SHARDS = List.of("diffusion_pytorch_model.fp16-00001-of-00002.safetensors",
			"diffusion_pytorch_model.fp16-00002-of-00002.safetensors");

	private final ConfigJson config = ConfigJson.tiny();

	@TempDir
	Path temp;

	private CheckpointFolder folder = new CheckpointFolder(Path.of(""));

	@BeforeEach
	void writeTheConfig() throws IOException {
		this.folder = new CheckpointFolder(this.temp).config(this.config);
	}

	/**
	 * Files that {@code save_pretrained(variant="fp16", max_shard_size=…)} leaves, and
	 * that older writers called the index.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "diffusion_pytorch_model.safetensors.index.fp16.json",
			"diffusion_pytorch_model.safetensors.fp16.index.json", "model.safetensors.index.fp16.json" })
	void shardsOfTheOnlyVariantAreFound(String index) throws IOException {
		this.folder.shards(index, SHARDS, tensors(1));
		assertHas(this.folder.open(), 1);
		assertHas(this.folder.open("fp16"), 1);
	}

	@Test
	void theOnlyVariantIsTakenBesideFilesOfOtherNames() throws IOException {
		this.folder.tensors(FP16, tensors(1)).tensors("vae.safetensors", Map.of());
		assertHas(this.folder.open(), 1);
	}

	@Test
	void whatHasNoVariantIsTakenUnlessOneIsAskedFor() throws IOException {
		this.folder.tensors(CheckpointFolder.SINGLE, tensors(1)).tensors(FP16, tensors(2));
		assertHas(this.folder.open(), 1);
		assertHas(this.folder.open("fp16"), 2);
	}

	@Test
	void ofSeveralVariantsOneHasToBeNamed() throws IOException {
		this.folder.tensors(BF16, tensors(1));
		this.folder.shards("diffusion_pytorch_model.safetensors.index.fp16.json", SHARDS, tensors(2));
		assertThatExceptionOfType(CheckpointException.class).isThrownBy(this.folder::open)
			.withMessageEndingWith(
					"has weights of the variants bf16, fp16 and none without; set variant to one of them");
		assertHas(this.folder.open("bf16"), 1);
		assertHas(this.folder.open("fp16"), 2);
	}

	@Test
	void aVariantThatIsNotThereIsRefusedByName() throws IOException {
		this.folder.tensors(BF16, tensors(1)).tensors("diffusion_pytorch_model.non_ema.safetensors", Map.of());
		assertThatExceptionOfType(CheckpointException.class).isThrownBy(() -> this.folder.open("fp16"))
			.withMessageEndingWith("has no weights of the variant fp16; variant may be one of bf16, non_ema");
	}

	@Test
	void aVariantOfWeightsThatHaveNoneIsRefused() throws IOException {
		this.folder.shards(tensors(1));
		assertThatExceptionOfType(CheckpointException.class).isThrownBy(() -> this.folder.open("fp16"))
			.withMessageEndingWith("has no weights of the variant fp16; leave variant out");
	}

	@Test
	void theClasspathHasVariantsToo() throws Exception {
		this.folder.tensors(CheckpointFolder.SINGLE, tensors(1)).tensors(FP16, tensors(2));
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		try (URLClassLoader loader = new URLClassLoader(
				new URL[] { this.temp.resolve("..").normalize().toUri().toURL() }, before)) {
			thread.setContextClassLoader(loader);
			String source = "classpath:" + this.temp.getFileName();
			assertHas(Checkpoint.open(CheckpointSource.of(source)), 1);
			assertHas(Checkpoint.open(CheckpointSource.of(source, Optional.of("fp16"))), 2);
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	private Map<String, Tensor> tensors(long seed) throws IOException {
		return RandomCheckpoint.tensors(this.config, seed);
	}

	private void assertHas(Checkpoint opened, long seed) throws IOException {
		try (Checkpoint checkpoint = opened) {
			tensors(seed)
				.forEach((name, tensor) -> assertThat(checkpoint.tensor(name).data().mismatch(tensor.data())).as(name)
					.isEqualTo(-1));
		}
	}

}
