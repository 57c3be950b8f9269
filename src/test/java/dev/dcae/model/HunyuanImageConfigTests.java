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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Every field of HunyuanImage's config is honoured, or refused by its name.
 */
class HunyuanImageConfigTests {

	private static final ConfigJson TINY = ConfigJson.tinyHunyuanImage();

	@Test
	void everyFieldIsRead() {
		assertThat(TINY.with("layers_per_block", "2").readAny())
			.isEqualTo(new HunyuanImageConfig(8, List.of(32, 32, 64), 2, 2, 32, LatentScaling.of(0.75289)));
		assertThat(TINY.readAny().ratio()).isEqualTo(4);
		assertThat(TINY.readAny().samples()).isTrue();
		assertThat(TINY.readAny().tiling()).isEqualTo(new Tiling(4, 32, 24, Tiling.DEFAULT_THRESHOLD));
	}

	@Test
	void aFactorThatIsMissingIsNotGuessed() {
		assertThat(TINY.without("scaling_factor").readAny().scaling().known()).isFalse();
		assertThat(TINY.without("downsample_match_channel", "upsample_match_channel").readAny())
			.isEqualTo(TINY.readAny());
	}

	@ParameterizedTest
	@ValueSource(strings = { "latent_channels", "block_out_channels", "layers_per_block", "spatial_compression_ratio",
			"sample_size", "in_channels", "out_channels" })
	void fieldsWithoutADefaultAreNeeded(String field) {
		assertThatExceptionOfType(InvalidConfigException.class).isThrownBy(TINY.without(field)::readAny)
			.withMessageContaining(field + " is missing");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					block_out_channels        | [32, 48, 64]  | block_out_channels[1] must be a multiple of 32
					block_out_channels        | [32, 32]      | asks for 2 samplers, and block_out_channels has 2 stages
					block_out_channels        | [32, 32, 160] | block_out_channels has 32 beside 160, which no shortcut
					block_out_channels        | []            | needs from 1 to 12 stages
					latent_channels           | 24            | must be a multiple of 2 × latent_channels
					spatial_compression_ratio | 3             | spatial_compression_ratio is 3; supported: powers of 2
					spatial_compression_ratio | 2             | block_out_channels has 32 beside 64 where no sampler is
					downsample_match_channel  | false         | downsample_match_channel is false; supported: true
					upsample_match_channel    | false         | upsample_match_channel is false; supported: true
					scaling_factor            | 0             | scaling_factor is 0
					norm_num_groups           | 32            | Unknown field in the AutoencoderKLHunyuanImage config: norm_num_groups
					in_channels               | 1             | in_channels is 1
					""")
	void aBadFieldIsRefusedByName(String field, String value, String message) {
		assertThatExceptionOfType(InvalidConfigException.class).isThrownBy(TINY.with(field, value)::readAny)
			.withMessageContaining(message);
	}

	@Test
	void whatChangesNoLatentIsNotTheEncoders() {
		String encoder = TINY.readAny().encoderSignature();
		assertThat(TINY.with("scaling_factor", "2").with("sample_size", "64").readAny().encoderSignature())
			.isEqualTo(encoder);
		assertThat(TINY.with("layers_per_block", "2").readAny().encoderSignature()).isNotEqualTo(encoder);
	}

}
