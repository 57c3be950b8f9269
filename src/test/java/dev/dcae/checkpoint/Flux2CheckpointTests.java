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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.dcae.model.ConfigJson;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * FLUX.2's checkpoints: its statistics, its own names, a decoder beside the same encoder.
 */
class Flux2CheckpointTests {

	private static final ConfigJson CONFIG = ConfigJson.tinyFlux2();

	private final Map<String, Tensor> tensors = new LinkedHashMap<>();

	@TempDir
	Path temp;

	@BeforeEach
	void randomTensors() throws IOException {
		this.tensors.putAll(RandomCheckpoint.tensors(CONFIG, 1));
	}

	@Test
	void theScalingComesWithTheCheckpoint() throws IOException {
		try (Checkpoint checkpoint = open(CONFIG, this.tensors)) {
			assertThat(checkpoint.config().scaling().known()).isTrue();
			assertThat(checkpoint.config().scaling().mean()).hasSize(16);
		}
	}

	@Test
	void theStatisticsMayBeHalves() throws IOException {
		this.tensors.replaceAll((name, tensor) -> name.startsWith("bn.running") ? tensor.to(DType.BF16) : tensor);
		try (Checkpoint checkpoint = open(CONFIG, this.tensors)) {
			assertThat(checkpoint.config().scaling().known()).isTrue();
		}
	}

	@Test
	void theStatisticsAreNeeded() {
		this.tensors.remove("bn.running_var");
		assertThatExceptionOfType(CheckpointException.class).isThrownBy(() -> open(CONFIG, this.tensors))
			.withMessageContaining("missing bn.running_var");
	}

	@Test
	void theCounterMayBeMissingButNotBeAnother() throws IOException {
		this.tensors.put("bn.num_batches_tracked", Tensor.of(new Shape(), 1f));
		assertThatExceptionOfType(CheckpointException.class).isThrownBy(() -> open(CONFIG, this.tensors))
			.withMessageContaining("bn.num_batches_tracked is float32, not int64");
		this.tensors.remove("bn.num_batches_tracked");
		open(CONFIG, this.tensors).close();
	}

	/**
	 * As flux2-vae.sft has them.
	 */
	@Test
	void itsOwnNamesAreKnown() throws IOException {
		Map<String, Tensor> original = new LinkedHashMap<>();
		this.tensors.forEach((name, tensor) -> {
			String renamed = name.replace("conv_norm_out", "norm_out")
				.replace("conv_shortcut", "nin_shortcut")
				.replace("mid_block.resnets.0", "mid.block_1")
				.replace("mid_block.resnets.1", "mid.block_2")
				.replace("mid_block.attentions.0.group_norm", "mid.attn_1.norm")
				.replace("mid_block.attentions.0.to_out.0", "mid.attn_1.proj_out")
				.replace("mid_block.attentions.0.to_", "mid.attn_1.")
				.replace("downsamplers.0.", "downsample.")
				.replace("upsamplers.0.", "upsample.")
				.replace(".resnets.", ".block.")
				.replace("down_blocks", "down")
				.replaceFirst("^quant_conv", "encoder.quant_conv")
				.replaceFirst("^post_quant_conv", "decoder.post_quant_conv");
			Matcher up = Pattern.compile("decoder\\.up_blocks\\.(\\d)\\.(.*)").matcher(renamed);
			if (up.matches()) {
				renamed = "decoder.up.%d.%s".formatted(2 - Integer.parseInt(up.group(1)), up.group(2));
			}
			boolean projection = renamed.contains(".attn_1.") && tensor.shape().rank() == 2;
			original.put(renamed,
					projection ? tensor.reshape(tensor.shape().size(0), tensor.shape().size(1), 1, 1) : tensor);
		});
		original.remove("bn.num_batches_tracked");
		assertThat(original).containsKey("encoder.quant_conv.weight").containsKey("decoder.post_quant_conv.bias");
		try (Checkpoint checkpoint = open(CONFIG, original)) {
			for (String name : checkpoint.config().weights().keySet()) {
				if (!checkpoint.config().isOptional(name)) {
					assertThat(checkpoint.tensor(name)
						.data()
						.mismatch(Objects.requireNonNull(this.tensors.get(name)).data())).isEqualTo(-1);
				}
			}
		}
	}

	/**
	 * As the small decoder is published.
	 */
	@Test
	void modelsOfOneEncoderExchangeLatentsWhateverTheirDecodersAndStatistics() throws IOException {
		ConfigJson whole = CONFIG.with("decoder_block_out_channels", "null");
		Map<String, Tensor> others = new LinkedHashMap<>(RandomCheckpoint.tensors(whole, 1));
		others.put("bn.running_mean", Tensor.zeros(DType.F32, new Shape(16)));
		try (Checkpoint small = open(CONFIG, this.tensors); Checkpoint large = open(whole, others)) {
			assertThat(large.encoderDigest()).isEqualTo(small.encoderDigest());
			assertThat(large.digest()).isNotEqualTo(small.digest());
		}
	}

	private Checkpoint open(ConfigJson config, Map<String, Tensor> tensors) throws IOException {
		return new CheckpointFolder(Files.createTempDirectory(this.temp, "flux")).config(config)
			.tensors(CheckpointFolder.SINGLE, tensors)
			.open();
	}

}
