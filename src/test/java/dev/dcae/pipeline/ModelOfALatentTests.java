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

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import dev.dcae.model.Autoencoder;
import dev.dcae.model.ConfigJson;
import dev.dcae.model.Precision;
import dev.dcae.model.Tiling;
import dev.dcae.serving.ServedModels;
import dev.dcae.serving.ServingException;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Which model a latent is for, while one is served and another is being loaded.
 */
class ModelOfALatentTests {

	private static final Autoencoder DEFAULT = new Autoencoder("default", ConfigJson.tiny().read(), "", "digest",
			Precision.FP32, List.of("cpu"), Tiling.of(4), "");

	private final ModelChoice choice = new ModelChoice(new ServedModels() {

		@Override
		public Optional<Autoencoder> find(String id) {
			return all().stream().filter((model) -> model.id().equals(id)).findFirst();
		}

		@Override
		public Collection<Autoencoder> all() {
			return List.of(DEFAULT);
		}

		@Override
		public boolean isExpected(String id) {
			return id.equals("loading");
		}

	});

	@Test
	void aLatentOfAModelThatIsBeingLoadedWaitsForIt() {
		assertThatExceptionOfType(ServingException.NotReady.class)
			.isThrownBy(() -> this.choice.of(latent("loading"), Optional.empty()))
			.withMessageContaining("loading");
	}

	@Test
	void aLatentOfAModelThatIsNotToBeServedIsForTheDefault() {
		assertThat(this.choice.of(latent("elsewhere"), Optional.empty())).isEqualTo(DEFAULT);
		assertThat(this.choice.of(latent("default"), Optional.empty())).isEqualTo(DEFAULT);
	}

	@Test
	void whoAsksForAnotherModelWaitsForNone() {
		assertThat(this.choice.of(latent("loading"), Optional.of("default"))).isEqualTo(DEFAULT);
	}

	private static Latent latent(String model) {
		return new Latent(Tensor.zeros(DType.F32, new Shape(1, 4, 2, 2)), Optional.of(model), Optional.empty(),
				OptionalInt.empty(), OptionalInt.empty(), false);
	}

}
