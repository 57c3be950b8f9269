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
package dev.dcae.api.remotevae;

import java.util.List;

import dev.dcae.api.problem.ProblemException;
import dev.dcae.model.Autoencoder;
import dev.dcae.model.ConfigJson;
import dev.dcae.model.LatentScaling;
import dev.dcae.model.Precision;
import dev.dcae.model.Tiling;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A model whose config says {@code "scaling_factor": null}.
 */
class UnknownScalingTests {

	private static final Autoencoder MODEL = new Autoencoder("tiny",
			ConfigJson.tiny().with("scaling_factor", "null").read(), "", "", Precision.FP32, List.of("cpu"),
			Tiling.of(4), "");

	@Test
	void itsOwnScalingIsRefused() {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> Scaling.of(MODEL, null, null, true, false))
			.withMessage("tiny does not say how its latents are scaled: scaling_factor is null in its config.json, "
					+ "or shift_factor and latents_mean both shift the latents; send scaling_factor in place of do_scaling");
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> Scaling.of(MODEL, null, "0.1", true, false));
	}

	@Test
	void theClientsIsTaken() {
		assertThat(Scaling.of(MODEL, "0.5", "0.1", true, false)).isEqualTo(LatentScaling.of(0.5, 0.1));
		assertThat(Scaling.of(MODEL, null, null, null, false)).isEqualTo(LatentScaling.of(1));
		assertThat(Scaling.of(MODEL, null, null, false, false)).isEqualTo(LatentScaling.of(1));
	}

}
