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

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import dev.dcae.image.RgbImage;
import dev.dcae.model.Autoencoder;
import dev.dcae.model.ConfigJson;
import dev.dcae.model.Precision;
import dev.dcae.model.Tiling;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Models of one encoder whose configs have different scalings.
 */
class OtherScalingTests {

	/**
	 * Its name is the ratio that the device computes by.
	 */
	private static final Autoencoder MODEL = model("4", "0.5");

	private static final Autoencoder ALIKE = model("2", "0.5");

	private static final Autoencoder OTHER = model("8", "0.25");

	private final Rig rig = new Rig(new FakeDevice(), 8, MODEL, ALIKE, OTHER);

	@AfterEach
	void close() {
		this.rig.close();
	}

	@Test
	void aLatentThatAnotherScaledOtherwiseIsRefusedUnlessForced() {
		assertThatExceptionOfType(RequestException.OtherEncoder.class).isThrownBy(() -> decode(OTHER.id(), true, false))
			.withMessage("The latent says that it was scaled by '8', whose scaling is not that of 4; "
					+ "force=true decodes it all the same");
		assertThatExceptionOfType(RequestException.OtherEncoder.class)
			.isThrownBy(() -> this.rig.codec.checked(MODEL, latent(OTHER.id(), true), false));
		assertThat(decode(OTHER.id(), true, true).width()).isEqualTo(8);
	}

	@Test
	void aLatentThatIsNotScaledPasses() {
		assertThat(decode(OTHER.id(), false, false).width()).isEqualTo(8);
	}

	@ParameterizedTest
	@ValueSource(strings = { "4", "2", "unknown" })
	void aLatentOfTheSameScalingPasses(String model) {
		assertThat(decode(model, true, false).width()).isEqualTo(8);
	}

	private RgbImage decode(String model, boolean scaled, boolean force) {
		return this.rig.codec
			.decode(Rig.WHENEVER, new DecodeRequest(MODEL, latent(model, scaled), force, WhenToTile.NEVER))
			.value();
	}

	private static Latent latent(String model, boolean scaled) {
		return new Latent(Tensor.zeros(DType.F32, new Shape(1, 4, 2, 2)), Optional.of(model), Optional.of("encoder"),
				OptionalInt.empty(), OptionalInt.empty(), scaled);
	}

	private static Autoencoder model(String id, String factor) {
		return new Autoencoder(id, ConfigJson.tiny().with("scaling_factor", factor).read(), "", "encoder",
				Precision.FP32, List.of("cpu"), Tiling.of(4), "");
	}

}
