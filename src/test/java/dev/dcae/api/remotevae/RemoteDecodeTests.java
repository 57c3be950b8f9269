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

import java.util.Arrays;

import dev.dcae.api.Answer;
import dev.dcae.api.Latents;
import dev.dcae.api.Service;
import dev.dcae.image.RgbImage;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Everything that {@code remote_decode} can ask for.
 */
@RemoteVaeTest
class RemoteDecodeTests {

	private static final Tensor SD = RemoteClient.noise(1, 4, 3, 2);

	private final RemoteClient client;

	RemoteDecodeTests(Service service) {
		this.client = new RemoteClient(service);
	}

	@ParameterizedTest
	@CsvSource({ "sd, 4, 8", "flux, 16, 8", "sana, 32, 32" })
	void allFormsAreOfOneImage(String model, int channels, int ratio) {
		Tensor latent = RemoteClient.noise(1, channels, 3, 2);
		Tensor floats = this.client.floats(model, latent, "");
		assertThat(floats.shape()).isEqualTo(new Shape(1, 3, 3 * ratio, 2 * ratio));
		int[] levels = RemoteClient.levels(floats);
		assertThat(Arrays.stream(levels).distinct().count()).as("different levels").isGreaterThan(20);
		RemoteClient.assertWithinOneLevel(this.client.pixels(model, latent, "").toBytes(), levels);
		RgbImage png = this.client.decode(model, latent, "image_format=png", "image/png").image();
		assertThat(png).hasToString("RgbImage[%d x %d]".formatted(2 * ratio, 3 * ratio));
		RemoteClient.assertWithinOneLevel(png.pixels(), levels);
		float[] denormalized = RemoteClient.tensor(this.client.decode(model, latent, "output_type=pil")).toFloats();
		float[] plain = floats.toFloats();
		for (int i = 0; i < plain.length; i++) {
			assertThat(denormalized[i]).isEqualTo(Math.clamp(plain[i] / 2 + 0.5f, 0f, 1f));
		}
	}

	@ParameterizedTest
	@CsvSource({ "'', '', image/jpeg", "'', */*, image/jpeg", "image_format=png, */*, image/png",
			"image_format=png, image/jpeg, image/jpeg", "image_format=jpg, image/png, image/png",
			"image_format=webp, tensor/binary, image/webp", "image_format=jpeg, tensor/binary, image/jpeg",
			"image_format=jpg, tensor/binary, tensor/binary", "output_type=pt, */*, tensor/binary",
			"output_type=pil&partial_postprocess=True, image/jpeg, image/jpeg" })
	void theFileIsTheOneThatIsAcceptedAndThenTheOneThatIsNamed(String parameters, String accept, String type) {
		Answer answer = accept.isEmpty() ? this.client.service()
			.post("/remote-vae/sd/decode?%s&%s".formatted(parameters, RemoteClient.query(SD)), "tensor/binary",
					SD.toBytes())
				: this.client.decode("sd", SD, parameters, accept);
		assertThat(answer.ok().header("Content-Type")).isEqualTo(type);
		assertThat(answer.header("X-Model")).isEqualTo("sd");
	}

	@ParameterizedTest
	@EnumSource(value = DType.class, names = { "F32", "F16", "BF16" })
	void latentsAreOfAnyFloatType(DType dtype) {
		Tensor sent = SD.to(dtype);
		Tensor images = this.client.floats("sd", sent, "");
		assertThat(images.dtype()).isEqualTo(DType.F32);
		assertThat(images.toFloats()).containsExactly(this.client.floats("sd", sent.to(DType.F32), "").toFloats());
	}

	@Test
	void floatsAreInThePrecisionOfTheModel() {
		Tensor images = this.client.floats("sd-bf16", SD, "");
		assertThat(images.dtype()).isEqualTo(DType.BF16);
		assertThat(images.shape()).isEqualTo(new Shape(1, 3, 24, 16));
		assertThat(Latents.maxDifference(images, this.client.floats("sd", SD, ""))).isLessThan(0.2f);
	}

	@Test
	void oneParameterMayHoldTheWholeShape() {
		Answer answer = this.client.service()
			.post("/remote-vae/sd/decode?output_type=pt&shape=1,4,3,2&dtype=float32", "application/octet-stream",
					SD.toBytes());
		assertThat(RemoteClient.tensor(answer).toFloats()).containsExactly(this.client.floats("sd", SD, "").toFloats());
	}

	@Test
	void whatOtherClientsSendBesidesIsIgnored() {
		Tensor images = this.client.floats("sana", RemoteClient.noise(1, 32, 1, 2),
				"input_tensor_type=binary&output_tensor_type=binary&height=8&width=16&do_scaling=False");
		assertThat(images.shape()).isEqualTo(new Shape(1, 3, 32, 64));
	}

	@Test
	void latentsAreScaledByWhatIsSent() {
		Tensor expected = this.client.floats("sd", map(SD, 0.18215, 0), "");
		assertThat(Latents.maxDifference(this.client.floats("sd", SD, "scaling_factor=0.18215"), expected))
			.isLessThan(1e-5f);
		assertThat(Latents.maxDifference(this.client.floats("sd", SD, ""), expected)).isGreaterThan(0.1f);
		Tensor shifted = this.client.floats("sd", map(SD, 2e-1, 0.1159), "");
		assertThat(Latents.maxDifference(this.client.floats("sd", SD, "scaling_factor=2e-01&shift_factor=0.1159"),
				shifted))
			.isLessThan(1e-5f);
		assertThat(Latents.maxDifference(this.client.floats("sd", SD, "shift_factor=-1.5"),
				this.client.floats("sd", map(SD, 1, -1.5), "")))
			.isLessThan(1e-5f);
	}

	@ParameterizedTest
	@CsvSource({ "sd, 4, scaling_factor=0.18215", "flux, 16, scaling_factor=0.3611&shift_factor=0.1159",
			"sana, 32, scaling_factor=0.41407" })
	void theModelsOwnScalingIsUsedWhereThatIsAskedForAndNoFactorSent(String model, int channels, String same) {
		Tensor latent = RemoteClient.noise(1, channels, 1, 2);
		Tensor own = this.client.floats(model, latent, "do_scaling=True");
		assertThat(own.toFloats()).containsExactly(this.client.floats(model, latent, same).toFloats());
		Tensor none = this.client.floats(model, latent, "");
		assertThat(Latents.maxDifference(own, none)).isGreaterThan(0.01f);
		assertThat(this.client.floats(model, latent, "do_scaling=False").toFloats()).containsExactly(none.toFloats());
		assertThat(this.client.floats(model, latent, "do_scaling=False&scaling_factor=0.5").toFloats())
			.containsExactly(none.toFloats());
		assertThat(this.client.floats(model, latent, "do_scaling=True&" + same).toFloats())
			.containsExactly(own.toFloats());
	}

	@Test
	void theModelsShiftGivesWayToOneThatIsSent() {
		Tensor latent = RemoteClient.noise(1, 16, 1, 2);
		assertThat(this.client.floats("flux", latent, "do_scaling=True&shift_factor=0.5").toFloats())
			.containsExactly(this.client.floats("flux", latent, "scaling_factor=0.3611&shift_factor=0.5").toFloats());
	}

	@Test
	void theModelsOwnScalingMayBeOneForEachChannel() {
		double[] mean = { -1.6574, 1.886, -1.383, 2.5155 };
		double[] deviation = { 8.4927, 5.9022, 6.5498, 5.2299 };
		float[] values = SD.toFloats();
		for (int i = 0; i < values.length; i++) {
			values[i] = (float) (values[i] * deviation[i / 6] / 0.5 + mean[i / 6]);
		}
		Tensor expected = this.client.floats("playground", Tensor.of(SD.shape(), values), "");
		assertThat(Latents.maxDifference(this.client.floats("playground", SD, "do_scaling=True"), expected))
			.isLessThan(1e-5f);
	}

	@ParameterizedTest
	@CsvSource({ "flux, 16, 8, 48, 32", "flux, 16, 8, 55, 47", "sana, 32, 32, 64, 128", "sd, 4, 8, 16, 16" })
	void packedLatentsAreUnpacked(String model, int channels, int ratio, int height, int width) {
		int rows = 2 * (height / (2 * ratio));
		int columns = 2 * (width / (2 * ratio));
		Tensor latents = RemoteClient.noise(2, channels, rows, columns);
		Tensor packed = packed(latents);
		String size = "scaling_factor=0.3611&shift_factor=0.1159&height=%d&width=%d".formatted(height, width);
		Tensor images = this.client.floats(model, packed, size);
		assertThat(images.shape()).isEqualTo(new Shape(2, 3, rows * ratio, columns * ratio));
		// Two items ride in one batch or in two.
		assertThat(Latents.maxDifference(images, this.client.floats(model, latents, size))).isLessThan(1e-4f);
		Tensor rounded = this.client.floats(model, packed.to(DType.BF16), size);
		assertThat(Latents.maxDifference(rounded, this.client.floats(model, latents.to(DType.BF16), size)))
			.isLessThan(1e-4f);
	}

	@Test
	void aBatchIsWhatItsItemsAreAlone() {
		Tensor batch = RemoteClient.noise(5, 4, 2, 2);
		Answer answer = this.client.decode("sd", batch, "output_type=pt");
		Tensor images = RemoteClient.tensor(answer);
		assertThat(answer.header("Server-Timing")).contains("parse;dur=", "queue;dur=", "device;dur=", "encode;dur=");
		for (int i = 0; i < 5; i++) {
			Tensor item = batch.get(i);
			Tensor alone = this.client.floats("sd", item.reshape(1, 4, 2, 2), "");
			assertThat(Latents.maxDifference(images.get(i).reshape(1, 3, 16, 16), alone)).isLessThan(3e-5f);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "output_type=pt", "output_type=pt&partial_postprocess=True", "image_format=webp" })
	void largeImagesAreTiledAndTheAnswerSaysSo(String parameters) {
		Tensor latent = RemoteClient.noise(1, 4, 7, 9);
		assertThat(this.client.decode("sd-tiled", latent, parameters).ok().header("X-Tiled")).isEqualTo("true");
		assertThat(this.client.decode("sd", latent, parameters).ok().header("X-Tiled")).isEmpty();
	}

	@Test
	void floatsInTilesAreThePixelsInTiles() {
		Tensor latent = RemoteClient.noise(1, 4, 7, 9);
		Tensor floats = this.client.floats("sd-tiled", latent, "");
		assertThat(floats.shape()).isEqualTo(new Shape(1, 3, 56, 72));
		RemoteClient.assertWithinOneLevel(this.client.pixels("sd-tiled", latent, "").toBytes(),
				RemoteClient.levels(floats));
		assertThat(Latents.maxDifference(floats, this.client.floats("sd", latent, ""))).isPositive();
	}

	/**
	 * Undoes the scaling of latents.
	 */
	private static Tensor map(Tensor latents, double factor, double shift) {
		float[] values = latents.toFloats();
		for (int i = 0; i < values.length; i++) {
			values[i] = (float) (values[i] / factor + shift);
		}
		return Tensor.of(latents.shape(), values);
	}

	/**
	 * As {@code FluxPipeline._pack_latents} does: each 2 × 2 cells of all channels are
	 * one token, in reading order.
	 */
	private static Tensor packed(Tensor latents) {
		Shape shape = latents.shape();
		int channels = (int) shape.size(1);
		int height = (int) shape.size(2);
		int width = (int) shape.size(3);
		float[] from = latents.toFloats();
		float[] to = new float[from.length];
		int at = 0;
		for (int item = 0; item < shape.size(0); item++) {
			for (int row = 0; row < height; row += 2) {
				for (int column = 0; column < width; column += 2) {
					for (int channel = 0; channel < channels; channel++) {
						for (int cell = 0; cell < 4; cell++) {
							to[at++] = from[((item * channels + channel) * height + row + cell / 2) * width + column
									+ cell % 2];
						}
					}
				}
			}
		}
		return Tensor.of(new Shape(shape.size(0), height * width / 4, 4L * channels), to);
	}

}
