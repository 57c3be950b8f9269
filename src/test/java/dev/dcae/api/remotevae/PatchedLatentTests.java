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

import java.io.IOException;

import dev.dcae.api.FamilyTest;
import dev.dcae.api.Latents;
import dev.dcae.api.Service;
import dev.dcae.api.TestImages;
import dev.dcae.engine.Fixture;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * FLUX.2's latents from diffusers' clients: plain, as patches, and as its pipeline's
 * tokens.
 */
@FamilyTest
class PatchedLatentTests {

	private static final String MODEL = "tiny-flux2";

	private final RemoteClient client;

	private final Fixture fixture;

	PatchedLatentTests(Service service) throws IOException {
		this.client = new RemoteClient(service);
		this.fixture = Fixture.of(MODEL);
	}

	@Test
	void plainLatentsAreTakenAsTheyAreWhereNoScalingIsAskedFor() {
		Tensor images = this.client.floats(MODEL, this.fixture.golden("u8.mean"), "");
		assertThat(Latents.maxDifference(images, this.fixture.golden("recon"))).isLessThan(1e-4f);
	}

	/**
	 * The form says it; what a client sends by itself does not contradict it.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "", "do_scaling=True" })
	void patchesAreScaledByTheModelsOwnStatistics(String parameters) {
		Tensor images = this.client.floats(MODEL, this.fixture.golden("scaled.in"), parameters);
		assertThat(Latents.maxDifference(images, this.fixture.golden("scaled.in.recon"))).isLessThan(1e-4f);
	}

	@ParameterizedTest
	@ValueSource(strings = { "height=48&width=32", "height=48&width=32&do_scaling=True" })
	void tokensOfThePipelineAreScaledToo(String parameters) {
		Tensor images = this.client.floats(MODEL, tokens(this.fixture.golden("scaled.in")), parameters);
		assertThat(Latents.maxDifference(images, this.fixture.golden("scaled.in.recon"))).isLessThan(1e-4f);
	}

	@Test
	void scaledLatentsMayHaveTheirPatchesInPlace() {
		Tensor inPlace = this.fixture.config().scaling().unpatched(this.fixture.golden("scaled.in").get(0));
		Tensor images = this.client.floats(MODEL, inPlace.reshape(1, 4, 6, 4), "do_scaling=True");
		assertThat(Latents.maxDifference(images, this.fixture.golden("scaled.in.recon"))).isLessThan(1e-4f);
	}

	@Test
	void whoWantsNoScalingGetsNone() {
		Tensor plain = this.fixture.config().scaling().patched(this.fixture.golden("u8.mean").get(0));
		Tensor images = this.client.floats(MODEL, plain.reshape(1, 16, 3, 2), "do_scaling=False");
		assertThat(Latents.maxDifference(images, this.fixture.golden("recon"))).isLessThan(1e-4f);
		Tensor ofTokens = this.client.floats(MODEL, tokens(plain.reshape(1, 16, 3, 2)),
				"height=48&width=32&do_scaling=False");
		assertThat(Latents.maxDifference(ofTokens, this.fixture.golden("recon"))).isLessThan(1e-4f);
	}

	@Test
	void imagesAreEncodedToEitherForm() {
		Tensor image = this.fixture.golden("image");
		Tensor plain = RemoteClient.tensor(this.client.encode(MODEL, image, ""));
		assertThat(plain.shape()).isEqualTo(new Shape(1, 4, 6, 4));
		Tensor scaled = RemoteClient.tensor(this.client.encode(MODEL, image, "do_scaling=True"));
		assertThat(scaled.shape()).isEqualTo(new Shape(1, 16, 3, 2));
		Tensor expected = this.fixture.config().scaling().apply(plain.get(0));
		assertThat(Latents.maxDifference(scaled, expected.reshape(1, 16, 3, 2))).isLessThan(1e-5f);
	}

	@Test
	void aFileIsResampledToWholePatchesWhereItsLatentIsScaled() {
		byte[] file = TestImages.png(TestImages.noise(46, 25));
		assertThat(RemoteClient.tensor(this.client.encode(MODEL, file, "")).shape()).isEqualTo(new Shape(1, 4, 3, 5));
		assertThat(RemoteClient.tensor(this.client.encode(MODEL, file, "do_scaling=True")).shape())
			.isEqualTo(new Shape(1, 16, 1, 2));
	}

	@Test
	void sidesWithoutWholePatchesAreRefused() {
		assertThat(this.client.decode(MODEL, RemoteClient.noise(1, 4, 3, 2), "do_scaling=True").status())
			.isEqualTo(422);
		assertThat(this.client.encode(MODEL, RemoteClient.noise(1, 3, 24, 32), "do_scaling=True").status())
			.isEqualTo(422);
		assertThat(this.client.decode(MODEL, RemoteClient.noise(1, 4, 3, 2), "").status()).isEqualTo(200);
		assertThat(this.client.decode(MODEL, RemoteClient.noise(1, 8, 3, 2), "").status()).isEqualTo(422);
	}

	/**
	 * {@code [n, c, h, w]} to {@code [n, h · w, c]}.
	 */
	private static Tensor tokens(Tensor patches) {
		Shape shape = patches.shape();
		int channels = (int) shape.size(1);
		int area = (int) (shape.size(2) * shape.size(3));
		float[] from = patches.toFloats();
		float[] to = new float[from.length];
		for (int i = 0; i < from.length; i++) {
			int token = i % area;
			int channel = i / area % channels;
			to[(i / area / channels * area + token) * channels + channel] = from[i];
		}
		return Tensor.of(new Shape(shape.size(0), area, channels), to);
	}

}
