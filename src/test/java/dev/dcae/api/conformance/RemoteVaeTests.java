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
package dev.dcae.api.conformance;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.dcae.api.Answer;
import dev.dcae.api.Latents;
import dev.dcae.api.TestImages;
import dev.dcae.api.Service;
import dev.dcae.api.remotevae.RemoteClient;
import dev.dcae.api.remotevae.RemoteVaeTest;
import dev.dcae.image.RgbImage;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Tensor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The calls of diffusers' clients of a remote VAE and their answers, as a table.
 */
@RemoteVaeTest
class RemoteVaeTests extends ConformanceTest {

	private static final Tensor SD = RemoteClient.noise(2, 4, 2, 2);

	private static final String MP4 = "output_type is mp4, which is for models of video; this model makes images: pil or pt";

	private static final String NO_SIZE = "Packed latents need the parameters height and width: the image's, in pixels, at least 1";

	private static final byte[] FILE = TestImages.png(TestImages.gradient(32, 16));

	RemoteVaeTests(Service service) {
		super(service, "remote-vae");
	}

	@Override
	protected List<Call> calls() {
		return List.of(
				decode("`output_type=\"pil\"`, the default", "`Accept: image/jpeg`; opens the file, one image",
						"`image/jpeg`, of the first image of a batch", "output_type=pil&image_format=jpg", "image/jpeg",
						image("image/jpeg")),
				decode("`output_type=\"pil\"`, `image_format=\"png\"`", "`Accept: image/png`; opens the file",
						"`image/png`", "output_type=pil&image_format=png", "image/png", image("image/png")),
				decode("`output_type=\"pil\"`, `image_format=\"webp\"`",
						"`Accept: tensor/binary`, though it opens a file; formats other than jpg and png are not typed",
						"`image/webp`", "output_type=pil&image_format=webp", "tensor/binary", image("image/webp")),
				decode("`output_type=\"pil\"`, with a processor",
						"`Accept: tensor/binary`; takes the answer for floats [n, 3, H, W] in [0, 1]",
						"floats in [0, 1], in the model's precision", "output_type=pil&image_format=jpg",
						"tensor/binary", tensor(DType.F32, "[2, 3, 16, 16]").andThen((answer) -> {
							for (float value : RemoteClient.tensor(answer).toFloats()) {
								assertThat(value).isBetween(0f, 1f);
							}
						})),
				decode("`output_type=\"pt\"`", "reads headers `shape` (JSON) and `dtype`, reshapes the body",
						"floats [n, 3, H, W] of about [-1, 1], in the model's precision",
						"output_type=pt&partial_postprocess=False", "tensor/binary",
						tensor(DType.F32, "[2, 3, 16, 16]")),
				decode("`output_type=\"pt\"`, `partial_postprocess=True`",
						"an image for each item of the batch, without a processor", "uint8 [n, H, W, 3]",
						"output_type=pt&partial_postprocess=True", "tensor/binary", tensor(DType.U8, "[2, 16, 16, 3]")),
				decode("`output_type=\"mp4\"`", "`Accept: text/plain`; for models of video", "“%s”".formatted(MP4),
						"output_type=mp4", "text/plain", refusal(400, "bad-parameter", MP4)),
				call("latents in float32, float16, bfloat16", "sends `dtype` by PyTorch's name", "taken",
						(client) -> client.decode("sd", SD.to(DType.BF16), "output_type=pt"),
						tensor(DType.F32, "[2, 3, 16, 16]")),
				decode("`scaling_factor`, `shift_factor`", "sends the numbers",
						"latents / scaling_factor + shift_factor",
						"output_type=pt&scaling_factor=0.3611&shift_factor=0.1159", "tensor/binary",
						tensor(DType.F32, "[2, 3, 16, 16]")),
				decode("neither of them", "sends `do_scaling=True` (deprecated)",
						"scaled as the model's own pipelines do: factor and shift, or means and deviations",
						"output_type=pt&do_scaling=True", "tensor/binary", tensor(DType.F32, "[2, 3, 16, 16]")),
				decode("`do_scaling=False`", "sends nothing; other clients send `do_scaling=False`", "not scaled",
						"output_type=pt&do_scaling=False", "tensor/binary", tensor(DType.F32, "[2, 3, 16, 16]")),
				call("packed latents of FLUX, `height`, `width`", "shape [n, h·w/4, 4·c] and both sides",
						"unpacked, also for ratios other than 8",
						(client) -> client.decode("flux", RemoteClient.noise(1, 4, 64),
								"output_type=pt&height=32&width=32"),
						tensor(DType.F32, "[1, 3, 32, 32]")),
				call("packed latents, one side left out", "sends neither side", "“%s”".formatted(NO_SIZE),
						(client) -> client.decode("flux", RemoteClient.noise(1, 4, 64), "output_type=pt"),
						refusal(400, "bad-parameter", NO_SIZE)),
				call("packed latents, sides of another image", "raises what the answer says",
						"says how many tokens such an image has",
						(client) -> client.decode("flux", RemoteClient.noise(1, 4, 64),
								"output_type=pt&height=64&width=32"),
						refusal(422, "unfit-latent", "4 tokens", "2 × 4 of them")),
				call("`height`, `width` with latents that are not packed", "sends them, if they are given",
						"the size is that of the latents",
						(client) -> client.decode("sana", RemoteClient.noise(1, 32, 1, 1),
								"output_type=pt&height=8&width=8"),
						tensor(DType.F32, "[1, 3, 32, 32]")),
				call("a latent without the dimension of the batch, `height`, `width`",
						"SD.Next, of FLUX: shape [c, h, w] and the size of the image",
						"taken for one latent; packed ones are told by their size",
						(client) -> client.decode("flux", RemoteClient.noise(16, 4, 2),
								"output_type=pt&height=32&width=16"),
						tensor(DType.F32, "[1, 3, 32, 16]")),
				decode("`None` as a value", "leaves the parameter out; urllib writes `None`, httpx nothing",
						"as if it were left out", "output_type=pt&scaling_factor=None&shift_factor=", "tensor/binary",
						tensor(DType.F32, "[2, 3, 16, 16]")),
				decode("other parameters, such as `input_tensor_type`", "older clients send them", "ignored",
						"output_type=pt&input_tensor_type=binary&output_tensor_type=binary", "tensor/binary",
						tensor(DType.F32, "[2, 3, 16, 16]")),
				call("latents as base64 in JSON",
						"older clients; diffusers itself sends bytes where base64 is asked for",
						"names what is taken: `tensor/binary`, `application/octet-stream`",
						(client) -> client.service()
							.post("/remote-vae/sd/decode", "application/json", "{\"inputs\": \"\"}".getBytes()),
						refusal(415, "unsupported-media-type", "tensor/binary", "application/octet-stream")),
				call("an error", "raises `RuntimeError(response.json())`",
						"a problem detail, which is JSON, here of latents for another model",
						(client) -> client.decode("sd", RemoteClient.noise(1, 16, 2, 2), "output_type=pil",
								"image/jpeg"),
						refusal(422, "unfit-latent", "[n, 4, h, w]")),
				call("an endpoint whose model is not served", "raises what the answer says",
						"a problem detail that names those that are",
						(client) -> client.decode("sdxl", SD, "output_type=pt"),
						refusal(404, "unknown-model", "sd", "flux", "sana")),
				call("`remote_encode` of a PIL image", "sends a PNG without `Content-Type`, `Accept: */*`",
						"latents [1, c, H/r, W/r] in the model's precision: the mean of the distribution, not a sample",
						(client) -> client.encode("sd", FILE, "scaling_factor=0.18215"),
						tensor(DType.F32, "[1, 4, 2, 4]")),
				call("`remote_encode` of an image of any size", "expects [1, c, H // r, W // r]",
						"resampled to the multiples of r below, as diffusers' `VaeImageProcessor` does",
						(client) -> client.encode("sd", TestImages.png(TestImages.gradient(39, 17)), ""),
						tensor(DType.F32, "[1, 4, 2, 4]")),
				call("`remote_encode` of a tensor", "sends `shape` and `dtype`",
						"[n, 3, H, W] in [-1, 1], sides multiples of r",
						(client) -> client.encode("sd", Latents.filled(0.5f, 2, 3, 16, 32).to(DType.F16), ""),
						tensor(DType.F32, "[2, 4, 2, 4]")),
				call("`remote_encode` with `scaling_factor`, `shift_factor`", "sends the numbers",
						"(latents - shift_factor) · scaling_factor; not scaled without them",
						(client) -> client.encode("flux", FILE, "scaling_factor=0.3611&shift_factor=0.1159"),
						tensor(DType.F32, "[1, 16, 2, 4]")),
				call("`remote_encode` of what is no image", "raises what the answer says", "a problem detail",
						(client) -> client.encode("sd", new byte[] { 1, 2, 3 }, ""),
						refusal(415, "not-an-image", "PNG")),
				call("a body of another length than its shape", "raises what the answer says", "says both lengths",
						(client) -> client.service()
							.send("POST", "/remote-vae/sd/decode?" + RemoteClient.query(SD),
									BodyPublishers.ofByteArray(new byte[5])),
						refusal(400, "bad-tensor", "128", "5")));
	}

	private static Call decode(String call, String spec, String ours, String parameters, String accept,
			Consumer<Answer> check) {
		return call(call, spec, ours, (client) -> client.decode("sd", SD, parameters, accept), check);
	}

	private static Call call(String call, String spec, String ours, Function<RemoteClient, Answer> send,
			Consumer<Answer> check) {
		return new Call(call, spec, ours, (service) -> send.apply(new RemoteClient(service)), check);
	}

	private static Consumer<Answer> image(String type) {
		return (answer) -> {
			assertThat(answer.image()).hasToString("RgbImage[16 x 16]");
			assertThat(answer.header("Content-Type")).isEqualTo(type);
		};
	}

	private static Consumer<Answer> tensor(DType dtype, String shape) {
		return (answer) -> {
			assertThat(RemoteClient.tensor(answer).dtype()).isEqualTo(dtype);
			assertThat(answer.header("shape")).isEqualTo(shape);
		};
	}

	private static Consumer<Answer> refusal(int status, String type, String... said) {
		return (answer) -> assertThat(answer.refusal(status, type)).contains(said);
	}

}
