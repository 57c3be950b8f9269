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

import java.net.Socket;

import dev.dcae.serving.Scheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that end their sending side after the request, and go on reading: as
 * {@code nc -N} and some proxies do.
 */
@HeldService
@Timeout(60)
class HalfClosedTests {

	private static final String ENCODE = "/v1/encode?model=tiny-sana";

	private final byte[] image = TestImages.png(TestImages.noise(16, 16));

	private final Service service;

	private final HeldBackend backend;

	private final Scheduler scheduler;

	HalfClosedTests(Service service, HeldBackend backend, Scheduler scheduler) {
		this.service = service;
		this.backend = backend;
		this.scheduler = scheduler;
	}

	@AfterEach
	void release() {
		this.backend.release();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Connection: close\r\n" })
	void theyAreAnsweredHoweverLongItTakes(String header) throws Exception {
		byte[] expected = this.service.post(ENCODE, "image/png", this.image).ok().body();
		this.backend.hold();
		try (KeptConnection client = new KeptConnection(this.service.port())) {
			client.post(ENCODE, "image/png", this.image, header);
			client.sendNoMore();
			this.backend.awaitRunning(1);
			// By then it was looked for three times, and found.
			assertThat(client.peek(3)).isEqualTo("HTT");
			this.backend.release();
			assertThat(client.receive().ok().body()).isEqualTo(expected);
			assertThat(client.isClosed()).isTrue();
		}
	}

	@Test
	void aRefusalIsWholeToo() throws Exception {
		this.backend.hold();
		try (KeptConnection client = new KeptConnection(this.service.port())) {
			client.post(ENCODE, "image/png", this.image, "X-Request-Timeout: 700ms\r\n");
			client.sendNoMore();
			assertThat(client.receive().refusal(504, "deadline-missed")).isNotBlank();
		}
	}

	@Test
	void whoIsGoneIsNotTakenForOneOfThem() throws Exception {
		this.backend.hold();
		try (KeptConnection first = new KeptConnection(this.service.port());
				KeptConnection reading = new KeptConnection(this.service.port())) {
			first.post(ENCODE, "image/png", this.image, "");
			this.backend.awaitRunning(1);
			KeptConnection gone = new KeptConnection(this.service.port());
			gone.post(ENCODE, "image/png", this.image, "");
			reading.post(ENCODE, "image/png", this.image, "");
			reading.sendNoMore();
			while (this.scheduler.status().queue().items() < 2) {
				Thread.sleep(1);
			}
			gone.close();
			while (this.scheduler.status().queue().items() > 1) {
				Thread.sleep(1);
			}
			this.backend.release();
			first.receive().ok();
			reading.receive().ok();
		}
		assertThat(this.backend.items()).isEqualTo(2);
	}

	@Test
	void aConnectionThatIsUsedAgainHasNothingOfTheOneBefore() throws Exception {
		for (int i = 0; i < 20; i++) {
			// Its channel is free for the next.
			new Socket("localhost", this.service.port()).close();
			try (KeptConnection client = new KeptConnection(this.service.port())) {
				client.get("/v1/models").ok();
				client.get("/v1/models").ok();
			}
		}
	}

}
