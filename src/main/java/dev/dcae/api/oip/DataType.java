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
package dev.dcae.api.oip;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import dev.dcae.pipeline.Quoted;
import dev.dcae.tensor.DType;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The protocol's element types.
 */
@Schema(name = "InferenceDatatype", enumAsRef = true, description = "The protocol's element types")
enum DataType {

	BOOL(DType.BOOL), UINT8(DType.U8), UINT16(2), UINT32(4), UINT64(8), INT8(DType.I8), INT16(DType.I16),
	INT32(DType.I32), INT64(DType.I64), FP16(DType.F16), BF16(DType.BF16), FP32(DType.F32), FP64(DType.F64), BYTES(0);

	private final int bytes;

	private final @Nullable DType dtype;

	DataType(int bytes) {
		this.bytes = bytes;
		this.dtype = null;
	}

	DataType(DType dtype) {
		this.bytes = dtype.bytes();
		this.dtype = dtype;
	}

	/**
	 * A type by its name.
	 * @throws ProblemException if there is none
	 */
	static DataType of(String name) {
		return Arrays.stream(values())
			.filter((type) -> type.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new ProblemException(ProblemType.BAD_JSON, "The datatype %s is none of %s".formatted(
					Quoted.of(name), Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", ")))));
	}

	/**
	 * Bytes an element; none where that varies.
	 */
	int bytes() {
		return this.bytes;
	}

	/**
	 * The type of the tensors that models take, if these are.
	 */
	Optional<DType> floats() {
		return Optional.ofNullable(this.dtype).filter(DType::isFloat);
	}

	/**
	 * Tells if elements can be written as JSON: the protocol has no such form of numbers
	 * of 16 bits.
	 */
	boolean hasJson() {
		return this != FP16 && this != BF16;
	}

	/**
	 * The name in a model's configuration.
	 */
	String configName() {
		return "TYPE_" + ((this == BYTES) ? "STRING" : name());
	}

}
