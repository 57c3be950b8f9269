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
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.dcae.checkpoint.RandomCheckpoint;
import dev.dcae.model.Activation;
import dev.dcae.model.AutoencoderConfig;
import dev.dcae.model.ConfigJson;
import dev.dcae.model.LatentScaling;
import dev.dcae.model.Operation;
import dev.dcae.model.Precision;
import dev.dcae.model.TinyConfig;
import dev.dcae.model.TinyConfig.Blocks;
import dev.dcae.serving.ItemResult;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

/**
 * Combinations that no published model has and a config may ask for, against a reference
 * computed from the definition.
 */
class EveryConfigTests {

	/**
	 * Sides of latents: the first has fewer pixels than a head has channels, where
	 * diffusers computes the attention another way.
	 */
	private static final int[][] LATENTS = { { 2, 1 }, { 5, 6 } };

	@TempDir
	Path temp;

	static Stream<Arguments> configs() {
		ConfigJson tiny = ConfigJson.tiny()
			.with("decoder_norm_types", "[\"rms_norm\", \"rms_norm\", \"rms_norm\"]")
			.with("decoder_act_fns", "[\"silu\", \"silu\", \"silu\"]");
		ConfigJson shuffling = tiny.with("downsample_block_type", "\"pixel_unshuffle\"")
			.with("upsample_block_type", "\"pixel_shuffle\"");
		ConfigJson attentive = tiny
			.with("encoder_block_types", "[\"EfficientViTBlock\", \"EfficientViTBlock\", \"EfficientViTBlock\"]")
			.with("decoder_block_types", "[\"EfficientViTBlock\", \"EfficientViTBlock\", \"EfficientViTBlock\"]");
		ConfigJson normed = tiny.with("decoder_norm_types", "[\"batch_norm\", \"batch_norm\", \"batch_norm\"]");
		return Stream.of(argumentSet("strided and nearest", tiny), argumentSet("shuffled", shuffling),
				argumentSet("strided at once", halved(tiny)), argumentSet("shuffled at once", halved(shuffling)),
				argumentSet("encoder alone halves at once", tiny.with("encoder_layers_per_block", "[0, 1, 2]")),
				argumentSet("decoder alone doubles at once", shuffling.with("decoder_layers_per_block", "[0, 2, 1]")),
				argumentSet("batch norm", normed),
				argumentSet("batch norm behind attention",
						normed
							.with("decoder_block_types", "[\"ResBlock\", \"EfficientViTBlock\", \"EfficientViTBlock\"]")
							.with("decoder_layers_per_block", "[1, 2, 2]")),
				argumentSet("batch norm behind attention with scales",
						normed.with("decoder_qkv_multiscales", "[[], [], [3, 5]]")),
				argumentSet("two scales",
						tiny.with("encoder_qkv_multiscales", "[[], [], [3, 5]]")
							.with("decoder_qkv_multiscales", "[[], [], [7, 1]]")),
				argumentSet("no scale",
						tiny.with("encoder_qkv_multiscales", "[[], [], []]")
							.with("decoder_qkv_multiscales", "[[], [], []]")),
				argumentSet("attention everywhere",
						attentive.with("encoder_qkv_multiscales", "[[3], [], [5, 3]]")
							.with("decoder_qkv_multiscales", "[[], [3, 3], [5]]")),
				argumentSet("channels beside the heads",
						attentive.with("encoder_block_out_channels", "[10, 20, 20]")
							.with("decoder_block_out_channels", "[12, 12, 24]")
							.with("latent_channels", "5")
							.with("decoder_in_shortcut", "false")),
				argumentSet("one head of a third of the channels", tiny.with("attention_head_dim", "9")),
				argumentSet("batch norm with channels beside the heads",
						normed.with("attention_head_dim", "6").with("decoder_qkv_multiscales", "[[], [], [3, 5]]")),
				argumentSet("other activations",
						tiny.with("decoder_act_fns", "[\"gelu\", \"mish\", \"relu\"]")
							.with("decoder_block_types", "[\"ResBlock\", \"ResBlock\", \"ResBlock\"]")
							.with("decoder_conv_act_fn", "\"mish\"")),
				argumentSet("other activations with batch norm",
						normed.with("decoder_act_fns", "[\"mish\", \"gelu\", \"swish\"]")
							.with("decoder_block_types", "[\"ResBlock\", \"ResBlock\", \"ResBlock\"]")
							.with("decoder_conv_act_fn", "\"gelu\"")),
				argumentSet("no shortcuts at the latent",
						shuffling.with("encoder_out_shortcut", "false")
							.with("decoder_in_shortcut", "false")
							.with("latent_channels", "7")
							.with("decoder_conv_act_fn", "\"silu\"")),
				argumentSet("as many latent channels as the deepest stage", tiny.with("latent_channels", "16")),
				argumentSet("widths that shrink and grow fourfold",
						shuffling.with("encoder_block_out_channels", "[16, 8, 32]")
							.with("decoder_block_out_channels", "[4, 16, 8]")),
				argumentSet("one stage more", deeper(shuffling)), argumentSet("KL", ConfigJson.tinyKl()),
				argumentSet("KL without its 1x1 convolutions",
						ConfigJson.tinyKl().with("use_quant_conv", "false").with("use_post_quant_conv", "false")),
				argumentSet("KL without attention", ConfigJson.tinyKl().with("mid_block_add_attention", "false")),
				argumentSet("KL with one group, of other channels",
						ConfigJson.tinyKl()
							.with("norm_num_groups", "1")
							.with("block_out_channels", "[5, 9, 7]")
							.with("latent_channels", "3")
							.with("act_fn", "\"mish\"")),
				argumentSet("KL with a group a channel, and GELU",
						ConfigJson.tinyKl()
							.with("norm_num_groups", "8")
							.with("block_out_channels", "[8, 16, 8]")
							.with("layers_per_block", "2")
							.with("act_fn", "\"gelu\"")),
				argumentSet("FLUX.2", ConfigJson.tinyFlux2()), argumentSet("TAESD", ConfigJson.tinyTaesd()),
				argumentSet("TAESD with SiLU and stages without blocks",
						ConfigJson.tinyTaesd()
							.with("act_fn", "\"silu\"")
							.with("num_encoder_blocks", "[0, 1, 0]")
							.with("num_decoder_blocks", "[1, 0, 2]")),
				argumentSet("FLUX.2 with an encoder's widths",
						ConfigJson.tinyFlux2().with("decoder_block_out_channels", "null")),
				argumentSet("KL with ReLU", ConfigJson.tinyKl().with("act_fn", "\"relu\"")),
				argumentSet("KL of one resolution",
						ConfigJson.tinyKl()
							.with("block_out_channels", "[8]")
							.with("down_block_types", "[\"DownEncoderBlock2D\"]")
							.with("up_block_types", "[\"UpDecoderBlock2D\"]")));
	}

	/**
	 * What a config does not say of them: a TAESANA, and a TAEF2.
	 */
	static Stream<Arguments> variants() {
		List<Blocks> deep = List.of(new Blocks(8, 1), new Blocks(12, 2));
		return Stream.of(
				argumentSet("a stem, and widths that change",
						new TinyConfig(4, List.of(6), deep,
								List.of(new Blocks(16, 1), new Blocks(8, 2), new Blocks(8, 0), new Blocks(6, 1)),
								Activation.RELU, 0, false, LatentScaling.of(1)),
						8),
				argumentSet("blocks that see the whole image",
						new TinyConfig(4, List.of(), List.of(new Blocks(64, 1), new Blocks(64, 2)),
								List.of(new Blocks(64, 2), new Blocks(64, 1)), Activation.RELU, 16, false,
								LatentScaling.of(1)),
						2));
	}

	@ParameterizedTest
	@MethodSource("variants")
	void aVariantIsToldByItsTensorsAndIsItsDefinition(TinyConfig config, int ratio) throws IOException {
		// The lists are what diffusers has by default: with channels of a convolution all
		// that counts.
		ConfigJson json = ConfigJson.of("{\"_class_name\": \"AutoencoderTiny\", \"latent_channels\": 4}");
		ConfigJson described = json.with("num_encoder_blocks", "[1, 2]")
			.with("num_decoder_blocks", "[2, 1]")
			.with("encoder_block_out_channels", "[64, 64]")
			.with("decoder_block_out_channels", "[64, 64]");
		Map<String, Tensor> tensors = RandomCheckpoint.tensors(config, 15);
		ConfigJson used = (config.pooled() > 0) ? described : json;
		TinyConfig told = (TinyConfig) used.readAny().completedBy(tensors);
		assertThat(told.weights()).isEqualTo(config.weights());
		assertThat(told.ratio()).isEqualTo(ratio);
		new Compiled(this.temp).assertIsItsDefinition(used, tensors, LATENTS);
	}

	private static ConfigJson halved(ConfigJson config) {
		return config.with("encoder_layers_per_block", "[0, 2, 1]").with("decoder_layers_per_block", "[0, 1, 2]");
	}

	private static ConfigJson deeper(ConfigJson config) {
		String blocks = "[\"ResBlock\", \"ResBlock\", \"EfficientViTBlock\", \"EfficientViTBlock\"]";
		return config.with("encoder_block_types", blocks)
			.with("decoder_block_types", blocks)
			.with("encoder_block_out_channels", "[8, 8, 16, 32]")
			.with("decoder_block_out_channels", "[8, 16, 16, 32]")
			.with("encoder_layers_per_block", "[0, 1, 1, 1]")
			.with("decoder_layers_per_block", "[1, 1, 1, 2]")
			.with("encoder_qkv_multiscales", "[[], [], [], [5]]")
			.with("decoder_qkv_multiscales", "[[], [], [5], []]")
			.with("decoder_norm_types", "[\"batch_norm\", \"rms_norm\", \"batch_norm\", \"rms_norm\"]")
			.with("decoder_act_fns", "[\"relu\", \"silu\", \"silu\", \"silu\"]");
	}

	@ParameterizedTest
	@MethodSource("configs")
	void aCompiledModelIsItsDefinition(ConfigJson json) throws IOException {
		Map<String, Tensor> tensors = RandomCheckpoint.tensors(json, 11);
		new Compiled(this.temp).assertIsItsDefinition(json, tensors, LATENTS);
	}

	@Test
	void weightsStoredInHalfPrecisionAreReadAsTheyAre() throws IOException {
		ConfigJson json = ConfigJson.tiny()
			.with("decoder_norm_types", "[\"batch_norm\", \"rms_norm\", \"batch_norm\"]")
			.with("decoder_act_fns", "[\"relu\", \"silu\", \"silu\"]");
		Map<String, Tensor> halves = new LinkedHashMap<>();
		RandomCheckpoint.tensors(json, 12)
			.forEach((name, tensor) -> halves.put(name,
					tensor.dtype().isFloat() ? tensor.to((halves.size() % 2 == 0) ? DType.BF16 : DType.F16) : tensor));
		new Compiled(this.temp).assertIsItsDefinition(json, halves, LATENTS);
	}

	@ParameterizedTest
	@MethodSource("configs")
	void halfPrecisionIsNear(ConfigJson json) throws IOException {
		AutoencoderConfig config = json.readAny();
		Map<String, Tensor> tensors = RandomCheckpoint.tensors(json, 13);
		List<Tensor> latents = Compiled.random(config.latentShape(5L * config.ratio(), 6L * config.ratio()));
		List<Tensor> images = Compiled.random(new Shape(3, 5L * config.ratio(), 6L * config.ratio()));
		Compiled compiled = new Compiled(this.temp);
		try (TorchRunner reference = compiled.load(config, tensors, Precision.FP32);
				TorchRunner bf16 = compiled.load(config, tensors, Precision.BF16);
				TorchRunner fp16 = compiled.load(config, tensors, Precision.FP16)) {
			assertNear(bf16.run(Operation.ENCODE, images), reference.run(Operation.ENCODE, images), 0.1);
			assertNear(bf16.run(Operation.DECODE, latents), reference.run(Operation.DECODE, latents), 0.1);
			assertNear(fp16.run(Operation.ENCODE, images), reference.run(Operation.ENCODE, images), 0.0125);
			assertNear(fp16.run(Operation.DECODE, latents), reference.run(Operation.DECODE, latents), 0.0125);
		}
	}

	private static void assertNear(List<ItemResult> results, List<ItemResult> reference, double tolerance) {
		for (int i = 0; i < reference.size(); i++) {
			float[] actual = results.get(i).output().toFloats();
			float[] expected = reference.get(i).output().toFloats();
			double errors = 0;
			double squares = 0;
			for (int j = 0; j < actual.length; j++) {
				errors += Math.pow(actual[j] - expected[j], 2);
				squares += Math.pow(expected[j], 2);
			}
			assertThat(Math.sqrt(errors / squares)).isLessThan(tolerance);
		}
	}

}
