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
package dev.dcae.model;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Every field of a config is honoured, or refused by its name.
 */
class ConfigReaderTests {

	@Test
	void everyFieldIsRead() {
		DcAeConfig config = ConfigJson.of("""
				{
				  "_class_name": "AutoencoderDC",
				  "in_channels": 3,
				  "latent_channels": 6,
				  "attention_head_dim": 8,
				  "encoder_block_types": ["ResBlock", "EfficientViTBlock"],
				  "decoder_block_types": ["EfficientViTBlock", "ResBlock"],
				  "encoder_block_out_channels": [8, 12],
				  "decoder_block_out_channels": [16, 32],
				  "encoder_layers_per_block": [0, 2],
				  "decoder_layers_per_block": [3, 4],
				  "encoder_qkv_multiscales": [[], [3, 5]],
				  "decoder_qkv_multiscales": [[7], []],
				  "upsample_block_type": "interpolate",
				  "downsample_block_type": "Conv",
				  "decoder_norm_types": ["batch_norm", "rms_norm"],
				  "decoder_act_fns": ["mish", "gelu"],
				  "encoder_out_shortcut": false,
				  "decoder_in_shortcut": false,
				  "decoder_conv_act_fn": "swish",
				  "scaling_factor": 0.25
				}""").read();
		List<Stage> encoder = List.of(new Stage(BlockType.RES_BLOCK, 8, 0, List.of(), Norm.RMS, Activation.SILU),
				new Stage(BlockType.EFFICIENT_VIT, 12, 2, List.of(3, 5), Norm.RMS, Activation.SILU));
		List<Stage> decoder = List.of(
				new Stage(BlockType.EFFICIENT_VIT, 16, 3, List.of(7), Norm.BATCH, Activation.MISH),
				new Stage(BlockType.RES_BLOCK, 32, 4, List.of(), Norm.RMS, Activation.GELU));
		assertThat(config).isEqualTo(new DcAeConfig(6, 8, encoder, decoder, Downsample.CONV, Upsample.INTERPOLATE,
				false, false, Activation.SILU, LatentScaling.of(0.25)));
	}

	@Test
	void fieldsThatOlderVersionsDidNotWriteHaveDiffusersDefaults() {
		ConfigJson tiny = ConfigJson.tiny();
		assertThat(tiny.without("encoder_out_shortcut", "decoder_in_shortcut", "decoder_conv_act_fn").read())
			.isEqualTo(tiny.read());
	}

	@Test
	void anEmptyConfigIsDiffusersDefaultModel() {
		DcAeConfig config = ConfigJson.of("{\"_class_name\": \"AutoencoderDC\"}").read();
		assertThat(config.latentChannels()).isEqualTo(32);
		assertThat(config.headDim()).isEqualTo(32);
		assertThat(config.encoder()).extracting(Stage::channels).containsExactly(128, 256, 512, 512, 1024, 1024);
		assertThat(config.encoder()).extracting(Stage::layers).containsExactly(2, 2, 2, 3, 3, 3);
		assertThat(config.decoder()).extracting(Stage::layers).containsExactly(3, 3, 3, 3, 3, 3);
		assertThat(config.decoder()).extracting(Stage::block).containsOnly(BlockType.RES_BLOCK);
		assertThat(config.decoder()).extracting(Stage::norm).containsOnly(Norm.RMS);
		assertThat(config.decoder()).extracting(Stage::activation).containsOnly(Activation.SILU);
		assertThat(config.upsample()).isEqualTo(Upsample.PIXEL_SHUFFLE);
		assertThat(config.downsample()).isEqualTo(Downsample.PIXEL_UNSHUFFLE);
		assertThat(config.encoderOutShortcut()).isTrue();
		assertThat(config.decoderInShortcut()).isTrue();
		assertThat(config.decoderOutActivation()).isEqualTo(Activation.RELU);
		assertThat(config.scaling()).isEqualTo(LatentScaling.of(1.0));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Conv", "conv" })
	void bothSpellingsOfTheStridedConvolutionAreKnown(String spelling) {
		assertThat(ConfigJson.tiny().with("downsample_block_type", "\"" + spelling + "\"").read().downsample())
			.isEqualTo(Downsample.CONV);
	}

	@Test
	void aStringStandsForEveryStage() {
		DcAeConfig config = ConfigJson.tiny()
			.with("decoder_block_types", "\"EfficientViTBlock\"")
			.with("decoder_norm_types", "\"batch_norm\"")
			.with("decoder_act_fns", "\"gelu\"")
			.read();
		assertThat(config.decoder()).extracting(Stage::block).containsOnly(BlockType.EFFICIENT_VIT);
		assertThat(config.decoder()).extracting(Stage::norm).containsOnly(Norm.BATCH);
		assertThat(config.decoder()).extracting(Stage::activation).containsOnly(Activation.GELU);
	}

	@Test
	void diffusersOwnBookkeepingIsIgnored() {
		ConfigJson tiny = ConfigJson.tiny();
		assertThat(tiny.with("_diffusers_version", "\"0.36.0\"").with("_name_or_path", "[1]").read())
			.isEqualTo(tiny.read());
	}

	@Test
	void whatATransformerIsQuantizedByIsNothingToAnAutoencoder() {
		ConfigJson tiny = ConfigJson.tiny();
		assertThat(tiny.with("quantization_config", "{\"quant_method\": \"bitsandbytes\"}").read())
			.isEqualTo(tiny.read());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					use_quant_conv                 | true                        | Unknown field in the AutoencoderDC config: use_quant_conv
					in_channels                    | 2                           | in_channels is 2
					in_channels                    | "3"                         | in_channels is "3"
					latent_channels                | 0                           | latent_channels is 0
					latent_channels                | -4                          | latent_channels is -4
					latent_channels                | 4.0                         | latent_channels is 4.0
					latent_channels                | true                        | latent_channels is true
					latent_channels                | 99999999999999999999        | latent_channels is 99999999999999999999
					latent_channels                | 4294967300                  | latent_channels is 4294967300
					latent_channels                | 1e1                         | latent_channels is
					latent_channels                | 5                           | latent_channels to divide
					latent_channels                | [4]                         | latent_channels is [4]
					attention_head_dim             | 0                           | attention_head_dim is 0
					attention_head_dim             | 17                          | encoder_block_out_channels[2] is smaller than attention_head_dim
					encoder_block_types            | "EViTS5GLU"                 | encoder_block_types is "EViTS5GLU"
					encoder_block_types            | ["ResBlock", "ResBlock"]    | encoder_block_types has 2 entries for 3 stages
					encoder_block_types            | ["ResBlock", 1, "ResBlock"] | encoder_block_types[1] is 1
					decoder_block_types            | {"0": "ResBlock"}           | decoder_block_types is {
					decoder_block_types            | "resblock"                  | decoder_block_types is "resblock"
					encoder_block_out_channels     | [8, 16]                     | encoder_layers_per_block has 3 entries for 2 stages
					encoder_block_out_channels     | [8, 0, 16]                  | encoder_block_out_channels[1] is 0
					encoder_block_out_channels     | [8, -16, 16]                | encoder_block_out_channels[1] is -16
					encoder_block_out_channels     | [8, 1000000, 16]            | encoder_block_out_channels[1] is 1000000
					encoder_block_out_channels     | [8, 16, "16"]               | encoder_block_out_channels[2] is "16"
					encoder_block_out_channels     | [8, 24, 16]                 | encoder_block_out_channels[1] must divide 4
					encoder_block_out_channels     | 16                          | encoder_block_out_channels is 16
					decoder_block_out_channels     | [8, 24, 16]                 | decoder_block_out_channels[1] must divide 4
					decoder_block_out_channels     | [8, 16]                     | decoder_layers_per_block has 3 entries for 2 stages
					encoder_layers_per_block       | [1, 0, 1]                   | encoder_layers_per_block[1] is 0
					decoder_layers_per_block       | [1, 1, 0]                   | decoder_layers_per_block[2] is 0
					decoder_layers_per_block       | [1, -1, 1]                  | decoder_layers_per_block[1] is -1
					encoder_layers_per_block       | [1, 1, 1, 1]                | encoder_layers_per_block has 4 entries
					encoder_layers_per_block       | [1, 50000, 1]               | encoder_layers_per_block[1] is 50000
					encoder_qkv_multiscales        | [[], [], [4]]               | encoder_qkv_multiscales[2] has the kernel size 4
					encoder_qkv_multiscales        | [[], [], [0]]               | encoder_qkv_multiscales[2][0] is 0
					encoder_qkv_multiscales        | [[], []]                    | encoder_qkv_multiscales has 2 entries for 3 stages
					encoder_qkv_multiscales        | [[], [], 5]                 | encoder_qkv_multiscales[2] is 5
					decoder_qkv_multiscales        | [[], [], [5, "5"]]          | decoder_qkv_multiscales[2][1] is "5"
					decoder_qkv_multiscales        | 5                           | decoder_qkv_multiscales is 5
					decoder_qkv_multiscales        | [[], [], [3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3]] | decoder_qkv_multiscales[2] has 17 kernel sizes
					upsample_block_type            | "bilinear"                  | upsample_block_type is "bilinear"
					upsample_block_type            | ["interpolate"]             | upsample_block_type is ["interpolate"]
					downsample_block_type          | "avg_pool"                  | downsample_block_type is "avg_pool"
					decoder_norm_types             | "layer_norm"                | decoder_norm_types is "layer_norm"
					decoder_norm_types             | ["rms_norm", "rms_norm"]    | decoder_norm_types has 2 entries for 3 stages
					decoder_act_fns                | "tanh"                      | decoder_act_fns is "tanh"
					decoder_act_fns                | ["silu", "silu", "SiL U"]   | decoder_act_fns[2] is "SiL U"
					decoder_act_fns                | ["silu", null, "silu"]      | decoder_act_fns[1] is null
					encoder_out_shortcut           | "true"                      | encoder_out_shortcut is "true"
					encoder_out_shortcut           | 1                           | encoder_out_shortcut is 1
					decoder_in_shortcut            | []                          | decoder_in_shortcut is []
					decoder_conv_act_fn            | "none"                      | decoder_conv_act_fn is "none"
					decoder_conv_act_fn            | 0                           | decoder_conv_act_fn is 0
					scaling_factor                 | "UNKNOWN"                   | scaling_factor is "UNKNOWN"
					scaling_factor                 | "NaN"                       | scaling_factor is "NaN"
					scaling_factor                 | 0                           | scaling_factor is 0
					scaling_factor                 | -0.5                        | scaling_factor is -0.5
					scaling_factor                 | 1e999                       | scaling_factor is
					scaling_factor                 | 1e-999                      | scaling_factor is
					scaling_factor                 | [0.5]                       | scaling_factor is [0.5]
					_class_name                    | "DCAE"                      | use a checkpoint whose name ends in -diffusers
					_class_name                    | "AsymmetricAutoencoderKL"           | _class_name is 'AsymmetricAutoencoderKL'
					_class_name                    | 7                           | _class_name is
					""")
	void aBadFieldIsRefusedByName(String field, String value, String message) {
		ConfigJson config = ConfigJson.tiny().with(field, value);
		assertThatExceptionOfType(InvalidConfigException.class).isThrownBy(config::read).withMessageContaining(message);
	}

	@Test
	void severalUnknownFieldsAreAllNamed() {
		ConfigJson config = ConfigJson.tiny().with("encoder_norm", "1").with("double_latent", "true");
		assertThatExceptionOfType(InvalidConfigException.class).isThrownBy(config::read)
			.withMessage("Unknown fields in the AutoencoderDC config: double_latent, encoder_norm");
	}

	@Test
	void aConfigWithoutAClassIsRefused() {
		ConfigJson config = ConfigJson.tiny().without("_class_name");
		assertThatExceptionOfType(InvalidConfigException.class).isThrownBy(config::read)
			.withMessageContaining("_class_name");
	}

	@ParameterizedTest
	@CsvSource({ "1", "13" })
	void aModelHasFromTwoToTwelveStages(int count) {
		String ones = ones(count, "1");
		String eights = ones(count, "8");
		String none = ones(count, "[]");
		ConfigJson config = ConfigJson.tiny()
			.with("encoder_block_types", "\"ResBlock\"")
			.with("decoder_block_types", "\"ResBlock\"")
			.with("encoder_block_out_channels", eights)
			.with("decoder_block_out_channels", eights)
			.with("encoder_layers_per_block", ones)
			.with("decoder_layers_per_block", ones)
			.with("encoder_qkv_multiscales", none)
			.with("decoder_qkv_multiscales", none);
		assertThatExceptionOfType(InvalidConfigException.class).isThrownBy(config::read)
			.withMessageContaining("encoder_block_out_channels");
	}

	private static String ones(int count, String value) {
		return "[" + String.join(",", java.util.Collections.nCopies(count, value)) + "]";
	}

	@Test
	void bothEndsHaveAsManyStages() {
		ConfigJson config = ConfigJson.tiny()
			.with("decoder_block_types", "\"ResBlock\"")
			.with("decoder_block_out_channels", "[8, 16]")
			.with("decoder_layers_per_block", "[1, 1]")
			.with("decoder_qkv_multiscales", "[[], []]");
		assertThatExceptionOfType(InvalidConfigException.class).isThrownBy(config::read)
			.withMessageContaining("decoder_block_out_channels must have as many stages as the encoder");
	}

	@Test
	void anEndWhoseFirstStageIsEmptyFreesTheOtherEndFromNothing() {
		// The decoder still doubles from stage 1 to stage 0 with a shortcut, which the
		// empty stage of the encoder says nothing about.
		ConfigJson decoder = ConfigJson.tiny()
			.with("encoder_layers_per_block", "[0, 1, 1]")
			.with("decoder_block_out_channels", "[8, 24, 16]");
		assertThatExceptionOfType(InvalidConfigException.class).isThrownBy(decoder::read)
			.withMessageContaining("decoder_block_out_channels[1] must divide 4");
		ConfigJson encoder = ConfigJson.tiny()
			.with("decoder_layers_per_block", "[0, 1, 1]")
			.with("encoder_block_out_channels", "[8, 24, 16]");
		assertThatExceptionOfType(InvalidConfigException.class).isThrownBy(encoder::read)
			.withMessageContaining("encoder_block_out_channels[1] must divide 4");
		ConfigJson neither = ConfigJson.tiny()
			.with("decoder_layers_per_block", "[0, 1, 1]")
			.with("decoder_block_out_channels", "[7, 16, 16]");
		assertThat(neither.read().decoderEndsDoubling()).isTrue();
	}

	@Test
	void pixelUnshuffleNeedsMultiplesOfFourChannels() {
		ConfigJson config = ConfigJson.tiny()
			.with("encoder_block_out_channels", "[9, 18, 24]")
			.with("downsample_block_type", "\"pixel_unshuffle\"");
		assertThatExceptionOfType(InvalidConfigException.class).isThrownBy(config::read)
			.withMessageContaining("encoder_block_out_channels[1] must be a multiple of 4");
	}

	@Test
	void shortcutsAtTheLatentNeedChannelsThatDivide() {
		ConfigJson config = ConfigJson.tiny().with("latent_channels", "5");
		assertThatExceptionOfType(InvalidConfigException.class)
			.isThrownBy(config.with("encoder_out_shortcut", "false")::read)
			.withMessageContaining("decoder_in_shortcut");
		assertThat(config.with("encoder_out_shortcut", "false")
			.with("decoder_in_shortcut", "false")
			.read()
			.latentChannels()).isEqualTo(5);
	}

	@Test
	void kernelSizesOfAStageWithoutAttentionAreIgnoredAsDiffusersDoes() {
		assertThat(ConfigJson.tiny().with("encoder_qkv_multiscales", "[[5], [], [5]]").read())
			.isEqualTo(ConfigJson.tiny().read());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "not json", "{\"scaling_factor\": NaN}", "[]", "[{}]", "\"AutoencoderDC\"", "3",
			"null", "{} {}" })
	void whatIsNotAJsonObjectIsRefused(String text) {
		assertThatExceptionOfType(InvalidConfigException.class)
			.isThrownBy(() -> ConfigReader.read(text.getBytes(StandardCharsets.UTF_8)))
			.withMessageContaining("config.json");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{\"scaling_factor\":" })
	void deepNestingIsRefusedWithoutAnOverflowingStack(String start) {
		byte[] json = (start + "[".repeat(100_000)).getBytes(StandardCharsets.UTF_8);
		assertThatExceptionOfType(InvalidConfigException.class).isThrownBy(() -> ConfigReader.read(json))
			.withMessageContaining("config.json is not JSON")
			.withMessageContaining("nesting");
	}

	@Test
	void aLongValueIsCutInTheMessage() {
		ConfigJson config = ConfigJson.tiny().with("decoder_act_fns", "\"" + "x".repeat(100_000) + "\"");
		assertThatExceptionOfType(InvalidConfigException.class).isThrownBy(config::read)
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(400).contains("decoder_act_fns"));
	}

}
