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

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

import dev.dcae.image.RgbImage;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bodies whose Content-Type tells nothing, as curl and Python's clients send them.
 */
@HttpTest
class UntypedBodyTests {

	private static final List<String> UNTOLD = List.of("", "Content-Type: \r\n",
			"Content-Type: application/x-www-form-urlencoded\r\n", "Content-Type: application/octet-stream\r\n",
			"Content-Type: Application/Octet-Stream; charset=binary\r\n");

	/**
	 * As HTTPie has it for whatever it is not told.
	 */
	private static final String JSON = "Content-Type: application/json\r\n";

	private static final RgbImage IMAGE = TestImages.noise(40, 24);

	private final Service service;

	UntypedBodyTests(Service service) {
		this.service = service;
	}

	static Stream<Arguments> untoldImages() {
		return UNTOLD.stream()
			.flatMap((type) -> Stream.of("png", "jpeg", "webp").map((format) -> Arguments.of(type, format)));
	}

	@ParameterizedTest
	@MethodSource("untoldImages")
	void theFirstBytesTellAnImage(String header, String format) {
		byte[] file = TestImages.file(TestImages.gradient(40, 24), format);
		for (String path : List.of("/v1/encode?model=tiny-mix", "/v1/reconstruct?model=tiny-mix", "/v1/compare",
				"/remote-vae/tiny-mix/encode")) {
			Answer expected = this.service.post(path, "image/" + format, file).ok();
			assertThat(post(path, header, file).ok().body()).as(path).isEqualTo(expected.body());
		}
	}

	static Stream<Arguments> untoldLatents() {
		return UNTOLD.stream()
			.flatMap(
					(type) -> Stream.of(Wire.JSON, Wire.SAFETENSORS, Wire.NPY).map((wire) -> Arguments.of(type, wire)));
	}

	@ParameterizedTest
	@MethodSource("untoldLatents")
	void theFirstBytesTellALatent(String header, Wire wire) {
		Tensor latent = Latents.golden("tiny-mix");
		assertThat(post("/v1/decode?model=tiny-mix", header, wire.write(latent)).image())
			.isEqualTo(this.service.decode("model=tiny-mix", latent));
	}

	@ParameterizedTest
	@CsvSource({ "UTF-8, ''", "UTF-8, \uFEFF", "UTF-16LE, ''", "UTF-16BE, ''", "UTF-16LE, \uFEFF", "UTF-16BE, \uFEFF",
			"UTF-32LE, ''", "UTF-32BE, \uFEFF" })
	void jsonIsToldInAnyOfItsEncodingsAndBehindWhiteSpace(Charset charset, String mark) {
		Tensor latent = Latents.golden("tiny-mix");
		RgbImage expected = this.service.decode("model=tiny-mix", latent);
		String text = new String(Wire.JSON.write(latent), StandardCharsets.UTF_8);
		for (String space : List.of("", "\r\n\t ")) {
			byte[] json = (mark + space + text).getBytes(charset);
			assertThat(post("/v1/decode?model=tiny-mix", "", json).image()).isEqualTo(expected);
			assertThat(
					this.service.multipart("/v1/decode?model=tiny-mix", Multipart.form().file("latent", "a.json", json))
						.image())
				.isEqualTo(expected);
		}
	}

	@ParameterizedTest
	@EnumSource(value = Wire.class, names = { "SAFETENSORS", "NPY" })
	void aFileThatIsSaidToBeJsonIsWhatItIs(Wire wire) {
		Tensor latent = Latents.golden("tiny-mix");
		assertThat(post("/v1/decode?model=tiny-mix", JSON, wire.write(latent)).image())
			.isEqualTo(this.service.decode("model=tiny-mix", latent));
		byte[] image = TestImages.png(IMAGE);
		assertThat(post("/v1/encode?model=tiny-mix", JSON, image).ok().body())
			.isEqualTo(this.service.post("/v1/encode?model=tiny-mix", "image/png", image).ok().body());
		post("/v1/decode?model=tiny-mix", JSON, "[".getBytes(StandardCharsets.US_ASCII)).refusal(400, "bad-json");
		assertThat(post("/v1/encode", JSON, "{}".getBytes(StandardCharsets.US_ASCII)).refusal(415,
				"unsupported-media-type"))
			.contains("JSON");
	}

	static Stream<String> untold() {
		return UNTOLD.stream();
	}

	@ParameterizedTest
	@MethodSource("untold")
	void withAShapeTheBytesAreRawWhateverTheyBeginWith(String header) {
		byte[] pixels = IMAGE.pixels().clone();
		byte[] magic = { (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };
		System.arraycopy(magic, 0, pixels, 0, magic.length);
		String path = "/v1/encode?model=tiny-mix&shape=24,40,3";
		assertThat(post(path, header, pixels).ok().body())
			.isEqualTo(this.service.post("/v1/encode?model=tiny-mix", new RgbImage(40, 24, pixels)).ok().body());
	}

	@Test
	void aLargeFormThatIsAnImageIsNotReadAsFields() {
		RgbImage large = TestImages.noise(900, 800);
		byte[] png = TestImages.png(large);
		assertThat(png.length).isGreaterThan(2 << 20);
		assertThat(post("/v1/encode?model=tiny-mix&scaled=true", UNTOLD.get(2), png).ok().header("X-Image-Size"))
			.isEqualTo("900x800");
	}

	@ParameterizedTest
	@CsvSource({ "'data:image/png;base64,iVBORw0KGgo=', data: URL", "https://example.com/a.png, address",
			"iVBORw0KGgoAAAANSUhEUgAA, base64", "/9j/4AAQSkZJRgABAQAAAQABAAD, base64" })
	void textsInPlaceOfAFileAreNamed(String body, String named) {
		byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
		for (String header : UNTOLD) {
			assertThat(post("/v1/encode?model=tiny-mix", header, bytes).refusal(415, "unsupported-media-type"))
				.contains(named);
		}
		assertThat(this.service.post("/v1/encode?model=tiny-mix", "image/png", bytes).refusal(415, "not-an-image"))
			.contains(named);
		assertThat(
				this.service.multipart("/v1/decode", Multipart.form().file("latent", bytes)).refusal(400, "bad-tensor"))
			.contains(named);
	}

	@ParameterizedTest
	@ValueSource(strings = { "gAJ9cQAo", "gASVLgAAAAAAAAA=",
			"UEsDBAAACAgAAAAAAAAAAAAAAAAAAAAAAAAUAAkAbGF0ZW50L2RhdGEucGts" })
	void aPickleIsNamed(String base64) {
		byte[] pickle = Base64.getDecoder().decode(base64);
		assertThat(post("/v1/decode?model=tiny-mix", "", pickle).refusal(415, "unsupported-media-type"))
			.contains("pickle", "safetensors");
	}

	@Test
	void whatCannotBeToldSaysWhatCurlSends() {
		byte[] text = "name=value".getBytes(StandardCharsets.US_ASCII);
		assertThat(post("/v1/encode?model=tiny-mix", UNTOLD.get(2), text).refusal(415, "unsupported-media-type"))
			.contains("curl", "-H");
		assertThat(post("/v1/encode?model=tiny-mix", UNTOLD.get(3), text).refusal(400, "bad-parameter"))
			.contains("shape", "512,512,3");
		post("/v1/encode?model=tiny-mix", "", text).refusal(415, "not-an-image");
		post("/v1/encode?model=tiny-mix", "", new byte[0]).refusal(400, "empty-body");
	}

	@Test
	void jsonInPlaceOfAnImageIsNamed() {
		byte[] json = "{\"image\": \"iVBORw0KGgo=\"}".getBytes(StandardCharsets.US_ASCII);
		assertThat(post("/v1/encode?model=tiny-mix", UNTOLD.get(2), json).refusal(415, "unsupported-media-type"))
			.contains("JSON");
	}

	private Answer post(String path, String header, byte[] body) {
		byte[] head = "POST %s HTTP/1.1\r\nHost: localhost\r\n%sContent-Length: %d\r\nConnection: close\r\n\r\n"
			.formatted(path, header, body.length)
			.getBytes(StandardCharsets.US_ASCII);
		byte[] request = new byte[head.length + body.length];
		System.arraycopy(head, 0, request, 0, head.length);
		System.arraycopy(body, 0, request, head.length, body.length);
		return this.service.raw(request);
	}

}
