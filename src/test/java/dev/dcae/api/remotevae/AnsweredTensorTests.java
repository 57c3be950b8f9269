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
package dev.dcae.api.remotevae;

import java.util.List;

import dev.dcae.pipeline.Call;
import dev.dcae.pipeline.Result;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.http.ResponseEntity;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The type in which floats are answered.
 */
class AnsweredTensorTests {

	@ParameterizedTest
	@CsvSource({ "1.5, F32, float32, 16", "1.5, F16, float16, 8", "1.5, BF16, bfloat16, 8", "65504, F16, float16, 8",
			"70000, F16, float32, 16", "70000, BF16, bfloat16, 8", "3.4028235e38, BF16, float32, 16" })
	void aValueThatHalfPrecisionCannotHoldIsAnsweredAsFloat32(float value, DType asked, String dtype, int bytes) {
		Result<Tensor> one = new Result<>(Tensor.of(new Shape(1, 2), 0, 1), false, false);
		Result<Tensor> other = new Result<>(Tensor.of(new Shape(1, 2), value, -value), true, false);
		ResponseEntity<byte[]> answer = AnsweredTensor.of(Call.ofCommand(), "model", Result.all(List.of(one, other)),
				asked);
		assertThat(answer.getHeaders().getFirst("dtype")).isEqualTo(dtype);
		assertThat(answer.getHeaders().getFirst("shape")).isEqualTo("[2, 1, 2]");
		assertThat(answer.getBody()).hasSize(bytes);
		assertThat(answer.getHeaders().getFirst("X-Retried-In-Fp32")).isEqualTo("true");
		assertThat(answer.getHeaders().getFirst("X-Tiled")).isNull();
	}

}
