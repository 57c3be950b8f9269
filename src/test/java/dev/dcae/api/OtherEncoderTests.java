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

import java.util.Map;

import dev.dcae.tensor.Safetensors;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Latents that say which encoder made them.
 */
@HttpTest
class OtherEncoderTests extends RefusalTests {

	OtherEncoderTests(Service service) {
		super(service);
	}

	private static final Tensor LATENT = Latents.golden("tiny-mix");

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "application/x-safetensors" })
	void aLatentOfAnotherEncoderIsRefusedUnlessForced(String type) {
		byte[] latent = this.service.post("/v1/encode?model=tiny-mix", TestImages.noise(16, 16), "Accept", type)
			.ok()
			.body();
		Answer refused = this.service.post("/v1/decode?model=tiny-sana", type, latent);
		assertThat(refused.refusal(422, "other-encoder")).contains("'tiny-mix'", "tiny-sana", "force=true");
		Answer forced = this.service.post("/v1/decode?model=tiny-sana&force=true", type, latent).ok();
		assertThat(forced.header("X-Model")).isEqualTo("tiny-sana");
		this.service.post("/v1/decode?model=tiny-sana&force=false", type, latent).refusal(422, "other-encoder");
	}

	@Test
	void modelsThatShareAnEncoderDecodeEachOthersLatents() {
		byte[] latent = this.service.post("/v1/encode?model=tiny-mix", TestImages.noise(16, 16)).ok().body();
		Answer again = this.service.post("/v1/decode?model=tiny-mix-again", "application/json", latent).ok();
		Answer own = this.service.post("/v1/decode", "application/json", latent).ok();
		assertThat(again.header("X-Model")).isEqualTo("tiny-mix-again");
		assertThat(own.header("X-Model")).isEqualTo("tiny-mix");
		assertThat(again.body()).isEqualTo(own.body());
		byte[] inFp32 = this.service.post("/v1/encode?model=tiny-sana", TestImages.noise(16, 16)).ok().body();
		this.service.post("/v1/decode?model=tiny-sana-bf16", "application/json", inFp32).ok();
	}

	@Test
	void aModelsNameAloneTellsItsEncoder() {
		byte[] json = Latents.json(LATENT, "model", "tiny-mix");
		this.service.post("/v1/decode?model=tiny-mix-again", "application/json", json).ok();
		this.service.post("/v1/decode?model=tiny-sana", "application/json", json).refusal(422, "other-encoder");
	}

	@Test
	void aLatentOfAModelThatIsNotServedFindsOneWithItsEncoder() {
		String digest = this.service.get("/v1/models/tiny-sana").json().path("encoder").asString();
		Map<String, Object> fields = Latents.fields(Latents.golden("tiny-sana"));
		fields.put("model", "another-name");
		fields.put("encoder", digest);
		Answer answer = this.service.post("/v1/decode", "application/json", Latents.json(fields)).ok();
		assertThat(answer.header("X-Model")).isEqualTo("tiny-sana");
	}

	@Test
	void aLatentOfAnUnknownModelIsRefusedUnlessForced() {
		byte[] json = Latents.json(LATENT, "model", "unknown");
		assertThat(
				this.service.post("/v1/decode?model=tiny-mix", "application/json", json).refusal(422, "other-encoder"))
			.contains("'unknown'", "force=true");
		this.service.post("/v1/decode?model=tiny-mix&force=true", "application/json", json).ok();
		byte[] file = Safetensors.toBytes(Map.of("latent", LATENT), Map.of("model", "unknown"));
		this.service.post("/v1/decode?model=tiny-mix", "application/x-safetensors", file).refusal(422, "other-encoder");
	}

	@Test
	void aModelWhoseWeightsHaveChangedIsAnotherEncoder() {
		Map<String, Object> fields = Latents.fields(LATENT);
		fields.put("model", "tiny-mix");
		fields.put("encoder", "0".repeat(64));
		this.service.post("/v1/decode", "application/json", Latents.json(fields)).refusal(422, "other-encoder");
	}

	@Test
	void forceDoesNotMakeAnUnfitLatentFit() {
		byte[] json = Latents.json(Latents.golden("tiny-1.5"), "model", "tiny-1.5");
		this.service.post("/v1/decode?model=tiny-mix&force=true", "application/json", json)
			.refusal(422, "unfit-latent");
	}

}
