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
 * QwenImage's checkpoints: Wan's class and names, and what one frame does not need.
 */
class QwenImageCheckpointTests {

	private static final ConfigJson CONFIG = ConfigJson.tinyQwenImage();

	private final Map<String, Tensor> tensors = new LinkedHashMap<>();

	@TempDir
	Path temp;

	@BeforeEach
	void randomTensors() throws IOException {
		this.tensors.putAll(RandomCheckpoint.tensors(CONFIG, 1));
	}

	@Test
	void bothClassesExchangeLatents() throws IOException {
		try (Checkpoint qwen = open(CONFIG, this.tensors);
				Checkpoint wan = open(CONFIG.with("_class_name", "\"AutoencoderKLWan\""), this.tensors)) {
			assertThat(wan.encoderDigest()).isEqualTo(qwen.encoderDigest());
		}
	}

	@Test
	void convolutionsOverFramesAloneMayBeMissingButNotBeOthers() throws IOException {
		this.tensors.keySet().removeIf((name) -> name.contains(".time_conv."));
		open(CONFIG, this.tensors).close();
		this.tensors.put("encoder.down_blocks.3.time_conv.weight", Tensor.zeros(DType.F32, new Shape(8, 8, 1, 1, 1)));
		assertThatExceptionOfType(CheckpointException.class).isThrownBy(() -> open(CONFIG, this.tensors))
			.withMessageContaining("encoder.down_blocks.3.time_conv.weight has the shape [8, 8, 1, 1, 1]");
	}

	@Test
	void aKernelOfOneFrameIsRefused() {
		this.tensors.put("encoder.conv_in.weight", Tensor.zeros(DType.F32, new Shape(4, 3, 3, 3)));
		assertThatExceptionOfType(CheckpointException.class).isThrownBy(() -> open(CONFIG, this.tensors))
			.withMessageContaining("encoder.conv_in.weight has the shape [4, 3, 3, 3], not [4, 3, 3, 3, 3]");
	}

	@Test
	void wansNamesAreKnown() throws IOException {
		Map<String, Tensor> original = new LinkedHashMap<>();
		this.tensors.forEach((name, tensor) -> original.put(wan(name), tensor));
		assertThat(original.keySet()).contains("conv1.weight", "conv2.bias", "encoder.conv1.weight",
				"encoder.downsamples.0.residual.0.gamma", "encoder.downsamples.2.shortcut.weight",
				"encoder.downsamples.3.time_conv.weight", "encoder.middle.1.to_qkv.weight", "encoder.head.0.gamma",
				"decoder.upsamples.2.resample.1.weight", "decoder.upsamples.7.residual.6.bias",
				"decoder.head.2.weight");
		try (Checkpoint checkpoint = open(CONFIG, original)) {
			this.tensors.forEach((name,
					tensor) -> assertThat(
							checkpoint.tensor(name).data().mismatch(Objects.requireNonNull(tensor).data()))
						.isEqualTo(-1));
		}
	}

	/**
	 * Of three resolutions with two blocks each in the decoder.
	 */
	private static String wan(String name) {
		String renamed = name.replaceFirst("^quant_conv", "conv1")
			.replaceFirst("^post_quant_conv", "conv2")
			.replace("coder.conv_in", "coder.conv1")
			.replace("coder.norm_out", "coder.head.0")
			.replace("coder.conv_out", "coder.head.2")
			.replace("mid_block.resnets.0", "middle.0")
			.replace("mid_block.attentions.0.", "middle.1.")
			.replace("mid_block.resnets.1", "middle.2")
			.replace("encoder.down_blocks.", "encoder.downsamples.");
		Matcher up = Pattern.compile("decoder\\.up_blocks\\.(\\d)\\.(resnets|upsamplers)\\.(\\d)\\.(.*)")
			.matcher(renamed);
		if (up.matches()) {
			int within = up.group(2).equals("resnets") ? Integer.parseInt(up.group(3)) : 2;
			renamed = "decoder.upsamples.%d.%s".formatted(3 * Integer.parseInt(up.group(1)) + within, up.group(4));
		}
		if (renamed.contains("samples.") || renamed.contains("middle.0") || renamed.contains("middle.2")) {
			renamed = renamed.replace(".norm1.", ".residual.0.")
				.replace(".conv1.", ".residual.2.")
				.replace(".norm2.", ".residual.3.")
				.replace(".conv2.", ".residual.6.")
				.replace(".conv_shortcut.", ".shortcut.");
		}
		return renamed;
	}

	private Checkpoint open(ConfigJson config, Map<String, Tensor> tensors) throws IOException {
		return new CheckpointFolder(Files.createTempDirectory(this.temp, "qwen")).config(config)
			.tensors(CheckpointFolder.SINGLE, tensors)
			.open();
	}

}
