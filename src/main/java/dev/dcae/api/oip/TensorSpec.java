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

import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * A tensor that a model takes or answers.
 *
 * @param name of the tensor
 * @param datatype of its elements
 * @param shape of the whole tensor, with the batch; -1 where any size is taken
 */
@Schema(name = "InferenceTensor")
record TensorSpec(String name, DataType datatype, List<Long> shape) {

	static final long ANY = -1;

	static TensorSpec of(String name, DataType datatype, Long... shape) {
		return new TensorSpec(name, datatype, List.of(shape));
	}

	/**
	 * Tells if at most one of the sizes, beside the batch, is to be told with the tensor.
	 */
	boolean isKnownFromItsBytes() {
		return this.shape.stream().filter((size) -> size == ANY).count() <= 1;
	}

}
