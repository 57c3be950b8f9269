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
package dev.dcae.ops;

import java.util.List;
import java.util.Map;

import dev.dcae.model.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The words for precisions.
 */
class PrecisionChoiceTests {

	@ParameterizedTest
	@CsvSource({ "float32, FP32", "fp32, FP32", "FP32, FP32", "bfloat16, BF16", "bf16, BF16", "BFloat16, BF16",
			"float16, FP16", "fp16, FP16" })
	void aTypeIsTakenByItsNameAndByItsShortForm(String name, Precision precision) {
		assertThat(bound(name).on(List.of("cuda:0"), () -> Precision.FP32)).isEqualTo(precision);
		assertThat(bound(name).onCpu(() -> Precision.FP32)).isEqualTo(precision);
	}

	@ParameterizedTest
	@ValueSource(strings = { "half", "int8", "float64", "fp8" })
	void anotherNameIsRefused(String name) {
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> bound(name));
	}

	@Test
	void autoIsBfloat16OnAGpuAndOnACpuWhatSuitsIt() {
		PrecisionChoice auto = bound("auto");
		assertThat(auto.on(List.of("cuda:0", "cuda:1"), () -> Precision.FP32)).isEqualTo(Precision.BF16);
		assertThat(auto.on(List.of("cpu"), () -> Precision.FP32)).isEqualTo(Precision.FP32);
		assertThat(auto.on(List.of("cuda:0", "cpu"), () -> Precision.FP16)).isEqualTo(Precision.FP16);
		assertThat(auto.onCpu(() -> Precision.BF16)).isEqualTo(Precision.BF16);
	}

	private static PrecisionChoice bound(String name) {
		return new Binder(new MapConfigurationPropertySource(Map.of("dcae.cpu.dtype", name)))
			.bind("dcae.cpu.dtype", PrecisionChoice.class)
			.get();
	}

}
