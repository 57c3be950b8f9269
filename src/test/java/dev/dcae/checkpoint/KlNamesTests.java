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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The names under which the tensors of a KL autoencoder have been published.
 */
class KlNamesTests {

	private static final ConfigJson CONFIG = ConfigJson.tinyKl();

	private Map<String, Tensor> today = Map.of();

	private String digest = "";

	@TempDir
	Path temp;

	@BeforeEach
	void randomTensors() throws IOException {
		this.today = RandomCheckpoint.tensors(CONFIG, 1);
		this.digest = digest(this.today);
	}

	@Test
	void diffusersOldNamesOfTheAttentionAreKnown() throws IOException {
		assertThat(digest(oldAttention(false))).isEqualTo(this.digest);
	}

	@Test
	void theProjectionsMayBeConvolutionsOfOnePixel() throws IOException {
		assertThat(digest(oldAttention(true))).isEqualTo(this.digest);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "first_stage_model.", "vae." })
	void compVisNamesAreKnown(String prefix) throws IOException {
		assertThat(digest(compVis(prefix))).isEqualTo(this.digest);
	}

	@ParameterizedTest
	@ValueSource(strings = { "first_stage_model.", "vae." })
	void theRestOfAPipelineIsLeftAlone(String prefix) throws IOException {
		Map<String, Tensor> whole = compVis(prefix);
		whole.put("model.diffusion_model.input_blocks.0.0.weight", Tensor.zeros(DType.F16, new Shape(2)));
		whole.put("cond_stage_model.transformer.position_ids", Tensor.zeros(DType.I64, new Shape(1, 77)));
		whole.put("text_encoders.t5xxl.transformer.shared.weight", Tensor.zeros(DType.F8_E4M3, new Shape(3)));
		assertThat(digest(whole)).isEqualTo(this.digest);
	}

	@Test
	void todaysNamesMayHaveAPrefixToo() throws IOException {
		Map<String, Tensor> prefixed = new LinkedHashMap<>();
		this.today.forEach((name, tensor) -> prefixed.put("vae." + name, tensor));
		assertThat(digest(prefixed)).isEqualTo(this.digest);
	}

	@Test
	void whatTrainingLeftInACompVisFileIsLeftAlone() throws IOException {
		Map<String, Tensor> trained = compVis("");
		trained.put("loss.logvar", Tensor.zeros(DType.F32, new Shape()));
		trained.put("model_ema.decay", Tensor.zeros(DType.F32, new Shape()));
		assertThat(digest(trained)).isEqualTo(this.digest);
		Map<String, Tensor> diffusers = new LinkedHashMap<>(this.today);
		diffusers.put("loss.logvar", Tensor.zeros(DType.F32, new Shape()));
		assertRefused(diffusers, "unexpected loss.logvar");
	}

	@Test
	void aTensorUnderTwoNamesIsRefused() {
		Map<String, Tensor> both = new LinkedHashMap<>(this.today);
		both.putAll(oldAttention(false));
		assertRefused(both, "mid_block.attentions.0.to_");
	}

	@Test
	void aTensorThatIsMissingIsMissedByItsNameOfToday() {
		Map<String, Tensor> lacking = compVis("first_stage_model.");
		lacking.remove("first_stage_model.decoder.up.2.upsample.conv.bias");
		assertRefused(lacking, "missing decoder.up_blocks.0.upsamplers.0.conv.bias");
	}

	@ParameterizedTest
	@ValueSource(strings = { "decoder.up.99999999999.block.0.conv1.weight", "encoder.down.7.block.0.conv1.weight",
			"encoder.mid.block_3.conv1.weight", "encoder.down.0.attn.0.q.weight", "decoder.mid.attn_1.bias" })
	void whatNoModelHasIsRefused(String name) {
		Map<String, Tensor> more = compVis("");
		more.put(name, Tensor.zeros(DType.F32, new Shape(1)));
		assertRefused(more, "do not fit its config");
	}

	@Test
	void aKernelOfMorePixelsIsNoProjection() {
		Map<String, Tensor> wide = new LinkedHashMap<>(this.today);
		String name = "encoder.mid_block.attentions.0.to_q.weight";
		wide.put(name, Tensor.zeros(DType.F32, new Shape(16, 16, 3, 3)));
		assertRefused(wide, name + " has the shape [16, 16, 3, 3], not [16, 16]");
	}

	/**
	 * The latent that is decoded comes from the encoder alone.
	 */
	@Test
	void theConvolutionBeforeTheDecoderIsNotTheEncoders() throws IOException {
		Map<String, Tensor> other = new LinkedHashMap<>(this.today);
		other.put("post_quant_conv.bias", Tensor.of(new Shape(4), 1f, 2f, 3f, 4f));
		try (Checkpoint one = open(this.today); Checkpoint changed = open(other)) {
			assertThat(changed.encoderDigest()).isEqualTo(one.encoderDigest());
			assertThat(changed.digest()).isNotEqualTo(one.digest());
		}
		other.put("quant_conv.bias", Tensor.of(new Shape(8), 1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f));
		try (Checkpoint one = open(this.today); Checkpoint changed = open(other)) {
			assertThat(changed.encoderDigest()).isNotEqualTo(one.encoderDigest());
		}
	}

	private void assertRefused(Map<String, Tensor> tensors, String message) {
		assertThatExceptionOfType(CheckpointException.class).isThrownBy(() -> digest(tensors))
			.withMessageContaining(message);
	}

	/**
	 * diffusers before 0.19.
	 */
	private Map<String, Tensor> oldAttention(boolean convolutions) {
		Map<String, Tensor> old = new LinkedHashMap<>();
		this.today.forEach((name, tensor) -> {
			String renamed = name.replace(".to_q.", ".query.")
				.replace(".to_k.", ".key.")
				.replace(".to_v.", ".value.")
				.replace(".to_out.0.", ".proj_attn.");
			boolean widened = convolutions && !renamed.equals(name) && tensor.shape().rank() == 2;
			old.put(renamed, widened ? convolution(tensor) : tensor);
		});
		return old;
	}

	/**
	 * latent-diffusion's names, of three resolutions.
	 */
	private Map<String, Tensor> compVis(String prefix) {
		Map<String, Tensor> old = new LinkedHashMap<>();
		this.today.forEach((name, tensor) -> {
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
				.replace("down_blocks", "down");
			Matcher up = Pattern.compile("decoder\\.up_blocks\\.(\\d)\\.(.*)").matcher(renamed);
			if (up.matches()) {
				renamed = "decoder.up.%d.%s".formatted(2 - Integer.parseInt(up.group(1)), up.group(2));
			}
			boolean projection = renamed.contains(".attn_1.") && tensor.shape().rank() == 2;
			old.put(prefix + renamed, projection ? convolution(tensor) : tensor);
		});
		assertThat(old).containsKey(prefix + "decoder.up.0.block.0.nin_shortcut.weight")
			.containsKey(prefix + "encoder.mid.attn_1.q.weight")
			.containsKey(prefix + "decoder.norm_out.bias");
		return old;
	}

	private static Tensor convolution(Tensor tensor) {
		return tensor.reshape(tensor.shape().size(0), tensor.shape().size(1), 1, 1);
	}

	private String digest(Map<String, Tensor> tensors) throws IOException {
		try (Checkpoint checkpoint = open(tensors)) {
			this.today.forEach((name,
					tensor) -> assertThat(
							checkpoint.tensor(name).data().mismatch(Objects.requireNonNull(tensor).data()))
						.isEqualTo(-1));
			return checkpoint.digest();
		}
	}

	private Checkpoint open(Map<String, Tensor> tensors) throws IOException {
		return new CheckpointFolder(Files.createDirectories(this.temp)).config(CONFIG)
			.tensors(CheckpointFolder.SINGLE, tensors)
			.open();
	}

}
