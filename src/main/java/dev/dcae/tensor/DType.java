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
 * The element types of safetensors, by its names: those that this service reads and
 * writes, and others of which it knows the size, to find the tensors behind them.
 */
public enum DType {

	F64(8, "float64"), F32(4, "float32"), F16(2, "float16"), BF16(2, "bfloat16"), I64(8, "int64"), I32(4, "int32"),
	I16(2, "int16"), I8(1, "int8"), U8(1, "uint8"), BOOL(1, "bool"), U64(8, 1), U32(4, 1), U16(2, 1), C64(8, 1),
	F8_E4M3(1, 1), F8_E5M2(1, 1), F8_E8M0(1, 1), F8_E4M3FNUZ(1, 1), F8_E5M2FNUZ(1, 1), F6_E2M3(3, 4), F6_E3M2(3, 4),
	F4(1, 2);

	private final int bytes;

	private final int elements;

	private final String torchName;

	DType(int bytes, String torchName) {
		this.bytes = bytes;
		this.elements = 1;
		this.torchName = torchName;
	}

	DType(int bytes, int elements) {
		this.bytes = bytes;
		this.elements = elements;
		this.torchName = "";
	}

	/**
	 * Bytes an element, of a type that is known.
	 */
	public int bytes() {
		return this.bytes;
	}

	/**
	 * The fewest elements that fill bytes: one, of a type that is known.
	 */
	int elements() {
		return this.elements;
	}

	/**
	 * Tells the types that this service reads and writes.
	 */
	public boolean isKnown() {
		return !this.torchName.isEmpty();
	}

	/**
	 * Tells the types that {@link Tensor#to} converts to and from.
	 */
	public boolean isFloat() {
		return this == F32 || this == F16 || this == BF16;
	}

	/**
	 * The name that PyTorch and NumPy use, {@code float32}, {@code bfloat16},
	 * {@code uint8}; of a type that is not known safetensors'.
	 */
	public String torchName() {
		return isKnown() ? this.torchName : name();
	}

	/**
	 * Reads a name of any kind, in any case, of a type that is known: {@code float16},
	 * {@code fp16} or {@code F16}.
	 * @throws IllegalArgumentException if the name is unknown
	 */
	public static DType of(String name) {
		for (DType dtype : values()) {
			if (dtype.isKnown() && dtype.isCalled(name)) {
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
