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
package dev.dcae.api.http;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import dev.dcae.pipeline.Quoted;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Tensors whose shape and type are told apart from their bytes.
 */
public final class RawTensor {

	/**
	 * A shape of a million dimensions would be shown to its sender whole.
	 */
	private static final int MOST_DIMENSIONS = 8;

	private RawTensor() {
	}

	/**
	 * A tensor over a body, described by parameters.
	 * @param shape such as {@code 1,32,8,8}
	 * @param dtype such as {@code float32}
	 * @param usual the type where none is named
	 * @throws ProblemException if a parameter is missing or malformed, or does not fit
	 * the body
	 */
	public static Tensor read(byte[] body, @Nullable String shape, @Nullable String dtype, DType usual) {
		if (shape == null) {
			throw new ProblemException(ProblemType.BAD_PARAMETER,
					"A raw tensor needs the parameter shape, such as shape=%s; a file is known by its first bytes, and these are of none"
						.formatted((usual == DType.U8) ? "512,512,3" : "1,32,8,8"));
		}
		long[] sizes;
		try {
			sizes = Arrays.stream(shape.split(",", -1)).map(String::strip).mapToLong(Long::parseLong).toArray();
		}
		catch (NumberFormatException ex) {
			throw new ProblemException(ProblemType.BAD_PARAMETER,
					"shape is %s; it is a list of numbers such as 1,32,8,8".formatted(Quoted.of(shape)));
		}
		return of(body, sizes, (dtype != null) ? dtype : usual.torchName(), ProblemType.BAD_PARAMETER);
	}

	/**
	 * A tensor over an array.
	 * @param blame the kind of the error where the shape or the dtype makes no sense
	 * @throws ProblemException if it does, or the array has another length
	 */
	public static Tensor of(byte[] data, long[] sizes, String dtype, ProblemType blame) {
		if (sizes.length > MOST_DIMENSIONS) {
			throw new ProblemException(blame,
					"shape has more than %d dimensions; a latent has 3 or 4".formatted(MOST_DIMENSIONS));
		}
		Shape shape;
		try {
			shape = new Shape(sizes);
		}
		catch (IllegalArgumentException ex) {
			throw new ProblemException(blame, String.valueOf(ex.getMessage()));
		}
		DType type = dtype(dtype, blame);
		try {
			return new Tensor(type, shape, MemorySegment.ofArray(data));
		}
		catch (IllegalArgumentException ex) {
			throw new ProblemException(ProblemType.BAD_TENSOR, String.valueOf(ex.getMessage()));
		}
	}

	private static DType dtype(String name, ProblemType blame) {
		try {
			return DType.of(name);
		}
		catch (IllegalArgumentException ex) {
			throw new ProblemException(blame,
					"dtype is %s; it is one of float32, float16, bfloat16".formatted(Quoted.of(name)));
		}
	}

}
