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

import dev.dcae.api.Answer;
import dev.dcae.api.Latents;
import dev.dcae.api.TestImages;
import dev.dcae.api.Service;
import dev.dcae.image.RgbImage;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Everything that {@code remote_encode} can ask for.
 */
@RemoteVaeTest
class RemoteEncodeTests {

	private static final RgbImage IMAGE = TestImages.noise(64, 32);

	private final RemoteClient client;

	RemoteEncodeTests(Service service) {
		this.client = new RemoteClient(service);
	}

	/**
	 * As diffusers' own tests do with sizes of 320 to 2048, of which these are an eighth.
	 */
	@ParameterizedTest
	@CsvSource({ "40, 64", "64, 64", "80, 88", "152, 128", "176, 40", "192, 200", "232, 256", "256, 152" })
	void anImageComesBackInItsSize(int height, int width) {
		for (String scaling : new String[] { "sd?scaling_factor=0.18215",
				"flux?scaling_factor=0.3611&shift_factor=0.1159" }) {
			String model = scaling.substring(0, scaling.indexOf('?'));
			String parameters = scaling.substring(scaling.indexOf('?') + 1);
			Tensor latent = RemoteClient
				.tensor(this.client.encode(model, TestImages.png(TestImages.gradient(width, height)), parameters));
			assertThat(latent.shape()).isEqualTo(new Shape(1, model.equals("sd") ? 4 : 16, height / 8, width / 8));
			RgbImage decoded = this.client.decode(model, latent, "image_format=png&" + parameters, "image/png").image();
			assertThat(decoded.height()).isEqualTo(height);
			assertThat(decoded.width()).isEqualTo(width);
		}
	}

	@ParameterizedTest
	@CsvSource({ "sd, 60, 47, 56, 40", "sana, 151, 173, 128, 160", "sana, 32, 63, 32, 32" })
	void sidesThatAreNoMultiplesAreResampledToTheMultiplesBelow(String model, int width, int height, int fittedWidth,
			int fittedHeight) {
		RgbImage image = TestImages.noise(width, height);
		Tensor latent = RemoteClient.tensor(this.client.encode(model, TestImages.png(image), ""));
		Tensor fitted = RemoteClient
			.tensor(this.client.encode(model, TestImages.png(image.resize(fittedWidth, fittedHeight)), ""));
		assertThat(latent.shape()).isEqualTo(fitted.shape());
		assertThat(latent.toFloats()).containsExactly(fitted.toFloats());
	}

	@ParameterizedTest
	@ValueSource(strings = { "sd", "flux", "sana" })
	void aTensorIsWhatItsFileIs(String model) {
		Tensor ofFile = RemoteClient.tensor(this.client.encode(model, TestImages.png(IMAGE), ""));
		Tensor image = normalized(IMAGE);
		Tensor ofTensor = RemoteClient.tensor(this.client.encode(model, image, ""));
		assertThat(ofTensor.shape()).isEqualTo(ofFile.shape());
		assertThat(Latents.maxDifference(ofTensor, ofFile)).isLessThan(1e-4f);
		Tensor single = image.reshape(3, IMAGE.height(), IMAGE.width());
		assertThat(RemoteClient.tensor(this.client.encode(model, single, "")).toFloats())
			.containsExactly(ofTensor.toFloats());
		Tensor half = RemoteClient.tensor(this.client.encode(model, image.to(DType.F16), ""));
		assertThat(half.dtype()).isEqualTo(DType.F32);
		assertThat(Latents.maxDifference(half, ofTensor)).isPositive().isLessThan(0.1f);
	}

	@Test
	void latentsAreScaledByWhatIsSent() {
		Tensor plain = RemoteClient.tensor(this.client.encode("flux", TestImages.png(IMAGE), ""));
		Tensor scaled = RemoteClient
			.tensor(this.client.encode("flux", TestImages.png(IMAGE), "scaling_factor=0.3611&shift_factor=0.1159"));
		float[] expected = plain.toFloats();
		for (int i = 0; i < expected.length; i++) {
			expected[i] = (float) ((expected[i] - 0.1159) * 0.3611);
		}
		assertThat(Latents.maxDifference(scaled, Tensor.of(plain.shape(), expected))).isLessThan(1e-6f);
		assertThat(RemoteClient.tensor(this.client.encode("flux", TestImages.png(IMAGE), "do_scaling=True")).toFloats())
			.containsExactly(scaled.toFloats());
	}

	@Test
	void whatIsEncodedAndDecodedWithTheSameScalingIsAsIfItWereNotScaled() {
		Tensor plain = RemoteClient.tensor(this.client.encode("sd", TestImages.png(IMAGE), ""));
		Tensor scaled = RemoteClient.tensor(this.client.encode("sd", TestImages.png(IMAGE), "scaling_factor=0.18215"));
		assertThat(Latents.maxDifference(this.client.floats("sd", scaled, "scaling_factor=0.18215"),
				this.client.floats("sd", plain, "")))
			.isLessThan(1e-4f);
	}

	@Test
	void latentsAreInThePrecisionOfTheModel() {
		Tensor latent = RemoteClient.tensor(this.client.encode("sd-bf16", TestImages.png(IMAGE), ""));
		assertThat(latent.dtype()).isEqualTo(DType.BF16);
		assertThat(latent.shape()).isEqualTo(new Shape(1, 4, 4, 8));
	}

	@Test
	void aBatchIsWhatItsItemsAreAlone() {
		Tensor batch = RemoteClient.noise(3, 3, 16, 24);
		Tensor latents = RemoteClient.tensor(this.client.encode("sd", batch, ""));
		assertThat(latents.shape()).isEqualTo(new Shape(3, 4, 2, 3));
		for (int i = 0; i < 3; i++) {
			Tensor alone = RemoteClient.tensor(this.client.encode("sd", batch.get(i), ""));
			assertThat(Latents.maxDifference(latents.get(i).reshape(1, 4, 2, 3), alone)).isLessThan(3e-5f);
		}
	}

	@ParameterizedTest
	@CsvSource({ "png, image/png", "jpeg, image/jpeg", "webp, image/webp", "jpeg, tensor/binary",
			"webp, application/octet-stream" })
	void aFileMayBeOfAnyFormatWhateverItIsCalled(String format, String type) {
		Answer answer = this.client.service()
			.post("/remote-vae/sd/encode", type, TestImages.file(IMAGE, format), "Accept", "tensor/binary");
		assertThat(RemoteClient.tensor(answer).shape()).isEqualTo(new Shape(1, 4, 4, 8));
		assertThat(answer.header("X-Model")).isEqualTo("sd");
	}

	@Test
	void largeImagesAreTiledAndTheAnswerSaysSo() {
		RgbImage image = TestImages.noise(72, 56);
		Answer file = this.client.encode("sd-tiled", TestImages.png(image), "");
		assertThat(file.ok().header("X-Tiled")).isEqualTo("true");
		Answer tensor = this.client.encode("sd-tiled", normalized(image), "");
		assertThat(tensor.ok().header("X-Tiled")).isEqualTo("true");
		assertThat(Latents.maxDifference(RemoteClient.tensor(file), RemoteClient.tensor(tensor))).isLessThan(1e-4f);
	}

	/**
	 * Float32 [1, 3, H, W] in [-1, 1].
	 */
	private static Tensor normalized(RgbImage image) {
		int area = image.width() * image.height();
		float[] values = new float[3 * area];
		for (int i = 0; i < values.length; i++) {
			values[i] = Byte.toUnsignedInt(image.pixels()[i % area * 3 + i / area]) / 127.5f - 1;
		}
		return Tensor.of(new Shape(1, 3, image.height(), image.width()), values);
	}

}
