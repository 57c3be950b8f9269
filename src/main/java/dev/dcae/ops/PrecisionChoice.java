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
import java.util.function.Supplier;

import dev.dcae.model.Precision;

/**
 * A choice of precision in the settings and in options: a type by PyTorch's name or by
 * its short form, or auto.
 */
public enum PrecisionChoice {

	/**
	 * bfloat16 on a GPU; on a CPU what suits it.
	 */
	AUTO,

	FLOAT32, BFLOAT16, FLOAT16, FP32, BF16, FP16;

	private static final String CPU = "cpu";

	/**
	 * The precision for the devices.
	 * @param cpu that of auto where the CPU is among them
	 */
	public Precision on(List<String> devices, Supplier<Precision> cpu) {
		return switch (this) {
			case AUTO -> devices.contains(CPU) ? cpu.get() : Precision.BF16;
			case FLOAT32, FP32 -> Precision.FP32;
			case BFLOAT16, BF16 -> Precision.BF16;
			case FLOAT16, FP16 -> Precision.FP16;
		};
	}

	/**
	 * The precision on a CPU.
	 * @param fastest that of auto
	 */
	public Precision onCpu(Supplier<Precision> fastest) {
		return on(List.of(CPU), fastest);
	}

}
