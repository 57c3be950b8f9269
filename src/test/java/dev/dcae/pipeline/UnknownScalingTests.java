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
import java.util.OptionalLong;

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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A model whose config says {@code "scaling_factor": null}.
 */
class UnknownScalingTests {

	private static final Autoencoder MODEL = new Autoencoder("4",
			ConfigJson.tiny().with("scaling_factor", "null").read(), "", "", Precision.FP32, List.of("cpu"),
			Tiling.of(4), "");

	private final Rig rig = new Rig(new FakeDevice(), 8, MODEL);

	@AfterEach
	void close() {
		this.rig.close();
	}

	@Test
	void aScaledLatentIsRefusedBothWays() {
		assertThatExceptionOfType(RequestException.UnknownScaling.class).isThrownBy(() -> encode(true))
			.withMessage("4 does not say how its latents are scaled: scaling_factor is null in its config.json, "
					+ "or shift_factor and latents_mean both shift the latents; leave scaled out and scale them yourself");
		assertThatExceptionOfType(RequestException.UnknownScaling.class).isThrownBy(() -> decode(true));
	}

	@Test
	void aPlainLatentIsNot() {
		assertThat(encode(false).value().values().shape()).isEqualTo(new Shape(1, 4, 2, 2));
		assertThat(decode(false).value().width()).isEqualTo(8);
	}

	private Result<Latent> encode(boolean scaled) {
		return this.rig.codec.encode(Rig.WHENEVER, new EncodeRequest(MODEL, new RgbImage(8, 8, new byte[192]), Fit.PAD,
				scaled, OptionalLong.empty(), WhenToTile.NEVER));
	}

	private Result<RgbImage> decode(boolean scaled) {
		Latent latent = new Latent(Tensor.zeros(DType.F32, new Shape(1, 4, 2, 2)), Optional.empty(), Optional.empty(),
				OptionalInt.empty(), OptionalInt.empty(), scaled);
		return this.rig.codec.decode(Rig.WHENEVER, new DecodeRequest(MODEL, latent, false, WhenToTile.NEVER));
	}

}
