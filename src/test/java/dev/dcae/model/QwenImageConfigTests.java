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

import java.util.List;

import dev.dcae.model.QwenImageConfig.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Every field of QwenImage's config, and of Wan's, is honoured, or refused by its name.
 */
class QwenImageConfigTests {

	private static final ConfigJson TINY = ConfigJson.tinyQwenImage();

	private static final ConfigJson WAN = TINY.with("_class_name", "\"AutoencoderKLWan\"")
		.with("decoder_base_dim", "null")
		.with("is_residual", "false")
		.with("in_channels", "3")
		.with("out_channels", "3")
		.with("patch_size", "null")
		.with("scale_factor_temporal", "4")
		.with("scale_factor_spatial", "8")
		.with("clip_output", "false");

	@Test
	void everyFieldIsRead() {
		QwenImageConfig config = (QwenImageConfig) TINY.readAny();
		assertThat(config).isEqualTo(new QwenImageConfig("AutoencoderKLQwenImage", 2, 4, List.of(1, 2, 4), 1,
				List.of(false, true), new LatentScaling(1, 0, List.of(0.5, -0.25), List.of(2.0, 4.0))));
		assertThat(config.ratio()).isEqualTo(4);
		assertThat(config.encoder()).containsExactly(new Stage(4, 4), new Stage(4, 8), new Stage(8, 16));
		assertThat(config.decoder()).containsExactly(new Stage(16, 16), new Stage(8, 8), new Stage(4, 4));
		assertThat(config.tiling()).isEqualTo(new Tiling(4, 256, 192, Tiling.DEFAULT_THRESHOLD));
		assertThat(config.clampsImages()).isTrue();
		assertThat(config.hasFrameAxis()).isTrue();
	}

	@Test
	void anEmptyConfigIsThePublishedModelOfEitherClass() {
		AutoencoderConfig qwen = ConfigJson.of("{\"_class_name\": \"AutoencoderKLQwenImage\"}").readAny();
		AutoencoderConfig wan = ConfigJson.of("{\"_class_name\": \"AutoencoderKLWan\"}").readAny();
		assertThat(qwen.latentChannels()).isEqualTo(16);
		assertThat(qwen.scaling().mean()).hasSize(16).startsWith(-0.7571).endsWith(-0.2921);
		assertThat(qwen.scaling().deviation()).hasSize(16).startsWith(2.8184).endsWith(1.916);
		assertThat(wan.weights()).isEqualTo(qwen.weights());
		assertThat(wan.encoderSignature()).isEqualTo(qwen.encoderSignature());
		assertThat(wan.family()).isEqualTo("AutoencoderKLWan");
	}

	@Test
	void statisticsOfOtherChannelsAreNotGuessed() {
		assertThat(TINY.without("latents_mean", "latents_std").readAny().scaling().known()).isFalse();
	}

	@Test
	void wansFieldsAreReadWhereTheyMeanTheSameNetwork() {
		assertThat(WAN.readAny().weights()).isEqualTo(TINY.readAny().weights());
		assertThat(WAN.with("decoder_base_dim", "4").readAny()).isEqualTo(WAN.readAny());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			attn_scales         | [1.0]         | attn_scales is [1.0]; supported: []
			temperal_downsample | [true]        | temperal_downsample has 1 entries for 2 samplers
			temperal_downsample | [1, 0]        | temperal_downsample[0] is 1; expected true or false
			temperal_downsample | true          | temperal_downsample is true; expected a list
			dim_mult            | []            | dim_mult needs from 1 to 12 stages
			dim_mult            | [1, 65536, 1] | base_dim · dim_mult[1] is more than 65536
			base_dim            | 0             | base_dim is 0
			z_dim               | 3             | latents_mean has 2 entries for 3 latent channels
			latents_std         | [1, 0]        | latents_std[1] is 0
			latents_std         | null          | latents_std is missing
			num_res_blocks      | 0             | num_res_blocks is 0
			input_channels      | 4             | input_channels is 4; only RGB
			is_residual         | false         | Unknown field in the AutoencoderKLQwenImage config: is_residual
			scaling_factor      | 1.0           | Unknown field in the AutoencoderKLQwenImage config: scaling_factor
			""")
	void aBadFieldIsRefusedByName(String field, String value, String message) {
		assertThatExceptionOfType(InvalidConfigException.class).isThrownBy(TINY.with(field, value)::readAny)
			.withMessageContaining(message);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			is_residual      | true | is_residual is true; supported: false, as in Wan 2.1
			patch_size       | 2    | patch_size is 2; supported: null, as in Wan 2.1
			decoder_base_dim | 8    | decoder_base_dim is 8 and base_dim 4; supported: the same
			out_channels     | 12   | out_channels is 12
			unknown          | 1    | Unknown field in the AutoencoderKLWan config: unknown
			""")
	void anotherWanIsRefusedByItsField(String field, String value, String message) {
		assertThatExceptionOfType(InvalidConfigException.class).isThrownBy(WAN.with(field, value)::readAny)
			.withMessageContaining(message);
	}

	@Test
	void itsNewerVersionIsAnotherClass() {
		assertThatExceptionOfType(InvalidConfigException.class)
			.isThrownBy(TINY.with("_class_name", "\"AutoencoderKLQwenImage21\"")::readAny)
			.withMessageContaining("AutoencoderKLQwenImage21");
	}

}
