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
import java.lang.foreign.Arena;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import dev.dcae.checkpoint.OriginalNames;
import dev.dcae.checkpoint.hub.FakeHub;
import dev.dcae.image.RgbImage;
import dev.dcae.model.ConfigJson;
import dev.dcae.tensor.Safetensors;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestConstructor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole service with a model from the hub, once in diffusers' naming and once in the
 * original one, beside the same model from a folder.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "management.server.port=0", "dcae.cache-dir=target/http-tests", "dcae.models[0].id=folder",
				"dcae.models[0].source=src/test/resources/fixtures/tiny-sana", "dcae.models[1].id=hub",
				"dcae.models[1].source=hf:owner/tiny-diffusers/vae", "dcae.models[2].id=original",
				"dcae.models[2].source=hf:owner/tiny@main" })
@Import(Service.class)
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
@DirtiesContext
class HubServiceTests {

	private static final Path FIXTURE = Path.of("src/test/resources/fixtures/tiny-sana");

	private static final String WEIGHTS = "diffusion_pytorch_model.safetensors";

	private static final FakeHub HUB = new FakeHub();

	@TempDir
	static Path cache;

	private final Service service;

	HubServiceTests(Service service) {
		this.service = service;
	}

	@DynamicPropertySource
	static void hub(DynamicPropertyRegistry properties) throws IOException {
		byte[] config = Files.readAllBytes(FIXTURE.resolve("config.json"));
		HUB.commit("owner/tiny-diffusers",
				Map.of("vae/config.json", config, "vae/" + WEIGHTS, Files.readAllBytes(FIXTURE.resolve(WEIGHTS))));
		Map<String, Tensor> tensors = Safetensors.map(FIXTURE.resolve(WEIGHTS), Arena.ofAuto()).tensors();
		HUB.commit("owner/tiny",
				Map.of("config.json", config, "model.safetensors", Safetensors.toBytes(
						OriginalNames.of(ConfigJson.of(new String(config, StandardCharsets.UTF_8)).read(), tensors),
						Map.of())));
		properties.add("dcae.hub.endpoint", HUB::endpoint);
		properties.add("dcae.hub.cache-dir", cache::toString);
		properties.add("dcae.hub.offline", () -> false);
	}

	@AfterAll
	static void stop() {
		HUB.close();
	}

	@Test
	void aModelSaysFromWhichCommitItIs() {
		assertThat(model("hub").path("note").asString()).matches("from hf:owner/tiny-diffusers@[0-9a-f]{40}/vae");
		assertThat(model("original").path("note").asString()).matches("from hf:owner/tiny@[0-9a-f]{40}");
		assertThat(cache.resolve("models--owner--tiny/refs/main")).exists();
	}

	@Test
	void oneModelIsTheSameWhereverItIsFromAndWhateverItsTensorsAreCalled() {
		assertThat(model("hub").path("digest")).isEqualTo(model("folder").path("digest"));
		assertThat(model("original").path("digest")).isEqualTo(model("folder").path("digest"));
		RgbImage image = TestImages.noise(64, 48);
		Tensor latent = this.service.encode("model=folder", image);
		assertThat(this.service.encode("model=hub", image).toFloats()).containsExactly(latent.toFloats());
		assertThat(this.service.encode("model=original", image).toFloats()).containsExactly(latent.toFloats());
	}

	@ParameterizedTest
	@ValueSource(strings = { "hf:owner/tiny", "hf:owner/other", "owner/tiny", "ENDPOINT", "ENDPOINT/owner/tiny" })
	void nothingIsFetchedThatARequestNames(String model) {
		String named = model.replace("ENDPOINT", HUB.endpoint());
		int before = HUB.requests("").size();
		this.service
			.post("/v1/encode?model=" + URLEncoder.encode(named, StandardCharsets.UTF_8), TestImages.noise(8, 8))
			.refusal(404, "unknown-model");
		Map<String, Object> latent = Latents.fields(this.service.encode("model=folder", TestImages.noise(8, 8)));
		latent.put("model", named);
		this.service.post("/v1/decode", "application/json", Latents.json(latent)).refusal(422, "other-encoder");
		assertThat(HUB.requests("")).hasSize(before);
	}

	private JsonNode model(String id) {
		return this.service.get("/v1/models/" + id).ok().json();
	}

}
