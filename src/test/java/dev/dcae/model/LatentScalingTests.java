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

import java.util.List;

import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

/**
 * Latents as diffusion pipelines take them.
 */
class LatentScalingTests {

	private static final LatentScaling FLUX = LatentScaling.of(0.3611, 0.1159);

	private static final LatentScaling PLAYGROUND = new LatentScaling(0.5, 0, List.of(-1.6574, 1.886),
			List.of(8.4927, 5.9022));

	static final List<LatentScaling> SCALINGS = List.of(LatentScaling.of(0.18215), FLUX, PLAYGROUND);

	/**
	 * Two channels, so that one's numbers would show in the other.
	 */
	private static final Tensor LATENT = Tensor.of(new Shape(2, 1, 3), 0f, 1f, -2f, 3f, 0.5f, -40f);

	@Test
	void whatIsNotKnownScalesNothing() {
		assertThat(LatentScaling.UNKNOWN.known()).isFalse();
		assertThatIllegalStateException().isThrownBy(() -> LatentScaling.UNKNOWN.apply(LATENT));
		assertThatIllegalStateException().isThrownBy(() -> LatentScaling.UNKNOWN.undo(LATENT));
	}

	@Test
	void aFactorMultiplies() {
		assertThat(LatentScaling.of(0.5).apply(LATENT).toFloats()).containsExactly(0f, 0.5f, -1f, 1.5f, 0.25f, -20f);
		assertThat(LatentScaling.of(0.5).undo(LATENT).toFloats()).containsExactly(0f, 2f, -4f, 6f, 1f, -80f);
	}

	/**
	 * FLUX's pipelines: {@code (z - shift_factor) * scaling_factor}, and
	 * {@code z / scaling_factor + shift_factor}.
	 */
	@Test
	void aShiftComesBeforeTheFactorAndBackAfterIt() {
		assertThat(FLUX.apply(LATENT).toFloats()[1]).isCloseTo((float) ((1 - 0.1159) * 0.3611), within(1e-7f));
		assertThat(FLUX.undo(LATENT).toFloats()[1]).isCloseTo((float) (1 / 0.3611 + 0.1159), within(1e-6f));
	}

	/**
	 * Playground's pipeline: {@code z * latents_std / scaling_factor + latents_mean}.
	 */
	@Test
	void meansAndDeviationsAreTheChannelsOwn() {
		float[] undone = PLAYGROUND.undo(LATENT).toFloats();
		assertThat(undone[1]).isCloseTo((float) (1 * 8.4927 / 0.5 - 1.6574), within(1e-5f));
		assertThat(undone[3]).isCloseTo((float) (3 * 5.9022 / 0.5 + 1.886), within(1e-5f));
	}

	@ParameterizedTest
	@FieldSource("SCALINGS")
	void undoneIsWhatItWas(LatentScaling scaling) {
		float[] back = scaling.undo(scaling.apply(LATENT)).toFloats();
		float[] values = LATENT.toFloats();
		for (int i = 0; i < values.length; i++) {
			assertThat(back[i]).isCloseTo(values[i], within(1e-5f));
		}
	}

	/**
	 * FLUX.2's: the channels of a patch lie behind each other, row by row.
	 */
	@Test
	void patchesBecomeChannelsBeforeTheyAreScaled() {
		LatentScaling scaling = new LatentScaling(1, 0, List.of(1.0, 2.0, 3.0, 4.0), List.of(1.0, 2.0, 4.0, 8.0), 2);
		Tensor latent = Tensor.of(new Shape(1, 2, 4), 0f, 1f, 2f, 3f, 4f, 5f, 6f, 7f);
		Tensor scaled = scaling.apply(latent);
		assertThat(scaled.shape()).isEqualTo(new Shape(4, 1, 2)).isEqualTo(scaling.scaledShape(latent.shape()));
		assertThat(scaled.toFloats()).containsExactly(-1f, 1f, -0.5f, 0.5f, 0.25f, 0.75f, 0.125f, 0.375f);
		assertThat(scaling.undo(scaled).toFloats()).containsExactly(latent.toFloats());
		assertThat(scaling.plainShape(scaled.shape())).isEqualTo(latent.shape());
		assertThat(scaling.undoInPlace(scaling.applyInPlace(latent)).toFloats()).containsExactly(latent.toFloats());
		assertThat(scaling.applyInPlace(latent).toFloats()).containsExactly(-1f, -0.5f, 1f, 0.5f, 0.25f, 0.125f, 0.75f,
				0.375f);
	}

	@Test
	void sidesThatAreNoPatchesAreRefused() {
		LatentScaling scaling = new LatentScaling(1, 0, List.of(), List.of(), 2);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> scaling.apply(Tensor.zeros(DType.F32, new Shape(1, 2, 3))))
			.withMessageContaining("patches of 2 × 2");
	}

	@Test
	void halvesBecomeFloats() {
		Tensor scaled = LatentScaling.of(1).apply(LATENT.to(DType.F16));
		assertThat(scaled.dtype()).isEqualTo(DType.F32);
		assertThat(scaled.shape()).isEqualTo(LATENT.shape());
		assertThat(scaled.toFloats()).containsExactly(LATENT.toFloats());
	}

	@Test
	void aLatentWithoutPixelsIsLeftEmpty() {
		assertThat(FLUX.apply(Tensor.zeros(DType.F32, new Shape(2, 0, 3))).elements()).isZero();
	}

}
