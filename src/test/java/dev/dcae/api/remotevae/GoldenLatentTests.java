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
import java.util.Arrays;

import dev.dcae.api.HttpTest;
import dev.dcae.api.Latents;
import dev.dcae.api.TestImages;
import dev.dcae.api.Service;
import dev.dcae.engine.Fixture;
import dev.dcae.image.RgbImage;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The numbers: what diffusers itself computed with the same weights, two images at once.
 */
@HttpTest
class GoldenLatentTests {

	private final RemoteClient client;

	private final Service service;

	GoldenLatentTests(Service service) {
		this.service = service;
		this.client = new RemoteClient(service);
	}

	@ParameterizedTest
	@ValueSource(strings = { "tiny-mix", "tiny-sana", "tiny-1.5" })
	void aBatchDecodesToWhatDiffusersDecodesItTo(String model) throws IOException {
		Fixture fixture = Fixture.of(model);
		Tensor images = this.client.floats(model, fixture.golden("latent"), "");
		assertThat(images.dtype()).isEqualTo(DType.F32);
		assertThat(Latents.maxDifference(images, fixture.golden("recon"))).isLessThan(1e-4f);
		RemoteClient.assertWithinOneLevel(this.client.pixels(model, fixture.golden("latent"), "").toBytes(),
				RemoteClient.levels(fixture.golden("recon")));
	}

	@Test
	void aBatchOfAKlAutoencoderDecodesToWhatDiffusersDecodesItTo() throws IOException {
		Fixture fixture = Fixture.of("tiny-kl");
		Tensor images = this.client.floats("tiny-kl", means(fixture), "");
		assertThat(Latents.maxDifference(images, fixture.golden("recon_of_mean"))).isLessThan(1e-4f);
	}

	@ParameterizedTest
	@ValueSource(strings = { "tiny-mix", "tiny-sana", "tiny-1.5" })
	void aBatchOfFloatsEncodesToWhatDiffusersEncodesItTo(String model) throws IOException {
		Fixture fixture = Fixture.of(model);
		Tensor latents = RemoteClient.tensor(this.client.encode(model, fixture.golden("image"), ""));
		assertThat(Latents.maxDifference(latents, fixture.golden("latent"))).isLessThan(1e-4f);
	}

	@Test
	void aKlAutoencoderAnswersTheMeans() throws IOException {
		Fixture fixture = Fixture.of("tiny-kl");
		Tensor latents = RemoteClient.tensor(this.client.encode("tiny-kl", fixture.golden("image"), ""));
		assertThat(Latents.maxDifference(latents, means(fixture))).isLessThan(1e-4f);
	}

	@Test
	void theFrontChannelsOfAStructuredLatentAreEnough() throws IOException {
		Fixture fixture = Fixture.of("tiny-1.5");
		Tensor images = this.client.floats("tiny-1.5", fixture.golden("partial8.latent"), "");
		assertThat(Latents.maxDifference(images, fixture.golden("partial8.recon"))).isLessThan(1e-4f);
	}

	@Test
	void aFileOfAnyFormIsThatOfTheRestInterface() {
		Tensor latent = Latents.golden("tiny-mix");
		RgbImage expected = this.service.decode("model=tiny-mix", latent);
		assertThat(this.client.decode("tiny-mix", latent, "image_format=png", "image/png").image()).isEqualTo(expected);
		byte[] jpeg = this.client.decode("tiny-mix", latent, "image_format=jpg", "image/jpeg").ok().body();
		assertThat(jpeg).isEqualTo(TestImages.file(expected, "jpeg"));
		assertThat(this.client.pixels("tiny-mix", latent, "").toBytes()).isEqualTo(expected.pixels());
		RgbImage image = TestImages.noise(64, 48);
		Tensor encoded = RemoteClient.tensor(this.client.encode("tiny-mix", TestImages.png(image), ""));
		assertThat(encoded.toFloats()).containsExactly(this.service.encode("model=tiny-mix", image).toFloats());
	}

	@Test
	void aFileIsOfTheFirstImageOfABatch() throws IOException {
		Tensor batch = Fixture.of("tiny-mix").golden("latent");
		assertThat(batch.shape().size(0)).isEqualTo(2);
		RgbImage first = this.service.decode("model=tiny-mix", Latents.golden("tiny-mix"));
		// In a batch the last bits of a sum may be others than alone.
		RgbImage file = this.client.decode("tiny-mix", batch, "image_format=png", "image/png").image();
		assertThat(TestImages.maxDifference(file, first)).isLessThanOrEqualTo(1);
		byte[] both = this.client.pixels("tiny-mix", batch, "").toBytes();
		RgbImage ofBoth = new RgbImage(first.width(), first.height(), Arrays.copyOf(both, both.length / 2));
		assertThat(TestImages.maxDifference(ofBoth, first)).isLessThanOrEqualTo(1);
		assertThat(both).hasSize(2 * first.pixels().length);
	}

	private static Tensor means(Fixture fixture) {
		Tensor moments = fixture.golden("moments");
		Shape shape = moments.shape();
		Tensor[] items = new Tensor[(int) shape.size(0)];
		for (int i = 0; i < items.length; i++) {
			items[i] = moments.get(i).first(shape.size(1) / 2);
		}
		float[] all = new float[(int) moments.elements() / 2];
		for (int i = 0; i < items.length; i++) {
			System.arraycopy(items[i].toFloats(), 0, all, i * all.length / items.length, all.length / items.length);
		}
		return Tensor.of(new Shape(shape.size(0), shape.size(1) / 2, shape.size(2), shape.size(3)), all);
	}

}
