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

import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;

import dev.dcae.api.Answer;
import dev.dcae.api.Latents;
import dev.dcae.api.Service;
import dev.dcae.api.TestImages;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Refusals, in JSON, which the client reads errors as. Bodies may have 1 MB, images
 * 65,536 pixels.
 */
@RemoteVaeTest
class RemoteVaeRefusalTests {

	private static final Tensor SD = RemoteClient.noise(1, 4, 2, 2);

	private static final String SHAPED = "shape=1&shape=4&shape=2&shape=2&dtype=float32";

	private final RemoteClient client;

	private final Service service;

	RemoteVaeRefusalTests(Service service) {
		this.service = service;
		this.client = new RemoteClient(service);
	}

	@AfterEach
	void theServiceKeepsServing() {
		assertThat(this.client.floats("sd", SD, "").shape()).isEqualTo(new Shape(1, 3, 16, 16));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 63, 65, 128 })
	void aBodyOfAnotherLengthThanItsShape(int bytes) {
		assertThat(decode(SHAPED, new byte[bytes]).refusal(400, "bad-tensor")).contains("64", Integer.toString(bytes));
		assertThat(this.client.encode("sd", new byte[bytes], "shape=1&shape=3&shape=8&shape=8&dtype=float16")
			.refusal(400, "bad-tensor")).contains("384", Integer.toString(bytes));
	}

	@Test
	void anEmptyBody() {
		decode(SHAPED, new byte[0]).refusal(400, "empty-body");
		this.client.encode("sd", new byte[0], "").refusal(400, "empty-body");
	}

	@ParameterizedTest
	@ValueSource(strings = { "shape=1&shape=4&shape=2&shape=2", "dtype=float32", "output_type=pt" })
	void aTensorWithoutItsShapeOrType(String parameters) {
		assertThat(decode(parameters, SD.toBytes()).refusal(400, "bad-parameter")).contains("shape", "dtype");
	}

	@ParameterizedTest
	@ValueSource(strings = { "shape=1&shape=3&shape=8&shape=8", "dtype=float32" })
	void anImageTensorWithoutItsShapeOrType(String parameters) {
		assertThat(this.client.encode("sd", new byte[768], parameters).refusal(400, "bad-parameter")).contains("shape",
				"dtype");
	}

	@ParameterizedTest
	@CsvSource({ "uint8, 64", "bool, 64", "int64, 8", "float64, 8", "float8_e4m3fn, 64", "real32, 16", "none, 16" })
	void anotherType(String dtype, int elements) {
		assertThat(decode("shape=%d&dtype=%s".formatted(elements, dtype), SD.toBytes()).refusal(400, "bad-parameter"))
			.contains("float32", "float16", "bfloat16");
	}

	@ParameterizedTest
	@ValueSource(strings = { "shape=-1&shape=4&shape=2&shape=2", "shape=1&shape=4&shape=2&shape=x",
			"shape=1&shape=4&shape=2.0&shape=2", "shape=1&shape=&shape=2",
			"shape=9223372036854775807&shape=9223372036854775807", "shape=99999999999999999999",
			"shape=4611686018427387904&shape=2&shape=2&shape=2",
			"shape=1&shape=1&shape=1&shape=1&shape=1&shape=1&shape=1&shape=1&shape=1" })
	void aShapeThatMakesNoSense(String shape) {
		String parameters = shape + "&dtype=float32";
		assertThat(decode(parameters, SD.toBytes()).refusal(400, "bad-parameter"))
			.containsPattern("shape|dimension|elements");
		this.client.encode("sd", SD.toBytes(), parameters).refusal(400, "bad-parameter");
	}

	@Test
	void aShapeWhoseBytesOverflow() {
		decode("shape=4611686018427387903&dtype=float32", SD.toBytes()).refusal(400, "bad-tensor");
	}

	@ParameterizedTest
	@ValueSource(strings = { "16", "4,4", "1,8,2,1", "4,1,2,2", "1,4,2,2,1", "1,1,4,2,2" })
	void latentsOfAnotherShape(String shape) {
		Tensor sent = Latents.filled(0, Arrays.stream(shape.split(",")).mapToLong(Long::parseLong).toArray());
		assertThat(this.client.decode("sd", sent, "output_type=pt").refusal(422, "unfit-latent"))
			.contains(shape.replace(",", ", "), "[n, 4, h, w]", "[n, h·w/4, 16]");
	}

	@ParameterizedTest
	@ValueSource(floats = { Float.NaN, Float.POSITIVE_INFINITY })
	void latentsThatAreNotFinite(float value) {
		float[] values = new float[16];
		values[5] = value;
		for (String parameters : new String[] { "output_type=pt", "image_format=png", "scaling_factor=0.18215" }) {
			this.client.decode("sd", Tensor.of(SD.shape(), values), parameters, "*/*")
				.refusal(422, "non-finite-latent");
		}
	}

	@ParameterizedTest
	@CsvSource({ "output_type=mp4, pil or pt", "output_type=np, pil or pt", "output_type=PIL, pil or pt",
			"image_format=gif, jpg", "image_format=bmp, webp", "image_format=JPG, png",
			"partial_postprocess=Maybe, true or false", "do_scaling=2, true or false", "scaling_factor=0, more than 0",
			"scaling_factor=-0.5, more than 0", "scaling_factor=nan, number", "scaling_factor=inf, number",
			"scaling_factor=1d, number", "scaling_factor=0x1p3, number", "scaling_factor=none, number",
			"scaling_factor=1e999, number", "shift_factor=NaN, number", "shift_factor=%20, number",
			"height=tall, whole number" })
	void aParameterThatMakesNoSense(String parameter, String said) {
		assertThat(decode(SHAPED + "&" + parameter, SD.toBytes()).refusal(400, "bad-parameter"))
			.contains(parameter.substring(0, parameter.indexOf('=')), said);
	}

	@Test
	void aFilmIsRefusedToItsClientInJson() {
		Answer answer = this.client.decode("sd", SD, "output_type=mp4", "text/plain");
		assertThat(answer.refusal(400, "bad-parameter")).contains("mp4");
	}

	@ParameterizedTest
	@CsvSource({ "1, text/html", "1, text/plain", "2, application/json", "2, image/png", "3, tensor/base64" })
	void anAnswerThatIsNotAccepted(int kind, String accept) {
		String parameters = (kind == 1) ? "output_type=pil" : "output_type=pt";
		assertThat(this.client.decode("sd", SD, parameters, accept).refusal(406, "not-acceptable"))
			.contains("tensor/binary");
	}

	@Test
	void packedLatentsWithoutTheSizeOfTheirImage() {
		Tensor packed = RemoteClient.noise(1, 4, 16);
		for (String size : new String[] { "", "&height=32", "&width=32", "&height=0&width=32",
				"&height=32&width=-32" }) {
			assertThat(this.client.decode("sd", packed, "output_type=pt" + size).refusal(400, "bad-parameter"))
				.contains("height and width");
		}
	}

	@ParameterizedTest
	@CsvSource({ "32, 48", "15, 1024", "2147483647, 2147483647", "64, 64", "8, 8" })
	void packedLatentsOfAnotherSizeThanTheirImage(int height, int width) {
		Tensor packed = RemoteClient.noise(1, 4, 16);
		assertThat(this.client.decode("sd", packed, "output_type=pt&height=%d&width=%d".formatted(height, width))
			.refusal(422, "unfit-latent")).contains("4 tokens", "%d × %d".formatted(width, height));
	}

	@Test
	void packedLatentsOfOtherChannels() {
		for (int channels : new int[] { 4, 15, 64 }) {
			Tensor packed = RemoteClient.noise(1, 4, channels);
			assertThat(
					this.client.decode("sd", packed, "output_type=pt&height=32&width=32").refusal(422, "unfit-latent"))
				.contains("[1, 4, %d]".formatted(channels), "[n, h·w/4, 16]");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "decode", "encode" })
	void anUnknownModel(String operation) {
		assertThat(
				this.service.post("/remote-vae/sdxl/%s?%s".formatted(operation, SHAPED), "tensor/binary", SD.toBytes())
					.refusal(404, "unknown-model"))
			.contains("'sdxl'", "sana");
	}

	@ParameterizedTest
	@CsvSource({ "decode, application/json", "decode, tensor/base64", "decode, image/png", "encode, application/json",
			"encode, multipart/form-data; boundary=x" })
	void aBodyOfAnotherKind(String operation, String type) {
		assertThat(this.service.post("/remote-vae/sd/%s?%s".formatted(operation, SHAPED), type, SD.toBytes())
			.refusal(415, "unsupported-media-type")).contains("tensor/binary", "application/octet-stream");
	}

	@Test
	void anotherMethod() {
		this.service.get("/remote-vae/sd/decode").refusal(405, "method-not-allowed");
		this.service.get("/remote-vae/sd").refusal(404, "not-found");
	}

	@Test
	void moreThanTheServiceTakes() {
		this.client.decode("sd", Latents.filled(0, 1, 4, 33, 32), "output_type=pt").refusal(413, "too-large");
		this.client.decode("sd", Latents.filled(0, 1, 4, 33, 32), "", "image/png").refusal(413, "too-large");
		this.client.encode("sd", Latents.filled(0, 1, 3, 256, 264).to(DType.F16), "").refusal(413, "too-large");
		this.client.encode("sd", TestImages.png(TestImages.gradient(264, 256)), "").refusal(413, "too-large");
		assertThat(this.client.encode("sd", new byte[(1 << 20) + 1], "").refusal(413, "too-large")).contains("1048576");
		this.client.encode("sd", Latents.filled(0, 1, 3, 256, 256).to(DType.F16), "").ok();
	}

	@Test
	void aFileThatIsNoImage() {
		this.client.encode("sd", "not an image".getBytes(), "").refusal(415, "not-an-image");
		byte[] whole = TestImages.png(TestImages.noise(32, 32));
		this.client.encode("sd", Arrays.copyOf(whole, whole.length / 2), "").refusal(400, "undecodable-image");
	}

	@Test
	void anImageThatIsSmallerThanACell() {
		assertThat(this.client.encode("sana", TestImages.png(TestImages.noise(64, 31)), "").refusal(422, "unfit-size"))
			.contains("64 × 31", "32 × 32");
	}

	@ParameterizedTest
	@CsvSource({ "'1,4,16,16', unfit-image", "'1,1,16,16', unfit-image", "'16,16', unfit-image",
			"'1,16,16,3', unfit-image", "'1,3,1,16,16', unfit-image", "'1,3,16,12', unfit-size",
			"'2,3,15,16', unfit-size" })
	void imageTensorsOfAnotherShape(String shape, String type) {
		Tensor sent = Latents.filled(0, Arrays.stream(shape.split(",")).mapToLong(Long::parseLong).toArray());
		this.client.encode("sd", sent, "").refusal(422, type);
	}

	@ParameterizedTest
	@CsvSource({ "'257,4,1,1', ''", "'1000,1,16', '&height=16&width=16'" })
	void moreLatentsThanARequestMayHave(String shape, String size) {
		Tensor sent = Latents.filled(0, Arrays.stream(shape.split(",")).mapToLong(Long::parseLong).toArray());
		assertThat(this.client.decode("sd", sent, "output_type=pt" + size).refusal(400, "bad-tensor"))
			.contains("%d items".formatted(sent.shape().size(0)), "256");
	}

	@Test
	void moreImagesThanARequestMayHave() {
		assertThat(this.client.encode("sd", Latents.filled(0, 257, 3, 8, 8), "").refusal(400, "bad-tensor"))
			.contains("257 items", "256");
	}

	@Test
	void imageTensorsThatAreNotFinite() {
		this.client.encode("sd", Latents.filled(Float.NaN, 1, 3, 8, 8), "").refusal(422, "unfit-image");
		this.client.encode("sd", Latents.filled(Float.POSITIVE_INFINITY, 2, 3, 8, 8), "").refusal(422, "unfit-image");
	}

	@Test
	void aFactorThatLeavesNoFiniteLatents() {
		assertThat(this.client.encode("sd", TestImages.png(TestImages.noise(16, 16)), "scaling_factor=1e300")
			.refusal(422, "non-finite-result")).contains("scaling_factor");
		this.client.decode("sd", SD, "output_type=pt&scaling_factor=1e-300").refusal(422, "non-finite-latent");
	}

	@Test
	void anEncodeParameterThatMakesNoSense() {
		for (String parameter : new String[] { "scaling_factor=0", "shift_factor=x", "do_scaling=x" }) {
			this.client.encode("sd", TestImages.png(TestImages.noise(8, 8)), parameter).refusal(400, "bad-parameter");
		}
	}

	/**
	 * Sends bytes, and accepts whatever comes.
	 */
	private Answer decode(String parameters, byte[] body) {
		return this.service.send("POST", "/remote-vae/sd/decode?" + parameters, BodyPublishers.ofByteArray(body));
	}

}
