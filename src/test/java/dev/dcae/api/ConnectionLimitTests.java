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
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.dcae.api.http.MemoryCeiling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestConstructor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that are slow, silent or many. Requests may take two seconds, and the next
 * bytes of one a second.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "management.server.port=0", "dcae.cache-dir=target/http-tests", "dcae.models[0].id=tiny-mix",
				"dcae.models[0].source=src/test/resources/fixtures/tiny-mix", "dcae.limits.request-timeout=2s",
				"server.tomcat.connection-timeout=1s", "server.tomcat.keep-alive-timeout=2s",
				"server.tomcat.max-connections=20" })
@Import(Service.class)
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
@DirtiesContext
@Timeout(120)
class ConnectionLimitTests {

	private static final int CONNECTIONS = 20;

	private final Service service;

	private final MemoryCeiling memory;

	ConnectionLimitTests(Service service, MemoryCeiling memory) {
		this.service = service;
		this.memory = memory;
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Type: image/png\nContent-Length: 1000000\n\n",
			"Content-Type: multipart/form-data; boundary=x\nContent-Length: 1000000\n\n--x\r\n" })
	void aBodyThatDripsIsRefusedAndItsMemoryGivenBack(String head) throws IOException {
		try (Socket socket = open()) {
			send(socket, "POST /v1/encode HTTP/1.1\nHost: localhost\n" + head);
			Answer answer = drip(socket);
			answer.refusal(408, "too-slow");
		}
		assertThat(this.memory.reserved()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Type: image/png\nContent-Length: 1000000\n\n",
			"Content-Type: image/png\nTransfer-Encoding: chunked\n\n",
			"Content-Type: multipart/form-data; boundary=x\nContent-Length: 1000000\n\n--x\r\n" })
	void aBodyThatStopsIsRefused(String head) throws IOException {
		try (Socket socket = open()) {
			send(socket, "POST /v1/encode HTTP/1.1\nHost: localhost\n" + head);
			Answer.parse(socket.getInputStream().readAllBytes()).refusal(408, "too-slow");
		}
		assertThat(this.memory.reserved()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Inference-Header-Content-Length: 100\n", "Content-Encoding: gzip\n" })
	void aBodyOfTheInferenceProtocolIsNoException(String header) throws IOException {
		try (Socket socket = open()) {
			send(socket, "POST /v2/models/tiny-mix.encode/infer HTTP/1.1\nHost: localhost\n"
					+ "Content-Type: application/json\nContent-Length: 1000000\n" + header + "\n");
			Answer answer = Answer.parse(socket.getInputStream().readAllBytes());
			assertThat(answer.status()).isEqualTo(408);
			assertThat(answer.json().path("error").asString()).isNotBlank();
		}
		assertThat(this.memory.reserved()).isZero();
	}

	@Test
	void aClientThatSaysNothingIsDisconnected() throws IOException {
		try (Socket silent = open(); Socket halfway = open()) {
			send(halfway, "GET /v1/models HTTP/1.1\nHost: loc");
			assertThat(silent.getInputStream().read()).isEqualTo(-1);
			assertThat(halfway.getInputStream().readAllBytes().length).isLessThan(2000);
		}
	}

	@Test
	void silenceBetweenRequestsMayBeLongerThanWithinOneAndEndsTheConnection() throws IOException {
		try (KeptConnection kept = new KeptConnection(this.service.port())) {
			assertThat(kept.get("/v1/models").status()).isEqualTo(200);
			long start = System.nanoTime();
			assertThat(kept.peek(1)).as("nothing more").isEmpty();
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(1500));
		}
	}

	@Test
	void connectionsBeyondTheLimitWaitUntilOthersEnd() throws IOException {
		List<Socket> holders = new ArrayList<>();
		try {
			// Some are what earlier requests have left open.
			for (int i = 0; i < 2 * CONNECTIONS; i++) {
				holders.add(open());
			}
			// All of them are silent, so that the service ends them.
			this.service.get("/v1/models").ok();
			holders.getFirst().setSoTimeout(1);
			assertThat(holders.getFirst().getInputStream().read()).as("ended before others were let in").isEqualTo(-1);
		}
		finally {
			for (Socket holder : holders) {
				holder.close();
			}
		}
	}

	/**
	 * Sends a byte ten times a second until there is an answer.
	 */
	private static Answer drip(Socket socket) throws IOException {
		Thread dripping = Thread.ofVirtual().start(() -> {
			try {
				while (true) {
					socket.getOutputStream().write('x');
					TimeUnit.MILLISECONDS.sleep(100);
				}
			}
			catch (IOException | InterruptedException ex) {
				// The service, or the test, has ended it.
			}
		});
		try {
			return Answer.parse(socket.getInputStream().readAllBytes());
		}
		finally {
			dripping.interrupt();
		}
	}

	private Socket open() {
		try {
			Socket socket = new Socket("localhost", this.service.port());
			socket.setSoTimeout(60_000);
			return socket;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void send(Socket socket, String text) throws IOException {
		socket.getOutputStream()
			.write(text.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
		socket.getOutputStream().flush();
	}

}
