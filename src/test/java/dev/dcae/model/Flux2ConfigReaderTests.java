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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

/**
 * Every field of FLUX.2's config is honoured, or refused by its name; its scaling comes
 * from the checkpoint.
 */
class Flux2ConfigReaderTests {

	private static final ConfigJson TINY = ConfigJson.tinyFlux2();

	@Test
	void everyFieldIsRead() {
		Flux2Config config = (Flux2Config) TINY.with("batch_norm_eps", "0.5").readAny();
		assertThat(config.encoder().channels()).containsExactly(8, 16, 16);
		assertThat(config.decoder().channels()).containsExactly(4, 16, 12);
		assertThat(config.encoder().with(config.decoder().channels())).isEqualTo(config.decoder());
		assertThat(config.batchNormEpsilon()).isEqualTo(0.5);
		assertThat(config.scaling()).isEqualTo(LatentScaling.UNKNOWN);
		assertThat(config.ratio()).isEqualTo(4);
	}

	@Test
	void anEmptyConfigIsThePublishedModel() {
		Flux2Config config = (Flux2Config) ConfigJson.of("{\"_class_name\": \"AutoencoderKLFlux2\"}").readAny();
		assertThat(config.encoder()).isEqualTo(new KlConfig(32, List.of(128, 256, 512, 512), 2, 32, Activation.SILU,
				true, true, true, 1024, true, LatentScaling.UNKNOWN));
		assertThat(config.decoder()).isEqualTo(config.encoder());
		assertThat(config.batchNormEpsilon()).isEqualTo(1e-4);
	}

	@Test
	void aFactorThatWasCopiedFromElsewhereMeansNothing() {
		assertThat(TINY.with("scaling_factor", "0.18215").readAny()).isEqualTo(TINY.readAny());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					latents_mean               | [0, 0, 0, 0]  | Unknown field in the AutoencoderKLFlux2 config: latents_mean
					patch_size                 | [1, 1]        | patch_size is [1, 1]; supported: [2, 2]
					patch_size                 | 2             | patch_size is 2; expected a list
					patch_size                 | [2, 2, 2]     | patch_size is [2, 2, 2]
					batch_norm_eps             | 0             | batch_norm_eps is 0; expected a positive number
					batch_norm_eps             | "1e-4"        | batch_norm_eps is "1e-4"
					decoder_block_out_channels | [8, 16]       | decoder_block_out_channels has 2 entries for 3 stages
					decoder_block_out_channels | [8, 18, 16]   | decoder_block_out_channels[1] must be a multiple of norm_num_groups
					decoder_block_out_channels | 8             | decoder_block_out_channels is 8; expected a list
					block_out_channels         | [8, 16, 18]   | block_out_channels[2] must be a multiple
					in_channels                | 4             | in_channels is 4
					down_block_types           | ["DownEncoderBlock2D"] | down_block_types has 1 entries for 3 stages
					""")
	void aBadFieldIsRefusedByName(String field, String value, String message) {
		assertThatExceptionOfType(InvalidConfigException.class).isThrownBy(TINY.with(field, value)::readAny)
			.withMessageContaining(message);
	}

	@Test
	void theScalingIsThatOfTheStatisticsAndTheConfigsEpsilon() {
		float[] mean = new float[16];
		float[] variance = new float[16];
		for (int i = 0; i < 16; i++) {
			mean[i] = i - 3;
			variance[i] = i;
		}
		LatentScaling scaling = completed(Tensor.of(new Shape(16), mean), Tensor.of(new Shape(16), variance)).scaling();
		assertThat(scaling.known()).isTrue();
		assertThat(scaling.patch()).isEqualTo(2);
		assertThat(scaling.mean().get(5)).isEqualTo(2.0);
		assertThat(scaling.deviation().get(5)).isCloseTo(Math.sqrt(5 + 1e-4), within(1e-12));
	}

	@Test
	void statisticsThatAreMissingOrHaveAnotherShapeAreLeftToTheVerifier() {
		Tensor few = Tensor.zeros(DType.F32, new Shape(4));
		assertThat(completed(few, few)).isEqualTo(TINY.readAny());
		assertThat(TINY.readAny().completedBy(Map.of())).isEqualTo(TINY.readAny());
	}

	@ParameterizedTest
	@CsvSource({ "bn.running_var, -0.5, bn.running_var[7] is -0.5", "bn.running_var, NaN, bn.running_var[7] is NaN",
			"bn.running_mean, Infinity, bn.running_mean[7] is Infinity" })
	void statisticsThatAreNoneAreRefused(String name, float value, String message) {
		float[] values = new float[16];
		values[7] = value;
		Map<String, Tensor> tensors = new LinkedHashMap<>();
		tensors.put("bn.running_mean", Tensor.zeros(DType.F32, new Shape(16)));
		tensors.put("bn.running_var", Tensor.zeros(DType.F32, new Shape(16)));
		tensors.put(name, Tensor.of(new Shape(16), values));
		assertThatExceptionOfType(InvalidConfigException.class).isThrownBy(() -> TINY.readAny().completedBy(tensors))
			.withMessageContaining(message);
	}

	@Test
	void whatChangesNoLatentIsNotTheEncoders() {
		String encoder = TINY.readAny().encoderSignature();
		assertThat(TINY.with("decoder_block_out_channels", "null")
			.with("batch_norm_eps", "1")
			.readAny()
			.encoderSignature()).isEqualTo(encoder);
		assertThat(TINY.with("use_quant_conv", "false").readAny().encoderSignature()).isNotEqualTo(encoder);
	}

	private static AutoencoderConfig completed(Tensor mean, Tensor variance) {
		return TINY.readAny().completedBy(Map.of("bn.running_mean", mean, "bn.running_var", variance));
	}

}
