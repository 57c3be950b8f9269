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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A service that is told that it is going to be ended.
 */
@HeldService
@TestPropertySource(properties = "dcae.limits.max-in-flight=32MB")
@Timeout(60)
class DrainTests {

	private static final String ENCODE = "/v1/encode?model=tiny-sana";

	private static final String READINESS = "/actuator/health/readiness";

	private static final String LAST = "close";

	private final Service service;

	private final HeldBackend backend;

	DrainTests(Service service, HeldBackend backend) {
		this.service = service;
		this.backend = backend;
	}

	@Test
	void fromThenOnEachAnswerIsTheLastOfItsConnectionAndNoneIsLost() throws Exception {
		try (KeptConnection idle = new KeptConnection(this.service.port());
				KeptConnection busy = new KeptConnection(this.service.port());
				KeptConnection streaming = new KeptConnection(this.service.port());
				KeptConnection probing = new KeptConnection(this.service.managementPort())) {
			assertThat(idle.get("/v1/models").ok().header("Connection")).isEmpty();
			assertThat(probing.get(READINESS).ok().header("Connection")).isEmpty();
			assertThat(drain("?seconds=-1").status()).as("a negative time").isEqualTo(400);
			assertThat(drain("?seconds=soon").status()).isEqualTo(400);
			for (String site : new String[] { "cross-site", "same-site" }) {
				assertThat(drain("", "Sec-Fetch-Site", site).status()).as("a page of another site").isEqualTo(403);
			}
			assertThat(drain("", "Origin", "https://other.example").status()).isEqualTo(403);
			assertThat(idle.get("/v1/models").ok().header("Connection")).isEmpty();
			this.backend.hold();
			busy.post(ENCODE, "image/png", TestImages.png(TestImages.noise(16, 16)), "");
			this.backend.awaitRunning(1);
			Multipart form = Multipart.form()
				.file("image", "a.png", TestImages.png(TestImages.noise(16, 16)))
				.file("image", "b.png", TestImages.png(TestImages.noise(16, 16)));
			streaming.post(ENCODE, form.contentType(), form.bytes(), "Accept: application/zip\r\n");
			assertThat(drain("?seconds=0").ok().json().path("draining").asBoolean()).isTrue();
			this.backend.release();
			isLast(busy, busy.receive().ok());
			Answer zip = streaming.receive().ok();
			assertThat(zip.unzipped()).containsKeys("a.png.npy", "b.png.npy");
			assertThat(zip.header("Transfer-Encoding")).as("so that its end tells whether it is whole")
				.isEqualTo("chunked");
			isLast(streaming, zip);
			isLast(idle, idle.get("/v1/models").ok());
			isLast(probing, probing.get(READINESS).ok());
		}
		drain("", "Sec-Fetch-Site", "none").ok();
		for (String path : new String[] { "/v1/models", "/v1/nothing", "/", "/v2/health/ready", "/%zz" }) {
			try (KeptConnection late = new KeptConnection(this.service.port())) {
				isLast(late, late.get(path));
			}
		}
		assertThat(this.service.get(this.service.managementPort(), READINESS).status())
			.as("nothing is refused meanwhile")
			.isEqualTo(200);
	}

	private static void isLast(KeptConnection connection, Answer answer) throws IOException {
		assertThat(answer.header("Connection")).isEqualTo(LAST);
		assertThat(answer.headers().allValues("Connection")).hasSize(1);
		assertThat(connection.isClosed()).isTrue();
	}

	private Answer drain(String query, String... headers) {
		return this.service.get(this.service.managementPort(), "/actuator/drain" + query, headers);
	}

}
