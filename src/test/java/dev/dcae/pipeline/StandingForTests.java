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
import dev.dcae.model.LatentScaling;
import dev.dcae.model.Precision;
import dev.dcae.model.Tiling;
import dev.dcae.model.UnusableException;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

/**
 * A small copy, whose network takes and gives what the full model's is when it is scaled.
 */
class StandingForTests {

	private static final Autoencoder FULL = model("full",
			ConfigJson.tinyKl().with("scaling_factor", "0.5").with("shift_factor", "0.25"));

	private static final Autoencoder COPY = model("4", ConfigJson.tinyTaesd()).standingFor(FULL);

	private static final Autoencoder ALONE = model("4", ConfigJson.tinyTaesd());

	private static final RgbImage IMAGE = Rig.noise(new java.util.Random(1), 8, 8);

	private Rig rig = new Rig(new FakeDevice(), 8, COPY);

	@AfterEach
	void close() {
		this.rig.close();
	}

	@Test
	void itsLatentsAreTheFullModelsPlainOnes() {
		float[] made = encode(ALONE, false);
		float[] plain = encode(COPY, false);
		float[] scaled = encode(COPY, true);
		for (int i = 0; i < made.length; i++) {
			assertThat(plain[i]).isCloseTo(made[i] / 0.5f + 0.25f, within(1e-6f));
			assertThat(scaled[i]).isCloseTo(made[i], within(1e-6f));
		}
	}

	@Test
	void plainAndScaledLatentsDecodeAlike() {
		Tensor made = Tensor.of(new Shape(1, 4, 2, 2), encode(ALONE, false));
		RgbImage expected = decode(ALONE, made, false);
		assertThat(decode(COPY, made, true)).isEqualTo(expected);
		assertThat(decode(COPY, LatentScaling.of(0.5, 0.25).undo(made.get(0)), false)).isEqualTo(expected);
	}

	@Test
	void whatCannotStandForAnotherIsRefused() {
		assertRefused(model("x", ConfigJson.tinyKl()), FULL, "is for models that copy another");
		assertRefused(ALONE, model("x", ConfigJson.tinyTaesd()), "names x, which is a copy itself");
		assertRefused(model("x", ConfigJson.tinyTaesd().with("latent_channels", "16")), FULL,
				"names full, which is f4c4, and this is f4c16");
		assertRefused(ALONE, model("x", ConfigJson.tinyKl().with("scaling_factor", "null")), "scaling is not known");
	}

	private static void assertRefused(Autoencoder copy, Autoencoder full, String message) {
		assertThatExceptionOfType(UnusableException.class).isThrownBy(() -> copy.standingFor(full))
			.withMessageContaining(message);
	}

	private static Autoencoder model(String id, ConfigJson config) {
		return new Autoencoder(id, config.readAny(), "", id.equals("4") ? "" : "digest", Precision.FP32, List.of("cpu"),
				Tiling.of(4), "");
	}

	/**
	 * Both have the id that the device computes by: the ratio.
	 */
	private float[] encode(Autoencoder model, boolean scaled) {
		return this.rig.codec
			.encode(Rig.WHENEVER,
					new EncodeRequest(model, IMAGE, Fit.PAD, scaled, OptionalLong.empty(), WhenToTile.NEVER))
			.value()
			.values()
			.toFloats();
	}

	private RgbImage decode(Autoencoder model, Tensor values, boolean scaled) {
		Latent latent = new Latent(values, Optional.empty(), Optional.empty(), OptionalInt.empty(), OptionalInt.empty(),
				scaled);
		return this.rig.codec.decode(Rig.WHENEVER, new DecodeRequest(model, latent, false, WhenToTile.NEVER)).value();
	}

}
