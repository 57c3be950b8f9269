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
package dev.dcae.api;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import dev.dcae.engine.Fixture;
import dev.dcae.engine.TorchRunner;
import dev.dcae.image.Formats;
import dev.dcae.image.RgbImage;
import dev.dcae.model.Operation;
import dev.dcae.model.Precision;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Safetensors;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Images to latents.
 */
@HttpTest
class EncodeTests {

	private final Service service;

	EncodeTests(Service service) {
		this.service = service;
	}

	@ParameterizedTest
	@ValueSource(strings = { "tiny-mix", "tiny-sana", "tiny-1.5", "tiny-kl" })
	void anImagesLatentIsWhatTheModelMakesOfItsPixels(String model, @TempDir Path cache) throws IOException {
		RgbImage image = TestImages.noise(48, 64);
		float[] floats = new float[image.pixels().length];
		for (int c = 0; c < 3; c++) {
			for (int p = 0; p < 48 * 64; p++) {
				floats[c * 48 * 64 + p] = Byte.toUnsignedInt(image.pixels()[3 * p + c]) / 127.5f - 1;
			}
		}
		try (TorchRunner runner = Fixture.of(model).load(cache, Precision.FP32)) {
			Tensor expected = runner.run(Operation.ENCODE, List.of(Tensor.of(new Shape(3, 64, 48), floats)))
				.getFirst()
				.output();
			Tensor latent = this.service.encode("model=" + model, image);
			assertThat(latent.shape()).isEqualTo(expected.shape().prepend(1));
			assertThat(Latents.maxDifference(latent.get(0), expected)).isLessThan(1e-4f);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "png", "jpeg", "webp" })
	void everyFormatOfImagesIsTaken(String format) {
		byte[] file = TestImages.file(TestImages.gradient(32, 24), format);
		Answer answer = this.service.post("/v1/encode?model=tiny-mix", "image/" + format, file).ok();
		RgbImage seen = Formats.decode(file);
		assertThat(Wire.JSON.read(answer)).satisfies(isTheSameAs(this.service.encode("model=tiny-mix", seen)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "png", "jpeg", "webp" })
	void anImageMayComeAsAPartOfAForm(String format) {
		byte[] file = TestImages.file(TestImages.gradient(32, 24), format);
		Answer raw = this.service.post("/v1/encode?model=tiny-mix", "image/" + format, file).ok();
		Answer part = this.service.multipart("/v1/encode?model=tiny-mix", Multipart.form().file("image", file)).ok();
		assertThat(part.text()).isEqualTo(raw.text());
	}

	@Test
	void whatAFileIsDecidesAndNotWhatItIsCalled() {
		byte[] jpeg = TestImages.file(TestImages.gradient(32, 24), "jpeg");
		Answer called = this.service.post("/v1/encode?model=tiny-mix", "image/png", jpeg).ok();
		assertThat(called.text()).isEqualTo(this.service.post("/v1/encode?model=tiny-mix", "image/jpeg", jpeg).text());
	}

	@ParameterizedTest
	@CsvSource({ "JSON, float32", "JSON, float16", "JSON, bfloat16", "SAFETENSORS, float32", "SAFETENSORS, float16",
			"SAFETENSORS, bfloat16", "NPY, float32", "NPY, float16", "RAW, float32", "RAW, float16", "RAW, bfloat16" })
	void everyFormatOfLatentsHoldsTheSameNumbersRounded(Wire wire, String dtype) {
		RgbImage image = TestImages.noise(16, 16);
		Tensor expected = this.service.encode("model=tiny-sana", image).to(DType.of(dtype));
		Answer answer = this.service
			.post("/v1/encode?model=tiny-sana&dtype=" + dtype, image, "Accept", wire.contentType())
			.ok();
		assertThat(answer.header("Content-Type")).isEqualTo(wire.contentType());
		assertThat(wire.read(answer)).satisfies(isTheSameAs(expected));
	}

	@Test
	void aLatentInJsonSaysWhatItIs() {
		JsonNode latent = this.service.post("/v1/encode?model=tiny-mix", TestImages.noise(37, 23)).ok().json();
		assertThat(latent.propertyNames()).containsExactly("model", "encoder", "shape", "dtype", "data", "width",
				"height", "scaled");
		assertThat(latent.path("model").asString()).isEqualTo("tiny-mix");
		assertThat(latent.path("encoder").asString()).isEqualTo(encoder("tiny-mix"));
		assertThat(latent.path("shape").toString()).isEqualTo("[1,8,3,5]");
		assertThat(latent.path("dtype").asString()).isEqualTo("float32");
		assertThat(latent.path("data").binaryValue()).hasSize(4 * 8 * 3 * 5);
		assertThat(latent.path("width").asInt()).isEqualTo(37);
		assertThat(latent.path("height").asInt()).isEqualTo(23);
		assertThat(latent.path("scaled").asBoolean(true)).isFalse();
	}

	@Test
	void aLatentInSafetensorsSaysWhatItIs() {
		Answer answer = this.service.post("/v1/encode?model=tiny-mix&scaled=true", TestImages.noise(37, 23), "Accept",
				Wire.SAFETENSORS.contentType());
		Safetensors file = Safetensors.parse(MemorySegment.ofArray(answer.ok().body()));
		assertThat(file.tensors()).containsOnlyKeys("latent");
		assertThat(file.metadata()).containsExactlyInAnyOrderEntriesOf(Map.of("model", "tiny-mix", "encoder",
				encoder("tiny-mix"), "width", "37", "height", "23", "scaled", "true"));
	}

	@Test
	void theEmbeddedModelIsTheDefault() {
		Answer answer = this.service.post("/v1/encode", TestImages.noise(32, 64)).ok();
		assertThat(answer.header("X-Model")).isEqualTo("embedded");
		assertThat(answer.json().path("shape").toString()).isEqualTo("[1,32,2,1]");
	}

	private String encoder(String model) {
		return this.service.get("/v1/models/" + model).ok().json().path("encoder").asString();
	}

	private static Consumer<Tensor> isTheSameAs(Tensor expected) {
		return (actual) -> {
			assertThat(actual.dtype()).isEqualTo(expected.dtype());
			assertThat(actual.shape()).isEqualTo(expected.shape());
			assertThat(actual.toBytes()).isEqualTo(expected.toBytes());
		};
	}

}
