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

import dev.dcae.model.TinyConfig.Blocks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Every field of an AutoencoderTiny's config is honoured, or refused by its name.
 */
class TinyConfigTests {

	private static final ConfigJson TINY = ConfigJson.tinyTaesd();

	@Test
	void everyFieldIsRead() {
		assertThat(TINY.with("act_fn", "\"silu\"").with("latent_channels", "16").readAny())
			.isEqualTo(new TinyConfig(16, List.of(), List.of(new Blocks(8, 1), new Blocks(8, 2), new Blocks(8, 1)),
					List.of(new Blocks(6, 2), new Blocks(6, 1), new Blocks(6, 1)), Activation.SILU, 0, true,
					LatentScaling.of(1)));
	}

	@Test
	void anEmptyConfigIsTaesd() {
		TinyConfig config = (TinyConfig) ConfigJson.of("{\"_class_name\": \"AutoencoderTiny\"}").readAny();
		assertThat(config.latentChannels()).isEqualTo(4);
		assertThat(config.ratio()).isEqualTo(8);
		assertThat(config.encoder()).extracting(Blocks::count).containsExactly(1, 3, 3, 3);
		assertThat(config.decoder()).extracting(Blocks::count).containsExactly(3, 3, 3, 1);
		assertThat(config.scaling()).isEqualTo(LatentScaling.of(1));
		assertThat(config.tiling()).isEqualTo(new Tiling(8, 512, 448, Tiling.DEFAULT_THRESHOLD));
		assertThat(config.copiesAnother()).isTrue();
		assertThat(config.samples()).isFalse();
	}

	@Test
	void whatChangesNoNumberIsTakenAndIgnored() {
		assertThat(TINY.with("latent_magnitude", "4")
			.with("force_upcast", "true")
			.with("arch_variant", "\"f32\"")
			.readAny()).isEqualTo(TINY.readAny());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					encoder_block_out_channels | [8, 8, 16]  | encoder_block_out_channels is [8, 8, 16]; all stages have one width
					decoder_block_out_channels | [6, 6]      | num_decoder_blocks has 3 entries for 2 stages
					num_encoder_blocks         | [1, 2]      | num_encoder_blocks has 2 entries for 3 stages
					num_encoder_blocks         | [1, -1, 1]  | num_encoder_blocks[1] is -1
					act_fn                     | "tanh"      | act_fn is "tanh"
					upsample_fn                | "bilinear"  | upsample_fn is "bilinear"; supported: nearest
					upsampling_scaling_factor  | 4           | upsampling_scaling_factor is 4; supported: 2
					in_channels                | 4           | in_channels is 4
					latent_channels            | 0           | latent_channels is 0
					scaling_factor             | 0           | scaling_factor is 0
					use_quant_conv             | true        | Unknown field in the AutoencoderTiny config: use_quant_conv
					""")
	void aBadFieldIsRefusedByName(String field, String value, String message) {
		assertThatExceptionOfType(InvalidConfigException.class).isThrownBy(TINY.with(field, value)::readAny)
			.withMessageContaining(message);
	}

	@Test
	void endsOfDifferentDepthsAreRefused() {
		ConfigJson uneven = TINY.with("num_decoder_blocks", "[1, 1]").with("decoder_block_out_channels", "[6, 6]");
		assertThatExceptionOfType(InvalidConfigException.class).isThrownBy(uneven::readAny)
			.withMessageContaining("halves an image 2 times, and the decoder doubles it 1 times");
	}

}
