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
package dev.dcae.pipeline;

import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lines and arcs.
 */
class InterpolationTests {

	private static final Offset<Float> CLOSE = Offset.offset(1e-6f);

	@Test
	void aLineIsTravelledEvenly() {
		assertThat(between(Interpolation.LINEAR, 0.25, new float[] { 0, 4 }, new float[] { 8, 0 })).containsExactly(2,
				3);
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0.1, 0.25, 0.5, 0.9 })
	void anArcKeepsTheMagnitudeAndIsTravelledEvenly(double alpha) {
		float[] at = between(Interpolation.SPHERICAL, alpha, new float[] { 3, 0 }, new float[] { 0, 3 });
		assertThat(at[0]).isCloseTo((float) (3 * Math.cos(alpha * Math.PI / 2)), CLOSE);
		assertThat(at[1]).isCloseTo((float) (3 * Math.sin(alpha * Math.PI / 2)), CLOSE);
	}

	@Test
	void anArcBetweenDifferentMagnitudesEndsAtThem() {
		float[] one = { 1, 0, 0 };
		float[] other = { 0, 0, 5 };
		assertThat(between(Interpolation.SPHERICAL, 0, one, other)).containsExactly(one, CLOSE);
		assertThat(between(Interpolation.SPHERICAL, 1, one, other)).containsExactly(other, CLOSE);
	}

	@Test
	void directionsThatAreNearlyOneHaveTheLine() {
		float[] one = { 1, 0.001f };
		float[] other = { 2, 0 };
		assertThat(between(Interpolation.SPHERICAL, 0.5, one, other))
			.containsExactly(between(Interpolation.LINEAR, 0.5, one, other));
	}

	@Test
	void oppositeDirectionsHaveTheLine() {
		assertThat(between(Interpolation.SPHERICAL, 0.5, new float[] { 1, 2 }, new float[] { -1, -2 }))
			.containsExactly(0, 0);
	}

	@Test
	void zeroHasNoDirectionAndTheLine() {
		assertThat(between(Interpolation.SPHERICAL, 0.5, new float[] { 0, 0 }, new float[] { 2, 4 })).containsExactly(1,
				2);
	}

	@ParameterizedTest
	@EnumSource
	void theShapeStays(Interpolation mode) {
		Shape shape = new Shape(1, 2, 1, 1);
		assertThat(mode.between(Tensor.of(shape, 1, 0), Tensor.of(shape, 0, 1), 0.5).shape()).isEqualTo(shape);
	}

	private static float[] between(Interpolation mode, double alpha, float[] one, float[] other) {
		Shape shape = new Shape(one.length);
		return mode.between(Tensor.of(shape, one), Tensor.of(shape, other), alpha).toFloats();
	}

}
