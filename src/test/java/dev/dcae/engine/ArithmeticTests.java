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

import java.util.Arrays;

import ai.djl.Model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * A machine that computes wrong values is found before they are served.
 */
class ArithmeticTests {

	@Test
	void thisMachineComputesRight() {
		Torch.load(1);
		assertThatNoException().isThrownBy(Arithmetic::require);
	}

	/**
	 * Stands for an oneDNN that leaves out the channels that fill no vector, in one layer
	 * of one type.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "layer_0_fp32", "layer_1_bf16", "layer_2_fp32", "layer_3_bf16", "layer_4_fp32",
			"product_fp32", "product_bf16" })
	void oneWrongLayerIsFoundAndNamed(String wrong) {
		Torch.load(1);
		try (Model model = Arithmetic.load()) {
			assertThatExceptionOfType(WrongArithmeticException.class)
				.isThrownBy(() -> Arithmetic.require((method, channels, input) -> {
					float[] answer = Arithmetic.run(model, method, channels, input);
					if (method.equals(wrong)) {
						Arrays.fill(answer, answer.length * 15 / 16, answer.length, 0);
					}
					return answer;
				}))
				.withMessageContaining("computes wrong values")
				.withMessageContaining(wrong.endsWith("bf16") ? "bf16" : "fp32")
				.withMessageContaining("ONEDNN_MAX_CPU_ISA");
		}
	}

	@Test
	void valuesThatAreNoNumbersAreWrong() {
		assertThatExceptionOfType(WrongArithmeticException.class)
			.isThrownBy(() -> Arithmetic.require((method, channels, input) -> new float[] { Float.NaN }));
	}

}
