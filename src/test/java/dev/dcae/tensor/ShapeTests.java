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

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ShapeTests {

	@Test
	void elementsAreTheProductAndOneForAScalar() {
		assertThat(new Shape(2, 3, 4).elements()).isEqualTo(24);
		assertThat(new Shape(2, 0, 4).elements()).isZero();
		assertThat(new Shape().elements()).isEqualTo(1);
	}

	@Test
	void negativeSizeIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Shape(2, -1)).withMessageContaining("[2, -1]");
	}

	@Test
	void overflowingProductIsRefused() {
		assertThat(new Shape(Long.MAX_VALUE, 1).elements()).isEqualTo(Long.MAX_VALUE);
		assertThatIllegalArgumentException().isThrownBy(() -> new Shape(1L << 32, 1L << 31))
			.withMessageContaining("overflows");
		// A product that wraps around to something harmless.
		assertThatIllegalArgumentException().isThrownBy(() -> new Shape(1L << 32, 1L << 32));
	}

	@Test
	void shapesAreEqualBySizesAndKeepNoArrayOfTheirCaller() {
		long[] sizes = { 1, 2 };
		Shape shape = new Shape(sizes);
		sizes[0] = 9;
		shape.sizes()[1] = 9;
		assertThat(shape).isEqualTo(new Shape(1, 2)).hasSameHashCodeAs(new Shape(1, 2)).isNotEqualTo(new Shape(2, 1));
		assertThat(shape).hasToString("[1, 2]");
	}

	@Test
	void prependAndTailUndoEachOther() {
		Shape shape = new Shape(3, 4);
		assertThat(shape.prepend(2)).isEqualTo(new Shape(2, 3, 4));
		assertThat(shape.prepend(2).tail()).isEqualTo(shape);
		assertThat(shape.prepend(2).rank()).isEqualTo(3);
		assertThat(shape.size(1)).isEqualTo(4);
	}

	@Test
	void scalarHasNoTail() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Shape().tail());
	}

}
