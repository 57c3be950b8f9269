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

/**
 * The element types this service reads and writes, named as safetensors names them.
 */
public enum DType {

	F64(8), F32(4), F16(2), BF16(2), I64(8), I32(4), I16(2), I8(1), U8(1), BOOL(1);

	private final int bytes;

	DType(int bytes) {
		this.bytes = bytes;
	}

	/**
	 * Bytes an element.
	 */
	public int bytes() {
		return this.bytes;
	}

	/**
	 * Tells the types that {@link Tensor#to} converts to and from.
	 */
	public boolean isFloat() {
		return this == F32 || this == F16 || this == BF16;
	}

	/**
	 * The name that PyTorch and NumPy use: {@code float32}, {@code bfloat16},
	 * {@code uint8}.
	 */
	public String torchName() {
		return switch (this) {
			case F64 -> "float64";
			case F32 -> "float32";
			case F16 -> "float16";
			case BF16 -> "bfloat16";
			case I64 -> "int64";
			case I32 -> "int32";
			case I16 -> "int16";
			case I8 -> "int8";
			case U8 -> "uint8";
			case BOOL -> "bool";
		};
	}

	/**
	 * Reads a name of any kind, in any case: {@code float16}, {@code fp16} or
	 * {@code F16}.
	 * @throws IllegalArgumentException if the name is unknown
	 */
	public static DType of(String name) {
		for (DType dtype : values()) {
			if (dtype.isCalled(name)) {
				return dtype;
			}
		}
		throw new IllegalArgumentException("Unknown dtype '" + name + "'");
	}

	private boolean isCalled(String name) {
		String lower = name.toLowerCase(Locale.ROOT);
		return lower.equals(torchName()) || lower.replaceFirst("^fp", "f").equals(name().toLowerCase(Locale.ROOT));
	}

	/**
	 * Reads the name of a type that {@link Tensor#to} converts to.
	 * @throws IllegalArgumentException if it is none, naming those that are
	 */
	public static DType floatOf(String name) {
		for (DType dtype : values()) {
			if (dtype.isFloat() && dtype.isCalled(name)) {
				return dtype;
			}
		}
		throw new IllegalArgumentException("'%s' is not one of float32, float16, bfloat16".formatted(name));
	}

}
