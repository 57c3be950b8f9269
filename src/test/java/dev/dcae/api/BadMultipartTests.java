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

import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.dcae.image.RgbImage;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Forms without exactly one image.
 */
@HttpTest
class BadMultipartTests extends RefusalTests {

	BadMultipartTests(Service service) {
		super(service);
	}

	private static final byte[] IMAGE = TestImages.png(TestImages.noise(8, 8));

	@Test
	void twoImagesToReconstructAreRefused() {
		Multipart form = Multipart.form().file("image", "a.png", IMAGE).file("image", "b.png", IMAGE);
		assertThat(refused("reconstruct", form)).contains("2 parts", "'image'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "encode", "reconstruct" })
	void aFormWithoutThePartIsRefused(String operation) {
		assertThat(refused(operation, Multipart.form().file("a", IMAGE).file("b", IMAGE))).contains("'image'", "'a'",
				"'b'");
		assertThat(refused(operation, Multipart.form())).isNotBlank();
	}

	@ParameterizedTest
	@ValueSource(strings = { "encode", "reconstruct", "compare" })
	void aFieldIsNoFile(String operation) {
		assertThat(refused(operation, Multipart.form().field("image", "image.png")))
			.contains("the part 'image' has no file name");
	}

	@ParameterizedTest
	@ValueSource(strings = { "encode", "decode" })
	void aLargeFieldIsNoFileEither(String operation) {
		Multipart form = Multipart.form().field("latent", "x".repeat(3_000_000));
		assertThat(this.service.multipart("/v1/%s?model=tiny-mix".formatted(operation), form).refusal(413, "too-large"))
			.contains("fields", "file name");
	}

	@Test
	void aQueryThatCannotBeReadIsABadParameterOfAFormToo() {
		Multipart form = Multipart.form().file("image", IMAGE);
		for (String query : new String[] { "model=%zz", "a=b" + "&a=b".repeat(1100) }) {
			Answer answer = this.service.raw("""
					POST /v1/encode?%s HTTP/1.1
					Host: localhost
					Connection: close
					Content-Type: %s
					Content-Length: %d

					""".formatted(query, form.contentType(), form.bytes().length),
					new String(form.bytes(), StandardCharsets.ISO_8859_1));
			assertThat(answer.refusal(400, "bad-parameter")).contains("The query could not be read");
		}
	}

	@Test
	void anInterpolationSaysWhichFilesItFound() {
		Multipart form = Multipart.form().file("image", "a.png", IMAGE).file("second", "b.png", IMAGE);
		assertThat(refused("interpolate", form)).contains("1 parts", "found were files named 'second'");
		form = Multipart.form().file("image", "a.png", IMAGE).field("latent", "x");
		assertThat(refused("interpolate", form)).contains("the part 'latent' has no file name");
	}

	@Test
	void aMisspelledFieldIsNamedWithTheNearestParameter() {
		Multipart form = Multipart.form().file("image", IMAGE).field("scale", "true");
		assertThat(this.service.multipart("/v1/encode?model=tiny-mix", form).refusal(400, "bad-parameter"))
			.contains("'scale'", "'scaled'");
		form = Multipart.form().file("image", IMAGE).field("scaled", "true");
		this.service.multipart("/v1/encode?model=tiny-mix", form).ok();
	}

	@Test
	void anEmptyFileIsRefused() {
		this.service.multipart("/v1/encode", Multipart.form().file("image", new byte[0])).refusal(400, "empty-body");
	}

	@Test
	void theNameOfAnEmptyFileIsNotRepeatedAsItIs() {
		Answer answer = this.service.multipart("/v1/encode", Multipart.form().file("a\u202eb", new byte[0]));
		assertThat(answer.refusal(400, "empty-body")).contains("'a?b'");
	}

	@Test
	void aFileThatIsNoImageIsRefused() {
		byte[] text = "text".getBytes(StandardCharsets.UTF_8);
		this.service.multipart("/v1/encode", Multipart.form().file("image", text)).refusal(415, "not-an-image");
	}

	@ParameterizedTest
	@ValueSource(strings = { "multipart/form-data", "multipart/form-data; boundary=",
			"multipart/form-data; boundary=other" })
	void aFormWithoutItsBoundaryIsRefused(String type) {
		byte[] body = Multipart.form().file("image", IMAGE).bytes();
		this.service.post("/v1/encode?model=tiny-mix", type, body).refusal(400, "bad-request");
	}

	@ParameterizedTest
	@ValueSource(strings = { "encode", "interpolate" })
	void anUnquotedBoundaryIsNamed(String operation) {
		byte[] body = Multipart.form().file("image", IMAGE).bytes();
		Answer answer = this.service.post("/v1/" + operation, "multipart/form-data; boundary=----=_Part_1", body);
		assertThat(answer.refusal(415, "unsupported-media-type")).contains("boundary", "----=_Part_1", "quotes");
	}

	@Test
	void aFormThatDoesNotEndIsRefused() {
		Multipart form = Multipart.form().file("image", IMAGE);
		this.service.post("/v1/encode?model=tiny-mix", form.contentType(), form.unfinished())
			.refusal(400, "bad-request");
		this.service.post("/v1/encode?model=tiny-mix", form.contentType(), new byte[0]).refusal(400, "bad-request");
	}

	@ParameterizedTest
	@ValueSource(ints = { 8, 64 })
	void aFormWithLineFeedsAloneIsToldHowLinesEnd(int side) {
		Multipart form = Multipart.form().file("image", TestImages.png(TestImages.noise(side, side)));
		byte[] body = new String(form.bytes(), StandardCharsets.ISO_8859_1).replace("\r\n", "\n")
			.getBytes(StandardCharsets.ISO_8859_1);
		Answer answer = this.service.post("/v1/encode?model=tiny-mix", form.contentType(), body);
		assertThat(answer.status()).isIn(400, 413);
		assertThat(answer.json().path("detail").asString()).contains("CR and LF");
	}

	@Test
	void aPartWithEndlessHeadersIsRefused() {
		Multipart form = Multipart.form().file("x".repeat(10_000), IMAGE);
		Answer answer = this.service.multipart("/v1/encode?model=tiny-mix", form);
		assertThat(answer.refusal(413, "too-large")).contains("8192", "file name");
	}

	@ParameterizedTest
	@ValueSource(strings = { "encode", "reconstruct" })
	void theOnlyFileOfAFormIsTakenWhateverItsName(String operation) {
		Answer expected = this.service.post("/v1/%s?model=tiny-mix".formatted(operation), "image/png", IMAGE).ok();
		Answer answer = this.service.multipart("/v1/%s?model=tiny-mix".formatted(operation),
				Multipart.form().file("photo", IMAGE));
		assertThat(answer.ok().body()).isEqualTo(expected.body());
	}

	@ParameterizedTest
	@EnumSource(Wire.class)
	void aLatentIsTakenAsTheFileOfAForm(Wire wire) {
		Tensor latent = Latents.golden("tiny-mix");
		RgbImage expected = this.service.decode("model=tiny-mix", latent);
		for (String name : List.of("latent", "other")) {
			Multipart form = Multipart.form().file(name, wire.write(latent));
			assertThat(this.service.multipart("/v1/decode?model=tiny-mix" + wire.query(latent), form).image())
				.isEqualTo(expected);
		}
	}

	@Test
	void aFormThatIsNoLatentIsRefused() {
		assertThat(
				this.service.multipart("/v1/decode", Multipart.form().file("latent", IMAGE)).refusal(400, "bad-tensor"))
			.contains("safetensors");
		assertThat(this.service.multipart("/v1/decode", Multipart.form().field("latent", "[1]"))
			.refusal(400, "bad-request")).contains("'latent' has no file name");
	}

	private String refused(String operation, Multipart form) {
		return this.service.multipart("/v1/%s?model=tiny-mix".formatted(operation), form).refusal(400, "bad-request");
	}

}
