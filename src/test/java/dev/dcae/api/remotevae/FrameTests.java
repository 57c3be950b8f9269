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
import dev.dcae.engine.Fixture;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Latents and images of a model of video, with the axis of frames and without, and those
 * of HunyuanImage, which has none.
 */
@FamilyTest
class FrameTests {

	private static final String MODEL = "tiny-qwenimage";

	private final RemoteClient client;

	private final Fixture fixture;

	FrameTests(Service service) throws IOException {
		this.client = new RemoteClient(service);
		this.fixture = Fixture.of(MODEL);
	}

	@Test
	void latentsAreScaledByMeansAndDeviationsWhereThatIsAskedFor() {
		Tensor images = this.client.floats(MODEL, this.fixture.golden("scaled.in"), "do_scaling=True");
		assertThat(images.shape()).isEqualTo(new Shape(1, 3, 64, 48));
		assertThat(Latents.maxDifference(images, this.fixture.golden("scaled.in.recon"))).isLessThan(1e-4f);
		Tensor plain = this.client.floats(MODEL, this.fixture.golden("u8.mean"), "");
		assertThat(Latents.maxDifference(plain, this.fixture.golden("recon"))).isLessThan(1e-4f);
	}

	@Test
	void anAxisOfOneFrameIsAnsweredWhereItWasSent() {
		Tensor framed = this.fixture.golden("scaled.in").reshape(1, 4, 1, 8, 6);
		Tensor images = this.client.floats(MODEL, framed, "do_scaling=True");
		assertThat(images.shape()).isEqualTo(new Shape(1, 3, 1, 64, 48));
		assertThat(Latents.maxDifference(images.reshape(1, 3, 64, 48), this.fixture.golden("scaled.in.recon")))
			.isLessThan(1e-4f);
		assertThat(this.client.pixels(MODEL, framed, "do_scaling=True").shape()).isEqualTo(new Shape(1, 64, 48, 3));
		Tensor image = this.fixture.golden("image");
		Tensor latent = RemoteClient.tensor(this.client.encode(MODEL, image.reshape(1, 3, 1, 64, 48), ""));
		assertThat(latent.shape()).isEqualTo(new Shape(1, 4, 1, 8, 6));
		assertThat(RemoteClient.tensor(this.client.encode(MODEL, image, "")).shape()).isEqualTo(new Shape(1, 4, 8, 6));
	}

	@Test
	void tokensOfThePipelineAreUnpacked() {
		Tensor images = this.client.floats(MODEL, tokens(this.fixture.golden("scaled.in")),
				"do_scaling=True&height=64&width=48");
		assertThat(Latents.maxDifference(images, this.fixture.golden("scaled.in.recon"))).isLessThan(1e-4f);
	}

	@ParameterizedTest
	@ValueSource(longs = { 2, 0 })
	void moreFramesAreRefused(long frames) {
		assertThat(this.client.decode(MODEL, RemoteClient.noise(1, 4, frames, 8, 6), "").status()).isBetween(400, 422);
	}

	@Test
	void modelsWithoutFramesTakeNone() {
		assertThat(this.client.decode("tiny-hunyuanimage", RemoteClient.noise(1, 8, 1, 10, 14), "").status())
			.isEqualTo(422);
	}

	@Test
	void aFactorIsEnoughForHunyuanImage() throws IOException {
		Fixture hunyuan = Fixture.of("tiny-hunyuanimage");
		for (String parameters : new String[] { "do_scaling=True", "scaling_factor=0.75289" }) {
			Tensor images = this.client.floats("tiny-hunyuanimage", hunyuan.golden("scaled.in"), parameters);
			assertThat(Latents.maxDifference(images, hunyuan.golden("scaled.in.recon"))).isLessThan(1e-4f);
		}
	}

	/**
	 * As FLUX.1 and QwenImage pack: 2 × 2 cells of every channel are a token.
	 */
	private static Tensor tokens(Tensor latents) {
		Shape shape = latents.shape();
		int channels = (int) shape.size(1);
		int height = (int) shape.size(2);
		int width = (int) shape.size(3);
		float[] from = latents.toFloats();
		float[] to = new float[from.length];
		for (int i = 0; i < from.length; i++) {
			int x = i % width;
			int y = i / width % height;
			int channel = i / width / height % channels;
			int token = y / 2 * (width / 2) + x / 2;
			to[token * 4 * channels + channel * 4 + y % 2 * 2 + x % 2] = from[i];
		}
		return Tensor.of(new Shape(1, (long) height / 2 * width / 2, 4L * channels), to);
	}

}
