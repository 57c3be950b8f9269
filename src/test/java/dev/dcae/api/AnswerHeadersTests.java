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

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The headers by which answers describe themselves.
 */
@HttpTest
class AnswerHeadersTests {

	private final Service service;

	AnswerHeadersTests(Service service) {
		this.service = service;
	}

	@ParameterizedTest
	@ValueSource(strings = { "42", "a/b:c=d+e.f_g-h", "0af7651916cd43dd8448eb211c80319c" })
	void aHarmlessRequestIdComesBack(String id) {
		assertThat(this.service.get("/v1/models", "X-Request-Id", id).header("X-Request-Id")).isEqualTo(id);
	}

	@ParameterizedTest
	@ValueSource(strings = { "two words", "<script>", "\"quoted\"", "a,b", "" })
	void aHarmfulRequestIdIsReplaced(String id) {
		assertThat(this.service.get("/v1/models", "X-Request-Id", id).header("X-Request-Id"))
			.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
	}

	@Test
	void anEndlessRequestIdIsReplaced() {
		assertThat(this.service.get("/v1/models", "X-Request-Id", "7".repeat(200)).header("X-Request-Id")).hasSize(36);
	}

	@Test
	void everyRequestWithoutAnIdGetsItsOwn() {
		String one = this.service.get("/v1/models").header("X-Request-Id");
		assertThat(one).hasSize(36).isNotEqualTo(this.service.get("/v1/models").header("X-Request-Id"));
	}

	@Test
	void everyOperationTellsItsModelAndWhereItsTimeWent() {
		Answer encoded = this.service.post("/v1/encode?model=tiny-mix", TestImages.noise(24, 16)).ok();
		Answer decoded = this.service.post("/v1/decode", "application/json", encoded.body()).ok();
		Answer reconstructed = this.service.post("/v1/reconstruct?model=tiny-mix", TestImages.noise(24, 16)).ok();
		for (Answer answer : Arrays.asList(encoded, decoded, reconstructed)) {
			assertThat(answer.header("X-Model")).isEqualTo("tiny-mix");
			assertThat(answer.header("Server-Timing")).matches(
					"parse;dur=\\d+\\.\\d+, queue;dur=\\d+\\.\\d+, batch_wait;dur=\\d+\\.\\d+, device;dur=\\d+\\.\\d+, encode;dur=\\d+\\.\\d+");
			assertThat(answer.header("X-Request-Id")).isNotBlank();
		}
		assertThat(encoded.header("X-Image-Size")).isEqualTo("24x16");
	}

	@ParameterizedTest
	@CsvSource({ "60s, 0", "2s, 1", "60000ms, 2", "999999999s, 3" })
	void aRequestMaySayHowUrgentItIs(String timeout, String priority) {
		this.service
			.post("/v1/encode?model=tiny-mix", TestImages.noise(8, 8), "X-Request-Timeout", timeout, "X-Priority",
					priority)
			.ok();
	}

}
