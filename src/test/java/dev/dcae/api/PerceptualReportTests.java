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
import java.nio.file.Path;

import dev.dcae.image.RgbImage;
import dev.dcae.torchscript.DistanceArchive;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestConstructor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reports by a service that has a network for perceptual distances: here one that answers
 * the mean absolute difference.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "management.server.port=0", "dcae.cache-dir=target/http-tests", "dcae.models[0].id=tiny-mix",
				"dcae.models[0].source=src/test/resources/fixtures/tiny-mix" })
@Import(Service.class)
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
@DirtiesContext
class PerceptualReportTests {

	@TempDir
	static Path temp;

	private final Service service;

	PerceptualReportTests(Service service) {
		this.service = service;
	}

	@DynamicPropertySource
	static void network(DynamicPropertyRegistry properties) throws IOException {
		Path file = DistanceArchive.meanAbsolute(temp.resolve("distance.pt"));
		properties.add("dcae.quality.lpips", file::toString);
	}

	@Test
	void reportsAndComparisonsHaveTheDistanceOfTheNetwork() {
		RgbImage image = TestImages.noise(40, 24);
		RgbImage made = this.service.post("/v1/reconstruct", image).image();
		double sum = 0;
		for (int i = 0; i < made.pixels().length; i++) {
			sum += Math.abs(Byte.toUnsignedInt(made.pixels()[i]) - Byte.toUnsignedInt(image.pixels()[i])) / 127.5;
		}
		Offset<Double> close = Offset.offset(1e-4);
		assertThat(this.service.post("/v1/reconstruct?report=true", image).ok().json().path("lpips").asDouble())
			.isEqualTo(sum / made.pixels().length, close);
		assertThat(this.service.post("/v1/compare", image).ok().json().path("models").path(0).path("lpips").asDouble())
			.isEqualTo(sum / made.pixels().length, close);
	}

}
