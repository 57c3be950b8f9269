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

import java.util.List;
import java.util.Locale;

import dev.dcae.image.Formats;
import dev.dcae.image.RgbImage;
import dev.dcae.image.formats.ImageFormats;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestConstructor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The service with other formats than it comes with: a JPEG that is watched, and one
 * format more.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "management.server.port=0", "dcae.cache-dir=target/http-tests", "dcae.models[0].id=tiny-mix",
				"dcae.models[0].source=src/test/resources/fixtures/tiny-mix" })
@Import({ Service.class, OtherFormatsTests.OtherFormats.class })
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
@DirtiesContext
class OtherFormatsTests {

	private final RgbImage image = TestImages.gradient(40, 24);

	private final Service service;

	private final WatchedFormat jpeg;

	OtherFormatsTests(Service service, WatchedFormat jpeg) {
		this.service = service;
		this.jpeg = jpeg;
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class OtherFormats {

		@Bean
		WatchedFormat jpeg() {
			return new WatchedFormat(Formats.JPEG);
		}

		@Bean
		@Primary
		ImageFormats otherFormats(WatchedFormat jpeg) {
			return new ImageFormats(List.of(Formats.PNG, jpeg, Formats.WEBP, new ToyFormat()));
		}

	}

	@BeforeEach
	void forget() {
		this.jpeg.forget();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1/encode", "/v1/reconstruct", "/v1/reconstruct?report=true", "/v1/compare",
			"/v2/models/tiny-mix.encode_file/infer", "/remote-vae/tiny-mix/encode" })
	void anImageFileIsParsedOnceAndItsPixelsAreReadOnceInThePool(String path) {
		// The header is of the Open Inference Protocol: all of the body is the file.
		this.service
			.post(path, "image/jpeg", TestImages.file(this.image, "jpeg"), "Inference-Header-Content-Length", "0")
			.ok();
		assertThat(this.jpeg.headers()).hasSize(1).allMatch(Thread::isVirtual);
		assertThat(this.jpeg.pixels()).hasSize(1).allMatch((thread) -> thread.getName().startsWith("image-"));
	}

	@Test
	void soIsThatOfAForm() {
		Multipart form = Multipart.form().file("image", TestImages.file(this.image, "jpeg"));
		this.service.multipart("/v1/encode", form).ok();
		assertThat(this.jpeg.headers()).hasSize(1);
		assertThat(this.jpeg.pixels()).hasSize(1).allMatch((thread) -> thread.getName().startsWith("image-"));
	}

	@Test
	void whatIsTooLargeIsRefusedByItsHeader() {
		byte[] file = TestImages.file(this.image, "jpeg");
		int frame = 0;
		while (file[frame] != (byte) 0xff || file[frame + 1] != (byte) 0xc0) {
			frame++;
		}
		file[frame + 5] = (byte) 0xff;
		file[frame + 7] = (byte) 0xff;
		this.service.post("/v1/encode", "image/jpeg", file).refusal(413, "too-large");
		assertThat(this.jpeg.headers()).hasSize(1);
		assertThat(this.jpeg.pixels()).isEmpty();
	}

	@Test
	void aFormatThatIsAddedIsTaken() {
		byte[] toy = new ToyFormat().encode(this.image);
		String expected = this.service.post("/v1/encode", this.image).ok().text();
		assertThat(this.service.post("/v1/encode", "image/x-toy", toy).ok().text()).isEqualTo(expected);
		byte[] remote = this.service.post("/remote-vae/tiny-mix/encode", "image/png", TestImages.png(this.image))
			.ok()
			.body();
		assertThat(this.service.post("/remote-vae/tiny-mix/encode", "image/x-toy", toy).ok().body()).isEqualTo(remote);
	}

	@Test
	void aFormatThatIsAddedIsAnswered() {
		RgbImage expected = this.service.post("/v1/reconstruct", this.image).image();
		byte[] toy = new ToyFormat().encode(expected);
		Answer accepted = this.service.post("/v1/reconstruct", this.image, "Accept", "image/x-toy").ok();
		assertThat(accepted.header("Content-Type")).isEqualTo("image/x-toy");
		assertThat(accepted.body()).isEqualTo(toy);
		for (String name : new String[] { "toy", "x-toy" }) {
			assertThat(this.service.post("/v1/reconstruct?format=" + name, this.image).ok().body()).isEqualTo(toy);
		}
	}

	@Test
	void aFormatThatIsAddedIsNamedWhereverFormatsAre() {
		assertThat(this.service.post("/v1/encode", "text/plain", new byte[1]).refusal(415, "unsupported-media-type"))
			.contains("image/png, image/jpeg, image/webp, image/x-toy, multipart/form-data");
		assertThat(this.service.post("/v1/encode", "image/png", new byte[] { 1 }).refusal(415, "not-an-image"))
			.contains("PNG, JPEG, WebP or Toy");
		assertThat(this.service.post("/v1/reconstruct?format=gif", this.image).refusal(400, "bad-parameter"))
			.contains("png, jpeg, webp, x-toy, npy, raw");
		assertThat(this.service.get("/playground/formats.js").ok().text()).contains("\"image/x-toy\":\"toy\"");
	}

	@Test
	void aFormatThatIsAddedIsDescribed() {
		JsonNode description = this.service.described();
		JsonNode paths = description.path("paths");
		for (String operation : new String[] { "/v1/encode", "/v1/reconstruct", "/v1/compare",
				"/remote-vae/{model}/encode" }) {
			assertThat(paths.path(operation).path("post").path("requestBody").path("content").propertyNames())
				.as(operation)
				.contains("image/png", "image/jpeg", "image/webp", "image/x-toy")
				.noneMatch((type) -> type.contains("*"));
		}
		for (String operation : new String[] { "/v1/decode", "/v1/reconstruct", "/v1/interpolate",
				"/remote-vae/{model}/decode" }) {
			assertThat(paths.path(operation).path("post").path("responses").path("200").path("content").propertyNames())
				.as(operation)
				.contains("image/png", "image/jpeg", "image/webp", "image/x-toy")
				.noneMatch((type) -> type.contains("*"));
		}
		JsonNode components = description.path("components");
		JsonNode parameters = components.path("parameters");
		assertThat(parameters.at("/format/schema/enum").toString()).contains("\"x-toy\"");
		assertThat(parameters.at("/image_format/schema/enum").toString()).contains("\"toy\"");
		assertThat(components.path("schemas").path("ImageForm").toString().toLowerCase(Locale.ROOT))
			.contains("webp or toy");
	}

}
