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

import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The Python dictionary at the front of a .npy file.
 *
 * @param dtype the type of its elements, little-endian
 * @param fortranOrder whether the first dimension is the innermost
 * @param shape its sizes
 */
record NpyHeader(DType dtype, boolean fortranOrder, Shape shape) {

	/** Digits that NumPy leaves room for, so that a growing array can be rewritten. */
	private static final int GROWTH_DIGITS = 21;

	/**
	 * The dictionary as NumPy writes it, up to its padding.
	 */
	String toPython() {
		String sizes = LongStream.of(this.shape.sizes()).mapToObj(Long::toString).collect(Collectors.joining(", "));
		String tuple = "(" + sizes + ((this.shape.rank() == 1) ? ",)" : ")");
		String dictionary = "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }".formatted(descr(this.dtype),
				this.fortranOrder ? "True" : "False", tuple);
		int growth = (this.shape.rank() > 0) ? GROWTH_DIGITS - Long.toString(this.shape.size(0)).length() : 0;
		return dictionary + " ".repeat(growth);
	}

	/**
	 * NumPy's name of a type: byte order, kind, bytes.
	 * @throws IllegalArgumentException for a type that it has not, as bfloat16, or that
	 * is not known
	 */
	static String descr(DType dtype) {
		return switch (dtype) {
			case F64 -> "<f8";
			case F32 -> "<f4";
			case F16 -> "<f2";
			case I64 -> "<i8";
			case I32 -> "<i4";
			case I16 -> "<i2";
			case I8 -> "|i1";
			case U8 -> "|u1";
			case BOOL -> "|b1";
			default -> throw new IllegalArgumentException(".npy has no " + dtype.torchName());
		};
	}

	/**
	 * The type by NumPy's name.
	 * @throws TensorFormatException if it is big-endian, or none of ours
	 */
	static DType dtype(String descr) {
		for (DType dtype : DType.values()) {
			if (dtype.isKnown() && dtype != DType.BF16 && matches(descr, descr(dtype))) {
				return dtype;
			}
		}
		String quoted = TensorFormatException.quoted(descr);
		if (descr.startsWith(">")) {
			throw new TensorFormatException("The array is big-endian (%s); little-endian is read".formatted(quoted));
		}
		if (descr.matches("\\|?O.*")) {
			throw new TensorFormatException("The array holds Python objects (%s), not numbers".formatted(quoted));
		}
		throw new TensorFormatException("The array has an unsupported dtype " + quoted);
	}

	/**
	 * One byte has no order, whatever is written in its place.
	 */
	private static boolean matches(String descr, String ours) {
		return descr.equals(ours)
				|| (ours.startsWith("|") && descr.matches("[<>=]..") && descr.endsWith(ours.substring(1)));
	}

}
