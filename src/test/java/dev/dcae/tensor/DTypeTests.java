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
package dev.dcae.tensor;

import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DTypeTests {

	@ParameterizedTest
	@FieldSource("dev.dcae.tensor.GeneratedTensors#KNOWN")
	void everyTypeIsFoundByBothItsNamesInAnyCase(DType dtype) {
		assertThat(DType.of(dtype.name())).isEqualTo(dtype);
		assertThat(DType.of(dtype.torchName())).isEqualTo(dtype);
		assertThat(DType.of(dtype.name().toLowerCase(Locale.ROOT))).isEqualTo(dtype);
		assertThat(DType.of(dtype.torchName().toUpperCase(Locale.ROOT))).isEqualTo(dtype);
	}

	@ParameterizedTest
	@CsvSource({ "fp32, F32", "FP16, F16", "bf16, BF16", "fp64, F64" })
	void shortFormsAreTaken(String name, DType dtype) {
		assertThat(DType.of(name)).isEqualTo(dtype);
	}

	@ParameterizedTest
	@ValueSource(strings = { "int8", "float64", "uint8", "fp8", "bfp16", "" })
	void whatIsNoTypeOfLatentsIsRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> DType.floatOf(name))
			.withMessage("'%s' is not one of float32, float16, bfloat16", name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "float8", "F8_E4M3", "uint16", "U64", "f4" })
	void unknownNameIsRefusedByName(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> DType.of(name)).withMessageContaining("'%s'", name);
	}

}
