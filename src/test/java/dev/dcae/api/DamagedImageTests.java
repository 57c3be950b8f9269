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

import java.lang.foreign.MemorySegment;

import dev.dcae.image.Formats;
import dev.dcae.tensor.Safetensors;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Image files of real collections, odd or damaged behind their pixels.
 */
@HttpTest
class DamagedImageTests {

	private final Service service;

	DamagedImageTests(Service service) {
		this.service = service;
	}

	@ParameterizedTest
	@CsvSource({ "no-eoi.jpg, JPEG", "no-iend.png, PNG" })
	void anImageWhoseEndIsDamagedIsTakenAndTheAnswerSaysSo(String name, String title) {
		String warning = "The end of the %s file is missing or damaged; all of the image is there.".formatted(title);
		byte[] file = TestImages.resource(name);
		String type = type(name);
		Answer encoded = this.service.post("/v1/encode?model=tiny-mix", type, file).ok();
		assertThat(encoded.header("X-Warning")).isEqualTo(warning);
		Tensor expected = this.service.encode("model=tiny-mix", Formats.decode(file));
		assertThat(Latents.maxDifference(Wire.JSON.read(encoded), expected)).isLessThan(1e-4f);
		for (String path : new String[] { "/v1/reconstruct?model=tiny-mix",
				"/v1/reconstruct?report=true&model=tiny-mix", "/v1/compare?model=tiny-mix" }) {
			assertThat(this.service.post(path, type, file).ok().header("X-Warning")).as(path).isEqualTo(warning);
		}
	}

	@ParameterizedTest
	@CsvSource({ "exif-prefix-twice.png, 64x96", "trns-4-bytes-a.png, 96x64", "trns-4-bytes-b.png, 96x64",
			"no-huffman-tables.jpg, 96x64", "one-frame.webp, 96x64" })
	void anOddImageIsTakenAndNothingIsSaid(String name, String size) {
		Answer answer = this.service.post("/v1/encode?model=tiny-mix", type(name), TestImages.resource(name)).ok();
		assertThat(answer.header("X-Image-Size")).isEqualTo(size);
		assertThat(answer.headers().firstValue("X-Warning")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "image/jpg, 420.jpg", "image/pjpeg, 420.jpg", "image/x-png, rgb.png" })
	void aTypeByAnotherNameIsTaken(String type, String name) {
		for (String path : new String[] { "/v1/encode?model=tiny-mix", "/v1/reconstruct?model=tiny-mix",
				"/v1/compare?model=tiny-mix" }) {
			this.service.post(path, type, TestImages.resource(name)).ok();
		}
	}

	@Test
	void aRefusalListsNoOtherNames() {
		for (String path : new String[] { "/v1/encode?model=tiny-mix", "/remote-vae/tiny-mix/encode" }) {
			assertThat(this.service.post(path, "text/plain", new byte[] { 1 }).refusal(415, "unsupported-media-type"))
				.contains("image/jpeg", "image/png")
				.doesNotContain("image/jpg", "image/pjpeg", "image/x-png");
		}
		this.service.post("/remote-vae/tiny-mix/encode", "image/JPG; q=1", TestImages.resource("420.jpg")).ok();
	}

	@Test
	void theAnswerOnManyImagesSaysWhoseEndIsDamaged() {
		Multipart form = Multipart.form()
			.file("image", "whole.png", TestImages.resource("rgb.png"))
			.file("image", "cut.png", TestImages.resource("no-iend.png"))
			.file("image", "cut.jpg", TestImages.resource("no-eoi.jpg"));
		Answer answer = this.service.multipart("/v1/encode?model=tiny-mix", form).ok();
		assertThat(answer.header("X-Warning")).contains("PNG file is missing", "JPEG file is missing");
		String warnings = Safetensors.parse(MemorySegment.ofArray(answer.body())).metadata().get("warnings");
		assertThat(warnings).contains("\"cut.png\"", "\"cut.jpg\"").doesNotContain("whole");
	}

	@ParameterizedTest
	@ValueSource(strings = { "image/jpgg", "image/x-jpeg2", "image/gif" })
	void anyOtherTypeIsNot(String type) {
		assertThat(this.service.post("/v1/encode?model=tiny-mix", type, TestImages.resource("420.jpg")).status())
			.isEqualTo(415);
	}

	@Test
	void nothingIsSaidOfAWholeImage() {
		Answer answer = this.service.post("/v1/encode?model=tiny-mix", "image/png", TestImages.resource("rgb.png"))
			.ok();
		assertThat(answer.headers().firstValue("X-Warning")).isEmpty();
	}

	private static String type(String name) {
		return "image/" + name.substring(name.indexOf('.') + 1).replace("jpg", "jpeg");
	}

}
