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

import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Every field of an AutoencoderKL's config is honoured, or refused by its name.
 */
class KlConfigReaderTests {

	@Test
	void everyFieldIsRead() {
		ConfigJson json = ConfigJson.tinyKl()
			.with("layers_per_block", "3")
			.with("act_fn", "\"swish\"")
			.with("latent_channels", "2")
			.with("sample_size", "256")
			.with("shift_factor", "null")
			.with("latents_mean", "[-1.5, 0]")
			.with("latents_std", "[8, 0.25]")
			.with("force_upcast", "true")
			.with("use_quant_conv", "false")
			.with("use_post_quant_conv", "false")
			.with("mid_block_add_attention", "false");
		assertThat(json.readAny()).isEqualTo(new KlConfig(2, List.of(8, 16, 16), 3, 4, Activation.SILU, false, false,
				false, 256, true, new LatentScaling(0.5, 0, List.of(-1.5, 0.0), List.of(8.0, 0.25))));
	}

	@Test
	void fieldsThatOlderVersionsDidNotWriteHaveDiffusersDefaults() {
		ConfigJson json = ConfigJson.tinyKl()
			.without("scaling_factor", "shift_factor", "latents_mean", "latents_std", "force_upcast", "use_quant_conv",
					"use_post_quant_conv", "mid_block_add_attention", "out_channels");
		assertThat(json.readAny()).isEqualTo(new KlConfig(4, List.of(8, 16, 16), 1, 4, Activation.SILU, true, true,
				true, 32, true, LatentScaling.of(0.18215)));
	}

	@Test
	void anEmptyConfigIsDiffusersDefaultModel() {
		assertThat(ConfigJson.of("{\"_class_name\": \"AutoencoderKL\"}").readAny()).isEqualTo(new KlConfig(4,
				List.of(64), 1, 32, Activation.SILU, true, true, true, 32, true, LatentScaling.of(0.18215)));
	}

	@Test
	void diffusersOwnBookkeepingIsIgnored() {
		ConfigJson tiny = ConfigJson.tinyKl();
		assertThat(tiny.with("_diffusers_version", "\"0.30.0\"").with("_name_or_path", "\"../vae\"").readAny())
			.isEqualTo(tiny.readAny());
	}

	@Test
	void whatChangesNoLatentIsNotTheEncoders() {
		ConfigJson tiny = ConfigJson.tinyKl();
		String encoder = tiny.readAny().encoderSignature();
		assertThat(tiny.with("use_post_quant_conv", "false").with("scaling_factor", "2").readAny().encoderSignature())
			.isEqualTo(encoder);
		assertThat(tiny.with("use_quant_conv", "false").readAny().encoderSignature()).isNotEqualTo(encoder);
		assertThat(tiny.with("norm_num_groups", "8").readAny().encoderSignature()).isNotEqualTo(encoder);
		assertThat(tiny.with("act_fn", "\"relu\"").readAny().encoderSignature()).isNotEqualTo(encoder);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					upsample_block_type     | "interpolate"                             | Unknown field in the AutoencoderKL config: upsample_block_type
					in_channels             | 4                                         | in_channels is 4
					out_channels            | 1                                         | out_channels is 1
					latent_channels         | 0                                         | latent_channels is 0
					latent_channels         | "4"                                       | latent_channels is "4"
					layers_per_block        | 0                                         | layers_per_block is 0
					layers_per_block        | [1, 1, 1]                                 | layers_per_block is [1,1,1]
					layers_per_block        | 50000                                     | layers_per_block is 50000
					norm_num_groups         | 3                                         | block_out_channels[0] must be a multiple of norm_num_groups
					norm_num_groups         | 0                                         | norm_num_groups is 0
					sample_size             | "large"                                   | sample_size is "large"
					sample_size             | [256]                                     | sample_size is [256]; expected an integer or a pair
					sample_size             | [256, 256, 3]                             | sample_size is [256,256,3]; expected an integer or a pair
					sample_size             | [256, "256"]                              | sample_size[1] is "256"
					sample_size             | [0, 256]                                  | sample_size[0] is 0
					block_out_channels      | [8, 16, 18]                               | block_out_channels[2] must be a multiple
					block_out_channels      | [8, 16]                                   | down_block_types has 3 entries for 2 stages
					block_out_channels      | []                                        | down_block_types has 3 entries for 0 stages
					block_out_channels      | [8, 16, 1000000]                          | block_out_channels[2] is 1000000
					down_block_types        | ["DownEncoderBlock2D"]                    | down_block_types has 1 entries for 3 stages
					down_block_types        | "DownEncoderBlock2D"                      | down_block_types is "DownEncoderBlock2D"; expected a list
					down_block_types        | ["DownEncoderBlock2D", "AttnDownEncoderBlock2D", "DownEncoderBlock2D"] | down_block_types[1] is "AttnDownEncoderBlock2D"; supported: DownEncoderBlock2D
					up_block_types          | ["UpDecoderBlock2D", "UpDecoderBlock2D", "DownEncoderBlock2D"]         | up_block_types[2] is "DownEncoderBlock2D"; supported: UpDecoderBlock2D
					up_block_types          | ["UpDecoderBlock2D", "UpDecoderBlock2D"]  | up_block_types has 2 entries for 3 stages
					act_fn                  | "tanh"                                    | act_fn is "tanh"
					act_fn                  | ["silu"]                                  | act_fn is ["silu"]
					scaling_factor          | 0                                         | scaling_factor is 0
					scaling_factor          | "0.18215"                                 | scaling_factor is "0.18215"
					shift_factor            | "0.1159"                                  | shift_factor is "0.1159"; expected a finite number
					shift_factor            | 1e999                                     | shift_factor is
					latents_mean            | [0, 0, 0, 0]                              | latents_std is missing
					latents_std             | [1, 1, 1, 1]                              | latents_mean is missing
					latents_mean            | [0, 0, 0]                                 | latents_mean has 3 entries for 4 latent channels
					latents_mean            | 0                                         | latents_mean is 0; expected a list
					latents_std             | [1, 1, 0, 1]                              | latents_std[2] is 0; expected a positive number
					latents_mean            | [0, "0", 0, 0]                            | latents_mean[1] is "0"
					force_upcast            | 1                                         | force_upcast is 1
					use_quant_conv          | "no"                                      | use_quant_conv is "no"
					use_post_quant_conv     | 0                                         | use_post_quant_conv is 0
					mid_block_add_attention | "true"                                    | mid_block_add_attention is "true"
					_class_name             | "AsymmetricAutoencoderKL"                 | supported: AutoencoderDC, AutoencoderKL
					""")
	void aBadFieldIsRefusedByName(String field, String value, String message) {
		ConfigJson config = ConfigJson.tinyKl().with(field, value);
		assertThatExceptionOfType(InvalidConfigException.class).isThrownBy(config::readAny)
			.withMessageContaining(message);
	}

	@Test
	void ofAPairOfSampleSizesTheFirstCounts() {
		ConfigJson tiny = ConfigJson.tinyKl();
		assertThat(tiny.with("sample_size", "[64, 96]").readAny()).isEqualTo(tiny.with("sample_size", "64").readAny());
	}

	@ParameterizedTest
	@CsvSource({ "SiLU, SILU", "Swish, SILU", "GELU, GELU", "ReLU, RELU", "MISH, MISH" })
	void anActivationIsTakenInAnyCase(String name, Activation activation) {
		KlConfig kl = (KlConfig) ConfigJson.tinyKl().with("act_fn", "\"" + name + "\"").readAny();
		assertThat(kl.activation()).isEqualTo(activation);
		DcAeConfig dcAe = ConfigJson.tiny()
			.with("decoder_act_fns", "\"" + name + "\"")
			.with("decoder_conv_act_fn", "\"" + name + "\"")
			.read();
		assertThat(dcAe.decoder()).extracting(Stage::activation).containsOnly(activation);
		assertThat(dcAe.decoderOutActivation()).isEqualTo(activation);
	}

	/**
	 * A missing factor is diffusers' default, which a null is not.
	 */
	@Test
	void aScalingFactorOfNullIsNotGuessed() {
		assertThat(ConfigJson.tinyKl().with("scaling_factor", "null").readAny().scaling().known()).isFalse();
		assertThat(ConfigJson.tiny().with("scaling_factor", "null").readAny().scaling())
			.isEqualTo(LatentScaling.UNKNOWN);
		assertThat(ConfigJson.tiny().without("scaling_factor").readAny().scaling()).isEqualTo(LatentScaling.of(1));
		assertThat(ConfigJson.tinyKl().with("shift_factor", "null").readAny().scaling())
			.isEqualTo(LatentScaling.of(0.5));
	}

	/**
	 * As SDXL's pipelines do, which read no shift.
	 */
	@Test
	void fourMeansStandForTheShift() {
		ConfigJson eq = ConfigJson.tinyKl().with("latents_mean", "[1, 2, 3, 4]").with("latents_std", "[1, 1, 1, 2]");
		assertThat(eq.readAny().scaling()).isEqualTo(eq.without("shift_factor").readAny().scaling())
			.isEqualTo(new LatentScaling(0.5, 0, List.of(1.0, 2.0, 3.0, 4.0), List.of(1.0, 1.0, 1.0, 2.0)));
	}

	@Test
	void otherwiseTwoWaysToShiftLeaveTheScalingUnknown() {
		assertThat(statistics(8).readAny().scaling()).isEqualTo(LatentScaling.UNKNOWN);
		assertThat(statistics(8).with("shift_factor", "0").readAny().scaling().known()).isTrue();
	}

	/**
	 * As GLM-Image's pipeline does, beside whose statistics diffusers writes its default.
	 */
	@ParameterizedTest
	@CsvSource({ "16, 0.18215, 1", "16, , 1", "16, 0.5, 0.5", "4, 0.18215, 0.18215", "4, , 0.18215" })
	void statisticsScaleAloneButForAFactorThatSomebodyMeant(int channels, @Nullable String factor, double expected) {
		ConfigJson config = statistics(channels).without("shift_factor");
		config = (factor != null) ? config.with("scaling_factor", factor) : config.without("scaling_factor");
		assertThat(config.readAny().scaling().factor()).isEqualTo(expected);
	}

	private static ConfigJson statistics(int channels) {
		String each = Collections.nCopies(channels, 2).toString();
		return ConfigJson.tinyKl()
			.with("latent_channels", Integer.toString(channels))
			.with("latents_mean", each)
			.with("latents_std", each);
	}

	@ParameterizedTest
	@CsvSource({ "0", "13" })
	void aModelHasFromOneToTwelveStages(int count) {
		ConfigJson config = ConfigJson.tinyKl()
			.with("block_out_channels", list(count, "8"))
			.with("down_block_types", list(count, "\"DownEncoderBlock2D\""))
			.with("up_block_types", list(count, "\"UpDecoderBlock2D\""));
		assertThatExceptionOfType(InvalidConfigException.class).isThrownBy(config::readAny)
			.withMessageContaining("block_out_channels needs from 1 to 12 stages");
	}

	private static String list(int count, String value) {
		return "[" + String.join(",", java.util.Collections.nCopies(count, value)) + "]";
	}

}
