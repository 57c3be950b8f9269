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
package dev.dcae.api.oip;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;

import dev.dcae.api.Answer;
import dev.dcae.api.HttpTest;
import dev.dcae.api.Latents;
import dev.dcae.api.TestImages;
import dev.dcae.api.Service;
import dev.dcae.engine.Fixture;
import dev.dcae.image.Formats;
import dev.dcae.image.RgbImage;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Inference by the Open Inference Protocol.
 */
@HttpTest
class InferTests {

	private static final float CLOSE = 1e-4f;

	private final Service service;

	InferTests(Service service) {
		this.service = service;
	}

	@ParameterizedTest
	@ValueSource(strings = { "tiny-mix", "tiny-sana", "tiny-1.5" })
	void aBatchOfFloatsIsEncodedAndDecodedAsDiffusersDoes(String model) throws IOException {
		Fixture fixture = Fixture.of(model);
		Tensor image = fixture.golden("image");
		Tensor latent = fixture.golden("latent");
		assertThat(image.shape().size(0)).as("items").isGreaterThan(1);
		Tensor encoded = InferBody.tensor(InferBody.binary("image", image).post(this.service, model + ".encode"));
		assertThat(Latents.maxDifference(encoded, latent)).isLessThan(CLOSE);
		Tensor decoded = InferBody.tensor(InferBody.binary("latent", latent).post(this.service, model + ".decode"));
		assertThat(Latents.maxDifference(decoded, fixture.golden("recon"))).isLessThan(CLOSE);
	}

	@Test
	void jsonFlatOrNestedAndBinaryCanBeMixedInRequestAndAnswer() {
		Tensor latent = Latents.golden("tiny-mix");
		Tensor both = InferBody.tensor(InferBody.binary("latent", latent).post(this.service, "tiny-mix.decode"));
		String flat = JsonMapper.shared().writeValueAsString(latent.toFloats());
		Stream.of(flat, nested(latent)).forEach((data) -> {
			Answer json = json(latent, data, "").postJson(this.service, "tiny-mix.decode");
			assertThat(json.header("Content-Type")).isEqualTo("application/json");
			assertThat(json.headers().firstValue(InferBody.LENGTH)).isEmpty();
			assertThat(InferBody.tensor(json).shape()).isEqualTo(both.shape());
			assertThat(InferBody.tensor(json).toFloats()).isEqualTo(both.toFloats());
			Answer mixed = json(latent, data,
					",\"outputs\":[{\"name\":\"image\",\"parameters\":{\"binary_data\":true}}]")
				.postJson(this.service, "tiny-mix.decode");
			assertThat(mixed.header("Content-Type")).isEqualTo("application/octet-stream");
			assertThat(InferBody.tensor(mixed).toFloats()).isEqualTo(both.toFloats());
		});
		// What an output says of itself goes before what the request says of all.
		Answer json = InferBody
			.binary("latent", "FP32", latent.shape(), latent.toBytes(),
					",\"parameters\":{\"binary_data_output\":true},\"outputs\":[{\"name\":\"image\","
							+ "\"parameters\":{\"binary_data\":false}}]")
			.post(this.service, "tiny-mix.decode");
		assertThat(json.headers().firstValue(InferBody.LENGTH)).isEmpty();
		assertThat(InferBody.tensor(json).toFloats()).isEqualTo(both.toFloats());
	}

	@Test
	void eachItemOfABatchIsWhatItIsAlone() throws IOException {
		Tensor batch = Fixture.of("tiny-sana").golden("latent");
		Tensor all = InferBody.tensor(InferBody.binary("latent", batch).post(this.service, "tiny-sana.decode"));
		for (long i = 0; i < batch.shape().size(0); i++) {
			Tensor item = batch.get(i);
			Tensor alone = InferBody.tensor(InferBody.binary("latent", item.reshape(item.shape().prepend(1).sizes()))
				.post(this.service, "tiny-sana.decode"));
			Tensor among = all.get(i).reshape(alone.shape().sizes());
			assertThat(Latents.maxDifference(alone, among)).isLessThan(CLOSE);
		}
	}

	@ParameterizedTest
	@CsvSource({ "FP16, F16", "BF16, BF16" })
	void halfPrecisionIsTakenInBinary(String datatype, DType dtype) {
		Tensor latent = Latents.golden("tiny-mix").to(dtype);
		Tensor half = InferBody.tensor(InferBody.binary("latent", datatype, latent.shape(), latent.toBytes(), "")
			.post(this.service, "tiny-mix.decode"));
		Tensor full = InferBody
			.tensor(InferBody.binary("latent", latent.to(DType.F32)).post(this.service, "tiny-mix.decode"));
		assertThat(half.toFloats()).isEqualTo(full.toFloats());
	}

	@Test
	void anImageFileIsEncodedAndALatentDecodedToOneAsByTheRestOfTheService() {
		// Its sides are no multiples of the ratio: the answer tells what it was.
		RgbImage image = TestImages.gradient(45, 62);
		byte[] png = TestImages.png(image);
		Answer raw = this.service.post("/v2/models/tiny-mix.encode_file/infer", "application/x-www-form-urlencoded",
				png, InferBody.LENGTH, "0");
		Tensor latent = InferBody.tensor(raw);
		assertThat(latent.toFloats()).isEqualTo(this.service.encode("model=tiny-mix", image).toFloats());
		JsonNode told = InferBody.output(raw).path("parameters");
		assertThat(told.path("width").asInt()).isEqualTo(45);
		assertThat(told.path("height").asInt()).isEqualTo(62);
		Answer decoded = InferBody
			.binary("latent", "FP32", latent.shape(), latent.toBytes(),
					",\"parameters\":{\"binary_data_output\":true,\"width\":45,\"height\":62}")
			.post(this.service, "tiny-mix.decode_file");
		assertThat(InferBody.output(decoded).path("datatype").asString()).isEqualTo("BYTES");
		byte[] element = InferBody.rest(decoded);
		byte[] file = Arrays.copyOfRange(element, 4, element.length);
		assertThat(element).isEqualTo(InferBody.element(file));
		RgbImage expected = this.service.decode("model=tiny-mix&width=45&height=62", latent);
		assertThat(TestImages.maxDifference(Formats.decode(file), expected)).isZero();
	}

	@Test
	void anImageFileWhoseEndIsDamagedIsTold() {
		Answer raw = this.service.post("/v2/models/tiny-mix.encode_file/infer", "image/png",
				TestImages.resource("no-iend.png"), InferBody.LENGTH, "0");
		assertThat(InferBody.output(raw).path("parameters").path("warning").asString())
			.isEqualTo("The end of the PNG file is missing or damaged; all of the image is there.");
	}

	@Test
	void anImageFileTravelsAsAnElementOrAsBase64() {
		byte[] png = TestImages.png(TestImages.noise(16, 16));
		Tensor raw = InferBody.tensor(
				this.service.post("/v2/models/tiny-mix.encode_file/infer", "image/png", png, InferBody.LENGTH, "0"));
		Tensor element = InferBody.tensor(InferBody.binary("file", "BYTES", new Shape(1), InferBody.element(png), "")
			.post(this.service, "tiny-mix.encode_file"));
		Tensor base64 = InferBody
			.tensor(InferBody
				.json("""
						{"inputs":[{"name":"file","shape":[1],"datatype":"BYTES","data":["%s"]}]}"""
					.formatted(Base64.getEncoder().encodeToString(png)))
				.postJson(this.service, "tiny-mix.encode_file"));
		assertThat(element.toFloats()).isEqualTo(raw.toFloats());
		assertThat(base64.toFloats()).isEqualTo(raw.toFloats());
	}

	@ParameterizedTest
	@CsvSource({ "png, 89504e47", "jpeg, ffd8ff", "webp, 52494646" })
	void aParameterChoosesTheFormatOfTheFile(String format, String magic) {
		Tensor latent = Latents.golden("tiny-mix");
		Answer answer = InferBody
			.binary("latent", "FP32", latent.shape(), latent.toBytes(),
					",\"parameters\":{\"format\":\"%s\",\"quality\":80}".formatted(format))
			.post(this.service, "tiny-mix.decode_file");
		JsonNode output = InferBody.output(answer);
		assertThat(output.path("parameters").path("content_type").asString()).isEqualTo("base64");
		byte[] file = Base64.getDecoder().decode(output.path("data").get(0).asString());
		assertThat(HexFormat.of().formatHex(file)).startsWith(magic);
	}

	/**
	 * The body and the headers are those of tritonclient 2.x for
	 * {@code client.infer(model, [InferInput("latent", [1, 8, 8, 6], "FP32")],
	 * request_id="42", priority=1, timeout=30000000)}: compact JSON, binary data, no
	 * outputs, no Content-Type.
	 */
	@Test
	void whatTritonclientSendsIsAnswered() {
		Tensor latent = Latents.golden("tiny-mix");
		String json = """
				{"id":"42","inputs":[{"name":"latent","shape":[1,8,8,6],"datatype":"FP32","parameters":\
				{"binary_data_size":%d}}],"parameters":{"priority":1,"timeout":30000000,"binary_data_output":true}}"""
			.formatted(latent.data().byteSize());
		String body = json + new String(latent.toBytes(), StandardCharsets.ISO_8859_1);
		Answer answer = this.service.raw("POST /v2/models/tiny-mix.decode/infer HTTP/1.1\nHost: localhost\n"
				+ "Connection: close\nInference-Header-Content-Length: %d\nContent-Length: %d\n\n"
					.formatted(json.length(), body.length()),
				body);
		assertThat(InferBody.tensor(answer).shape()).isEqualTo(new Shape(1, 3, 64, 48));
		JsonNode head = JsonMapper.shared()
			.readTree(answer.body(), 0, Integer.parseInt(answer.header(InferBody.LENGTH)));
		assertThat(head.path("id").asString()).isEqualTo("42");
		assertThat(head.path("model_name").asString()).isEqualTo("tiny-mix.decode");
		assertThat(answer.header("Server-Timing")).contains("parse;dur=", "device;dur=");
	}

	@Test
	void aStructuredLatentMayLackItsRearChannels() throws IOException {
		Fixture fixture = Fixture.of("tiny-1.5");
		Tensor image = InferBody.tensor(
				InferBody.binary("latent", fixture.golden("partial8.latent")).post(this.service, "tiny-1.5.decode"));
		assertThat(Latents.maxDifference(image, fixture.golden("partial8.recon"))).isLessThan(CLOSE);
	}

	@Test
	void largeFloatsGoInTilesAsPixelsDoAndSaySo() {
		// Above the threshold of 20000 pixels.
		RgbImage image = TestImages.noise(160, 160);
		Answer answer = InferBody.binary("image", floats(image)).post(this.service, "tiny-mix.encode");
		assertThat(InferBody.output(answer).path("parameters").path("tiled").asBoolean()).isTrue();
		Tensor latent = InferBody.tensor(answer);
		assertThat(Latents.maxDifference(latent, this.service.encode("model=tiny-mix", image))).isLessThan(CLOSE);
		Answer decoded = InferBody.binary("latent", latent).post(this.service, "tiny-mix.decode");
		assertThat(InferBody.output(decoded).path("parameters").path("tiled").asBoolean()).isTrue();
		RgbImage expected = this.service.decode("model=tiny-mix", latent);
		float[] made = InferBody.tensor(decoded).toFloats();
		float[] pixels = floats(expected).toFloats();
		for (int i = 0; i < made.length; i++) {
			// Half a level, and what clamping takes.
			assertThat(Math.clamp(made[i], -1f, 1f)).isCloseTo(pixels[i], within(0.5f / 127.5f + CLOSE));
		}
	}

	/**
	 * The pixels of an image as [1, 3, H, W] in [-1, 1].
	 */
	private static Tensor floats(RgbImage image) {
		int count = image.width() * image.height();
		float[] values = new float[3 * count];
		for (int i = 0; i < 3 * count; i++) {
			values[i % 3 * count + i / 3] = Byte.toUnsignedInt(image.pixels()[i]) / 255f * 2 - 1;
		}
		return Tensor.of(new Shape(1, 3, image.height(), image.width()), values);
	}

	@Test
	void statisticsCountRequestsItemsAndBatches() throws IOException {
		String model = "tiny-mix-again.decode";
		JsonNode before = stats(model);
		Tensor latents = Fixture.of("tiny-mix").golden("latent");
		InferBody.binary("latent", latents).post(this.service, model).ok();
		InferBody.json("{}").postJson(this.service, model);
		JsonNode after = stats(model);
		long items = latents.shape().size(0);
		assertThat(difference(before, after, "inference_count")).isEqualTo(items);
		assertThat(difference(before, after, "execution_count")).isBetween(1L, items);
		assertThat(difference(before.path("inference_stats").path("success"),
				after.path("inference_stats").path("success"), "count"))
			.isEqualTo(1);
		assertThat(difference(before.path("inference_stats").path("fail"), after.path("inference_stats").path("fail"),
				"count"))
			.isEqualTo(1);
		for (String kind : new String[] { "queue", "compute_input", "compute_infer", "compute_output" }) {
			JsonNode total = after.path("inference_stats").path(kind);
			assertThat(difference(before.path("inference_stats").path(kind), total, "count")).as(kind).isEqualTo(1);
			assertThat(total.path("ns").asLong()).as(kind).isPositive();
		}
		assertThat(after.path("last_inference").asLong()).isGreaterThan(1_700_000_000_000L);
		long batched = 0;
		for (JsonNode size : after.path("batch_stats")) {
			batched += size.path("batch_size").asLong() * size.path("compute_infer").path("count").asLong();
		}
		assertThat(batched).isEqualTo(after.path("inference_count").asLong());
	}

	private JsonNode stats(String model) {
		JsonNode all = this.service.get("/v2/models/" + model + "/stats").ok().json().path("model_stats");
		assertThat(all.size()).isEqualTo(1);
		return all.get(0);
	}

	private static long difference(JsonNode before, JsonNode after, String field) {
		return after.path(field).asLong() - before.path(field).asLong();
	}

	private static InferBody json(Tensor latent, String data, String more) {
		return InferBody.json("""
				{"inputs":[{"data":%s,"name":"latent","datatype":"FP32","shape":%s}]%s}""".formatted(data,
				latent.shape(), more));
	}

	private static String nested(Tensor tensor) {
		if (tensor.shape().rank() == 1) {
			return JsonMapper.shared().writeValueAsString(tensor.toFloats());
		}
		StringBuilder text = new StringBuilder();
		for (long i = 0; i < tensor.shape().size(0); i++) {
			text.append((i == 0) ? "[" : ",").append(nested(tensor.get(i)));
		}
		return text.append("]").toString();
	}

}
