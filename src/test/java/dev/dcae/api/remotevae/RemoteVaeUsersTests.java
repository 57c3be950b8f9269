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
 * The requests of other programs than diffusers that decode by a remote VAE, as read in
 * their sources: ComfyUI-HFRemoteVae at commit d904d409 and SD.Next at commit 058a7f0c.
 */
@RemoteVaeTest
class RemoteVaeUsersTests {

	private final RemoteClient client;

	RemoteVaeUsersTests(Service service) {
		this.client = new RemoteClient(service);
	}

	@ParameterizedTest
	@CsvSource({ "sd, 4", "flux, 16" })
	void comfyUiGetsFloatsThatAreNotScaled(String model, int channels) {
		Tensor latents = RemoteClient.noise(2, channels, 3, 2);
		Answer answer = send(
				"/remote-vae/%s/decode?do_scaling=False&output_type=pt&partial_postprocess=False&shape=2&shape=%d&shape=3&shape=2&dtype=float32&height=24&width=16"
					.formatted(model, channels),
				latents, "tensor/binary");
		assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
		Tensor images = RemoteClient.tensor(answer);
		assertThat(images.shape()).isEqualTo(new Shape(2, 3, 24, 16));
		for (int i = 0; i < 2; i++) {
			Tensor alone = this.client.floats(model, latents.get(i).reshape(1, channels, 3, 2), "");
			assertThat(Latents.maxDifference(images.get(i), alone.get(0))).isLessThan(3e-5f);
		}
	}

	@Test
	void sdNextGetsAnImageOfAnUnpackedLatentOfFluxWithoutABatch() {
		Tensor latent = RemoteClient.noise(16, 4, 2).to(DType.BF16);
		String query = "input_tensor_type=binary&shape=16&shape=4&shape=2&dtype=bfloat16&%s&width=16&height=32&scaling_factor=0.3611&shift_factor=0.1159";
		RgbImage image = send("/remote-vae/flux/decode?" + query.formatted("image_format=png&output_type=pil"), latent,
				"image/png")
			.image();
		assertThat(image).hasToString("RgbImage[16 x 32]");
		Tensor floats = RemoteClient.tensor(send(
				"/remote-vae/flux/decode?"
						+ query.formatted("partial_postprocess=False&output_type=pt&output_tensor_type=binary"),
				latent, "tensor/binary"));
		Tensor expected = this.client.floats("flux", latent.reshape(1, 16, 4, 2),
				"scaling_factor=0.3611&shift_factor=0.1159");
		assertThat(floats.toFloats()).containsExactly(expected.toFloats());
		RemoteClient.assertWithinOneLevel(image.pixels(), RemoteClient.levels(expected));
	}

	@Test
	void sdNextGetsAnImageOfEachOtherLatent() {
		Tensor latent = RemoteClient.noise(1, 4, 3, 2).to(DType.F16);
		RgbImage image = send(
				"/remote-vae/sd/decode?input_tensor_type=binary&shape=1&shape=4&shape=3&shape=2&dtype=float16&image_format=png&output_type=pil&scaling_factor=0.18215",
				latent, "image/png")
			.image();
		RemoteClient.assertWithinOneLevel(image.pixels(),
				RemoteClient.levels(this.client.floats("sd", latent, "scaling_factor=0.18215")));
	}

	@Test
	void theSizeOfTheImageTellsALatentFromPackedOnes() {
		// Both are of the shape [16, 16, 64]: 16 packed ones of 4 times 4 tokens, or
		// one of 16 times 64 cells.
		Tensor either = RemoteClient.noise(16, 16, 64);
		assertThat(this.client.floats("flux", either, "height=64&width=64").shape())
			.isEqualTo(new Shape(16, 3, 64, 64));
		assertThat(this.client.floats("flux", either, "height=128&width=512").shape())
			.isEqualTo(new Shape(1, 3, 128, 512));
		assertThat(this.client.floats("flux", either, "height=131&width=507").shape())
			.isEqualTo(new Shape(1, 3, 128, 512));
		assertThat(this.client.floats("flux", either, "").shape()).isEqualTo(new Shape(1, 3, 128, 512));
		assertThat(
				this.client.decode("flux", either, "output_type=pt&height=160&width=64").refusal(422, "unfit-latent"))
			.contains("16 tokens");
		this.client.decode("flux", either, "output_type=pt&height=64").refusal(400, "bad-parameter");
	}

	@ParameterizedTest
	@ValueSource(strings = { "None", "", "null" })
	void whatPythonHasNoValueForIsLeftOut(String none) {
		Tensor latent = RemoteClient.noise(1, 4, 3, 2);
		String query = "scaling_factor=%1$s&shift_factor=%1$s&height=%1$s&width=%1$s&do_scaling=%1$s&image_format=%1$s"
			.formatted(none);
		assertThat(this.client.floats("sd", latent, query).toFloats())
			.containsExactly(this.client.floats("sd", latent, "").toFloats());
		Tensor image = Latents.filled(0.5f, 1, 3, 16, 16);
		assertThat(RemoteClient.tensor(this.client.encode("sd", image, "scaling_factor=" + none)).toFloats())
			.containsExactly(RemoteClient.tensor(this.client.encode("sd", image, "")).toFloats());
	}

	@ParameterizedTest
	@ValueSource(strings = { "%5B1,%204,%203,%202%5D", "(1,+4,+3,+2)", "1,4,3,2" })
	void aShapeMayBeWrittenAsAList(String shape) {
		Tensor latent = RemoteClient.noise(1, 4, 3, 2);
		Answer answer = send("/remote-vae/sd/decode?output_type=pt&dtype=float32&shape=" + shape, latent,
				"tensor/binary");
		assertThat(RemoteClient.tensor(answer).shape()).isEqualTo(new Shape(1, 3, 24, 16));
		assertThat(this.client.service()
			.post("/remote-vae/sd/decode?output_type=pt&dtype=float32&shape=%5B%5B1,4,3,2%5D%5D", "tensor/binary",
					latent.toBytes())
			.refusal(400, "bad-parameter")).contains("[[1,4,3,2]]");
	}

	/**
	 * Sends what {@code requests} makes of such a call.
	 */
	private Answer send(String path, Tensor tensor, String accept) {
		return this.client.service()
			.post(path, "tensor/binary", tensor.toBytes(), "Accept", accept, "Accept-Encoding", "gzip, deflate",
					"User-Agent", "python-requests/2.32.3");
	}

}
