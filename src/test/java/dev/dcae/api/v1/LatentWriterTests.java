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
package dev.dcae.api.v1;

import java.util.Optional;
import java.util.OptionalInt;

import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import dev.dcae.pipeline.Latent;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LatentWriterTests {

	@ParameterizedTest
	@CsvSource({ "65519, F16", "3.389e38, BF16" })
	void whatATypeCanHoldIsWritten(float value, DType dtype) {
		assertThat(LatentWriter.write(LatentFormat.RAW, latent(value), dtype)).hasSize(2);
	}

	@ParameterizedTest
	@CsvSource({ "65520, F16", "-1e9, F16", "3.4e38, BF16" })
	void whatATypeCannotHoldIsRefusedAndNotInfinite(float value, DType dtype) {
		for (LatentFormat format : LatentFormat.values()) {
			assertThatExceptionOfType(ProblemException.class)
				.isThrownBy(() -> LatentWriter.write(format, latent(value), dtype))
				.withMessageContaining(dtype.torchName())
				.satisfies((ex) -> assertThat(ex.type()).isEqualTo(ProblemType.NON_FINITE_RESULT));
		}
	}

	private static Latent latent(float value) {
		return new Latent(Tensor.of(new Shape(1, 1, 1, 1), value), Optional.empty(), Optional.empty(),
				OptionalInt.empty(), OptionalInt.empty(), false);
	}

}
