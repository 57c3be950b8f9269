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

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import dev.dcae.image.Formats;
import dev.dcae.image.RgbImage;
import dev.dcae.image.metrics.ImageMetrics;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One image through several models.
 */
@HttpTest
class CompareTests extends RefusalTests {

	CompareTests(Service service) {
		super(service);
	}

	@Test
	void allModelsAreComparedUnlessSomeAreNamed() {
		List<String> served = StreamSupport
			.stream(this.service.get("/v1/models").ok().json().path("models").spliterator(), false)
			.map((model) -> model.path("id").asString())
			.toList();
		assertThat(ids(this.service.post("/v1/compare", TestImages.noise(40, 24)).ok().json()))
			.containsExactlyElementsOf(served);
		assertThat(ids(
				this.service.post("/v1/compare?model=tiny-1.5,tiny-mix,tiny-1.5", TestImages.noise(8, 8)).ok().json()))
			.containsExactly("tiny-1.5", "tiny-mix");
	}

	@Test
	void eachModelIsMeasuredAsInAReportOfItsOwnInTheImagesSize() {
		RgbImage image = TestImages.noise(37, 23);
		JsonNode table = this.service.post("/v1/compare?model=embedded&model=tiny-mix", image).ok().json();
		assertThat(table.path("width").asInt()).isEqualTo(37);
		assertThat(table.path("height").asInt()).isEqualTo(23);
		for (JsonNode row : table.path("models")) {
			JsonNode alone = this.service
				.post("/v1/reconstruct?report=true&model=" + row.path("model").asString(), image)
				.ok()
				.json();
			assertThat(row.path("width").asInt()).isEqualTo(37);
			assertThat(row.path("height").asInt()).isEqualTo(23);
			assertThat(row.path("mse").asDouble()).isEqualTo(alone.path("mse").asDouble(), Offset.offset(0.01));
			assertThat(row.path("latentShape")).isEqualTo(alone.path("latentShape"));
		}
		assertThat(table.path("models").path(0).path("ratio").asInt()).isEqualTo(32);
		assertThat(table.path("models").path(1).path("ratio").asInt()).isEqualTo(8);
	}

	@Test
	void aContactSheetShowsTheImageBesideEachModels() {
		RgbImage image = TestImages.noise(100, 60);
		RgbImage two = this.service.post("/v1/compare?model=tiny-mix", image, "Accept", "image/png").image();
		RgbImage three = this.service.post("/v1/compare?model=tiny-mix&model=tiny-sana", image, "Accept", "image/png")
			.image();
		assertThat(two.width()).isGreaterThan(2 * 100);
		assertThat(three.width()).isGreaterThan(3 * 100);
		assertThat(three.height()).isEqualTo(two.height()).isGreaterThan(60);
	}

	@Test
	void aZipHasTheTableAndTheImageOfEachModel() throws IOException {
		RgbImage image = TestImages.noise(37, 23);
		Answer answer = this.service
			.post("/v1/compare?model=tiny-sana&model=tiny-mix", image, "Accept", "application/zip")
			.ok();
		assertThat(answer.header("Content-Type")).isEqualTo("application/zip");
		Map<String, byte[]> files = unzip(answer.body());
		assertThat(files.keySet()).containsExactly("report.json", "tiny-sana.png", "tiny-mix.png");
		JsonNode table = new JsonMapper().readTree(files.get("report.json"));
		assertThat(ids(table)).containsExactly("tiny-sana", "tiny-mix");
		for (JsonNode row : table.path("models")) {
			RgbImage made = Formats.decode(files.get(row.path("model").asString() + ".png"));
			assertThat(ImageMetrics.mse(made, image)).isCloseTo(row.path("mse").asDouble(), Offset.offset(1e-6));
		}
		assertThat(unzip(this.service.post("/v1/compare?model=tiny-mix&format=zip", image).ok().body()))
			.containsOnlyKeys("report.json", "tiny-mix.png");
	}

	/**
	 * One of 180 × 128 pixels is above the threshold of tiny-mix.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "application/json", "image/png", "application/zip" })
	void theAnswerTellsWhatWasTiled(String type) {
		String query = "/v1/compare?model=tiny-sana&model=";
		Answer tiled = this.service.post(query + "tiny-mix", TestImages.noise(180, 128), "Accept", type).ok();
		assertThat(tiled.header("X-Tiled")).isEqualTo("true");
		assertThat(tiled.header("X-Model")).isEqualTo("tiny-sana,tiny-mix");
		Answer whole = this.service.post(query + "tiny-1.5", TestImages.noise(180, 128), "Accept", type).ok();
		assertThat(whole.headers().map()).doesNotContainKeys("X-Tiled", "X-Retried-In-Fp32");
		assertThat(whole.header("X-Model")).isEqualTo("tiny-sana,tiny-1.5");
	}

	@Test
	void aFormIsTakenToo() {
		Multipart form = Multipart.form().file("image", TestImages.png(TestImages.noise(8, 8)));
		assertThat(ids(this.service.multipart("/v1/compare?model=tiny-mix", form).ok().json()))
			.containsExactly("tiny-mix");
	}

	@Test
	void anUnknownModelAmongThemIsRefused() {
		assertThat(this.service.post("/v1/compare?model=tiny-mix&model=none", TestImages.noise(8, 8))
			.refusal(404, "unknown-model")).contains("'none'");
	}

	@Test
	void otherFormatsAreRefused() {
		this.service.post("/v1/compare", TestImages.noise(8, 8), "Accept", "image/jpeg").refusal(406, "not-acceptable");
		this.service.post("/v1/compare", "text/plain", new byte[1]).refusal(415, "unsupported-media-type");
		this.service.post("/v1/compare", "image/png", new byte[1]).refusal(415, "not-an-image");
	}

	private static Map<String, byte[]> unzip(byte[] zip) throws IOException {
		Map<String, byte[]> files = new LinkedHashMap<>();
		try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
			for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
				files.put(entry.getName(), in.readAllBytes());
			}
		}
		return files;
	}

	private static List<String> ids(JsonNode table) {
		return StreamSupport.stream(table.path("models").spliterator(), false)
			.map((model) -> model.path("model").asString())
			.toList();
	}

}
