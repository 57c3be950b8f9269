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

import dev.dcae.image.RgbImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The forms of answers, by the wish of the client.
 */
@HttpTest
class NegotiationTests {

	private final Service service;

	NegotiationTests(Service service) {
		this.service = service;
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			image/png                                  | image/png
			image/jpeg                                 | image/jpeg
			image/webp                                 | image/webp
			*/*                                        | image/png
			image/*                                    | image/png
			image/jpeg;q=0.5, image/webp               | image/webp
			image/webp;q=0.5, image/jpeg;q=0.6         | image/jpeg
			image/png;q=0.1, */*                       | image/jpeg
			image/png;q=0, */*                         | image/jpeg
			image/*, image/png;q=0, image/jpeg;q=0     | image/webp
			image/webp, */*;q=0.8                      | image/webp
			text/html, image/webp;q=0.9, */*;q=0.8     | image/webp
			*/*, image/jpeg                            | image/jpeg
			application/json, image/jpeg;q=0.2         | image/jpeg
			image/avif, image/webp, image/apng, */*;q=0.8 | image/webp
			""")
	void anImageIsAnsweredAsItsReaderLikesBest(String accept, String answered) {
		Answer answer = this.service.post("/v1/reconstruct?model=tiny-mix", TestImages.gradient(16, 16), "Accept",
				accept);
		assertThat(answer.header("Content-Type")).isEqualTo(answered);
		assertThat(answer.image().width()).isEqualTo(16);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			*/*                                                       | application/json
			application/*                                             | application/json
			application/json;q=0.4, application/x-npy;q=0.5           | application/x-npy
			application/octet-stream                                  | application/octet-stream
			application/x-safetensors, application/json;q=0.9, */*;q=0.1 | application/x-safetensors
			application/json;q=0, */*;q=0.1                           | application/x-safetensors
			""")
	void aLatentIsAnsweredAsItsReaderLikesBest(String accept, String answered) {
		Answer answer = this.service.post("/v1/encode?model=tiny-mix", TestImages.gradient(16, 16), "Accept", accept);
		assertThat(answer.ok().header("Content-Type")).isEqualTo(answered);
	}

	@Test
	void whoSaysNothingGetsJsonOrPng() {
		RgbImage image = TestImages.gradient(16, 16);
		Answer latent = this.service.post("/v1/encode?model=tiny-mix", image).ok();
		Answer decoded = this.service.post("/v1/decode", "application/json", latent.body()).ok();
		Answer reconstructed = this.service.post("/v1/reconstruct?model=tiny-mix", image).ok();
		assertThat(latent.header("Content-Type")).isEqualTo("application/json");
		assertThat(decoded.header("Content-Type")).isEqualTo("image/png");
		assertThat(reconstructed.header("Content-Type")).isEqualTo("image/png");
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/problem+json", "application/problem+json;q=0.5" })
	void whoSaysOnlyHowItReadsProblemsGetsTheDefault(String accept) {
		RgbImage image = TestImages.gradient(16, 16);
		Answer latent = this.service.post("/v1/encode?model=tiny-mix", image, "Accept", accept).ok();
		assertThat(latent.header("Content-Type")).isEqualTo("application/json");
		assertThat(this.service.post("/v1/decode", "application/json", latent.body(), "Accept", accept)
			.ok()
			.header("Content-Type")).isEqualTo("image/png");
		assertThat(this.service.get("/v1/models", "Accept", accept).ok().header("Content-Type"))
			.isEqualTo("application/json");
	}

	@Test
	void howProblemsAreReadDoesNotSpeakForTheRest() {
		this.service
			.post("/v1/reconstruct?model=tiny-mix", TestImages.gradient(16, 16), "Accept",
					"application/problem+json, text/html")
			.refusal(406, "not-acceptable");
	}

	@ParameterizedTest
	@CsvSource({ "encode, application/pdf", "encode, image/png", "encode, application/json;q=0", "decode, text/html",
			"decode, application/json", "decode, image/png;q=0", "decode, image/avif", "reconstruct, video/*",
			"reconstruct, rubbish" })
	void whatCannotBeAnsweredIsRefusedWithWhatCan(String operation, String accept) {
		boolean decodes = operation.equals("decode");
		byte[] body = decodes ? Wire.JSON.write(Latents.golden("tiny-mix"))
				: TestImages.png(TestImages.gradient(16, 16));
		Answer answer = this.service.post("/v1/%s?model=tiny-mix".formatted(operation),
				decodes ? "application/json" : "image/png", body, "Accept", accept);
		assertThat(answer.refusal(406, "not-acceptable"))
			.contains(operation.equals("encode") ? "application/x-npy" : "image/webp");
	}

	@Test
	void anAcceptOfAHundredTypesIsRefusedAndNotAFailure() {
		String accept = "image/png" + ", text/plain".repeat(100);
		Answer answer = this.service.post("/v1/reconstruct?model=tiny-mix", TestImages.gradient(16, 16), "Accept",
				accept);
		answer.refusal(406, "not-acceptable");
	}

	@ParameterizedTest
	@CsvSource({ "png, image/png", "jpeg, image/jpeg", "jpg, image/jpeg", "webp, image/webp" })
	void theAddressCanAskForAFormatAsWell(String format, String answered) {
		RgbImage image = TestImages.gradient(16, 16);
		Answer reconstructed = this.service.post("/v1/reconstruct?model=tiny-mix&format=" + format, image, "Accept",
				"image/png, */*");
		Answer decoded = this.service.post("/v1/decode?model=tiny-mix&format=" + format, "application/json",
				Wire.JSON.write(Latents.golden("tiny-mix")));
		assertThat(reconstructed.ok().header("Content-Type")).isEqualTo(answered);
		assertThat(decoded.ok().header("Content-Type")).isEqualTo(answered);
	}

	@ParameterizedTest
	@ValueSource(strings = { "jpeg", "webp" })
	void lessQualityMakesASmallerFile(String format) {
		RgbImage image = TestImages.noise(64, 64);
		int[] sizes = new int[3];
		for (int i = 0; i < 3; i++) {
			sizes[i] = this.service
				.post("/v1/reconstruct?model=tiny-mix&format=%s&quality=%d".formatted(format, 1 + 44 * i), image)
				.ok()
				.body().length;
		}
		assertThat(sizes).isSorted().doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json;charset=UTF-16", "application/json; charset=utf-8",
			"*/*;charset=UTF-16LE", "application/json;version=2;q=0.5" })
	void parametersOfAnAcceptedTypeAreOverlooked(String accept) {
		for (String path : new String[] { "/v1/models", "/v1/status", "/v2", "/v2/models/tiny-mix.encode" }) {
			Answer answer = this.service.get(path, "Accept", accept);
			assertThat(answer.ok().header("Content-Type")).startsWith("application/json");
			assertThat(answer.json().isObject()).isTrue();
		}
	}

	@ParameterizedTest
	@CsvSource({ "json, application/json", "safetensors, application/x-safetensors", "npy, application/x-npy",
			"raw, application/octet-stream" })
	void theFormatOfALatentStandsInForTheHeader(String format, String answered) {
		RgbImage image = TestImages.gradient(16, 16);
		for (String accept : new String[] { "*/*", "text/html", "application/json" }) {
			Answer answer = this.service.post("/v1/encode?model=tiny-mix&format=" + format, image, "Accept", accept)
				.ok();
			assertThat(answer.header("Content-Type")).isEqualTo(answered);
		}
		Answer accepted = this.service.post("/v1/encode?model=tiny-mix", image, "Accept", answered).ok();
		assertThat(this.service.post("/v1/encode?model=tiny-mix&format=" + format, image).body())
			.isEqualTo(accepted.body());
	}

	@Test
	void theFormatOfManyLatentsStandsInForTheHeader() {
		byte[] png = TestImages.png(TestImages.gradient(16, 16));
		Multipart one = Multipart.form().file("image", "a.png", png);
		assertThat(this.service.multipart("/v1/encode?model=tiny-mix&format=zip", one).unzipped())
			.containsOnlyKeys("latents.json", "a.png.npy");
		Multipart two = Multipart.form().file("image", "a.png", png).file("image", "b.png", png);
		assertThat(
				this.service.multipart("/v1/encode?model=tiny-mix&format=zip", two, "Accept", "text/html").unzipped())
			.containsOnlyKeys("latents.json", "a.png.npy", "b.png.npy");
		assertThat(
				this.service.multipart("/v1/encode?model=tiny-mix&format=safetensors", two).ok().header("Content-Type"))
			.isEqualTo("application/x-safetensors");
		assertThat(this.service.multipart("/v1/encode?model=tiny-mix&format=npy", two).refusal(400, "bad-parameter"))
			.contains("safetensors, zip");
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/html", "application/json", "image/webp" })
	void theFormatOfAnImageStandsInForTheHeader(String accept) {
		Answer latent = this.service.post("/v1/encode?model=tiny-mix", TestImages.gradient(16, 16)).ok();
		Answer decoded = this.service.post("/v1/decode?format=jpeg", "application/json", latent.body(), "Accept",
				accept);
		assertThat(decoded.ok().header("Content-Type")).isEqualTo("image/jpeg");
	}

	@Test
	void aReportIsJsonByItsFormatToo() {
		RgbImage image = TestImages.gradient(16, 16);
		String report = "/v1/reconstruct?model=tiny-mix&report=true&format=";
		assertThat(this.service.post(report + "json", image, "Accept", "image/png").ok().header("Content-Type"))
			.isEqualTo("application/json");
		assertThat(this.service.post(report + "png", image).refusal(400, "bad-parameter")).contains("'png'", "json");
		assertThat(this.service.post("/v1/reconstruct?model=tiny-mix&format=json", image).refusal(400, "bad-parameter"))
			.contains("'json'", "png");
	}

	@Test
	void aComparisonIsATableOrASheetByItsFormat() {
		RgbImage image = TestImages.gradient(16, 16);
		assertThat(this.service.post("/v1/compare?model=tiny-mix&format=png", image).image().width()).isPositive();
		assertThat(this.service.post("/v1/compare?model=tiny-mix&format=json", image, "Accept", "image/png")
			.ok()
			.header("Content-Type")).isEqualTo("application/json");
		assertThat(this.service.post("/v1/compare?format=jpeg", image).refusal(400, "bad-parameter"))
			.contains("json, png");
	}

	@ParameterizedTest
	@CsvSource({ "alpha=0.5&format=zip, application/zip", "alpha=0&alpha=1&format=zip, application/zip",
			"alpha=0&alpha=1&format=jpeg, application/zip", "alpha=0&alpha=1&format=sheet, image/png",
			"alpha=0.5&format=webp, image/webp", "alpha=0.5&format=npy, application/x-npy" })
	void thePathBetweenTwoImagesIsAnsweredByItsFormat(String query, String answered) {
		byte[] png = TestImages.png(TestImages.gradient(16, 16));
		Multipart form = Multipart.form().file("image", "a.png", png).file("image", "b.png", png);
		for (String accept : new String[] { "*/*", "text/html" }) {
			Answer answer = this.service.multipart("/v1/interpolate?model=tiny-mix&" + query, form, "Accept", accept);
			assertThat(answer.ok().header("Content-Type")).isEqualTo(answered);
		}
	}

	@Test
	void theStatusIsJsonByItsFormatToo() {
		Answer status = this.service.get("/v1/status?format=json", "Accept", "text/event-stream").ok();
		assertThat(status.json().path("accepting").asBoolean()).isTrue();
		assertThat(this.service.get("/v1/status?format=xml").refusal(400, "bad-parameter")).contains("json, events");
	}

}
