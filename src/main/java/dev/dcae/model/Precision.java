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

import java.util.Arrays;

import dev.dcae.tensor.DType;

/**
 * The type a model's weights are held and multiplied in. Norms and attention accumulate
 * in float32 in each.
 */
public enum Precision {

	/**
	 * The reference.
	 */
	FP32(DType.F32),

	/**
	 * The fast path where the device has it; the range of float32.
	 */
	BF16(DType.BF16),

	/**
	 * Half precision that can overflow: its results need their finite flag looked at.
	 */
	FP16(DType.F16);

	private final DType dtype;

	Precision(DType dtype) {
		this.dtype = dtype;
	}

	public DType dtype() {
		return this.dtype;
	}

	/**
	 * Reads the name of a type: {@code float32}, {@code bfloat16} or {@code float16}, or
	 * a short form of it, {@code fp32}, {@code bf16} or {@code fp16}.
	 * @throws IllegalArgumentException if it is none, naming those that are
	 */
	public static Precision of(String name) {
		DType dtype = DType.floatOf(name);
		return Arrays.stream(values()).filter((each) -> each.dtype == dtype).findFirst().orElseThrow();
	}

}
