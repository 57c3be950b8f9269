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
import dev.dcae.image.metrics.ImageMetrics;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reconstructions as numbers.
 */
@HttpTest
class ReportTests extends RefusalTests {

	private static final String REPORT = "/v1/reconstruct?report=true&model=";

	private static final Offset<Double> CLOSE = Offset.offset(1e-9);

	ReportTests(Service service) {
		super(service);
	}

	@Test
	void aReportMeasuresTheImageThatIsAnsweredWithoutIt() {
		RgbImage image = TestImages.noise(37, 23);
		RgbImage made = this.service.post("/v1/reconstruct?model=tiny-mix", image).image();
		JsonNode report = this.service.post(REPORT + "tiny-mix", image).ok().json();
		assertThat(report.path("mse").asDouble()).isEqualTo(ImageMetrics.mse(image, made), CLOSE);
		assertThat(report.path("psnr").asDouble()).isEqualTo(ImageMetrics.psnr(image, made), CLOSE);
		assertThat(report.path("ssim").asDouble()).isEqualTo(ImageMetrics.ssim(image, made), CLOSE);
		assertThat(report.has("lpips")).isFalse();
	}

	@Test
	void aReportSaysWhatTheLatentTakes() {
		JsonNode report = this.service.post(REPORT + "tiny-mix", TestImages.noise(37, 23)).ok().json();
		assertThat(report.path("model").asString()).isEqualTo("tiny-mix");
		assertThat(report.path("family").asString()).isEqualTo("DC-AE");
		assertThat(report.path("ratio").asInt()).isEqualTo(8);
		assertThat(report.path("width").asInt()).isEqualTo(37);
		assertThat(report.path("height").asInt()).isEqualTo(23);
		assertThat(report.path("latentShape").toString()).isEqualTo("[1,8,3,5]");
		assertThat(report.path("values").asInt()).isEqualTo(120);
		assertThat(report.path("valuesPerPixel").asDouble()).isEqualTo(120.0 / (37 * 23), CLOSE);
		assertThat(report.path("bitsPerPixel").path("float32").asDouble()).isEqualTo(32 * 120.0 / (37 * 23), CLOSE);
		assertThat(report.path("bitsPerPixel").path("float16").asDouble()).isEqualTo(16 * 120.0 / (37 * 23), CLOSE);
	}

	@Test
	void whatIsCroppedIsComparedInItsNewSize() {
		RgbImage image = TestImages.noise(37, 23);
		RgbImage made = this.service.post("/v1/reconstruct?model=tiny-mix&fit=crop", image).image();
		JsonNode report = this.service.post(REPORT + "tiny-mix&fit=crop", image).ok().json();
		assertThat(report.path("width").asInt()).isEqualTo(32);
		assertThat(report.path("height").asInt()).isEqualTo(16);
		assertThat(report.path("mse").asDouble()).isEqualTo(ImageMetrics.mse(image.centerCrop(32, 16), made), CLOSE);
	}

	@Test
	void channelsThatAreLeftOffAreNotCounted() {
		JsonNode report = this.service.post(REPORT + "tiny-1.5&channels=2", TestImages.noise(16, 16)).ok().json();
		assertThat(report.path("latentShape").toString()).isEqualTo("[1,2,2,2]");
		assertThat(report.path("values").asInt()).isEqualTo(8);
	}

	@ParameterizedTest
	@ValueSource(strings = { "image/png", "text/html" })
	void aReportIsJsonOnly(String accept) {
		this.service.post(REPORT + "tiny-mix", TestImages.noise(8, 8), "Accept", accept).refusal(406, "not-acceptable");
	}

	/**
	 * Generated clients accept it wherever an operation has some.
	 */
	@Test
	void toAcceptJsonWithoutAReportIsNoWish() {
		RgbImage image = TestImages.noise(8, 8);
		byte[] expected = this.service.post("/v1/reconstruct?model=tiny-mix", image).ok().body();
		for (String accept : new String[] { "application/json", "application/json, application/problem+json" }) {
			Answer answer = this.service.post("/v1/reconstruct?model=tiny-mix", image, "Accept", accept).ok();
			assertThat(answer.header("Content-Type")).isEqualTo("image/png");
			assertThat(answer.body()).isEqualTo(expected);
		}
		assertThat(this.service
			.post("/v1/reconstruct?model=tiny-mix", image, "Accept", "application/json, image/webp;q=0.5")
			.ok()
			.header("Content-Type")).isEqualTo("image/webp");
		this.service.post("/v1/reconstruct?model=tiny-mix", image, "Accept", "text/html")
			.refusal(406, "not-acceptable");
	}

	@Test
	void aReportThatIsNeitherWantedNorNotIsRefused() {
		assertThat(
				this.service.post("/v1/reconstruct?report=maybe", TestImages.noise(8, 8)).refusal(400, "bad-parameter"))
			.contains("report", "true or false");
	}

}
