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

import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import dev.dcae.api.http.MemoryCeiling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestConstructor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that do not take their answers. Writing one may stand still for a second.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "management.server.port=0", "dcae.cache-dir=target/http-tests", "dcae.models[0].id=tiny-mix",
				"dcae.models[0].source=src/test/resources/fixtures/tiny-mix", "server.tomcat.connection-timeout=1s" })
@Import(Service.class)
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
@DirtiesContext
@Timeout(60)
class SlowReadersTests {

	/** More than the buffers of both ends, as float32. */
	private static final String LARGE = "/v1/decode?return=float&shape=1,8,128,128&dtype=float32";

	private final Service service;

	private final MemoryCeiling memory;

	SlowReadersTests(Service service, MemoryCeiling memory) {
		this.service = service;
		this.memory = memory;
	}

	@Test
	void anAnswerThatIsNotTakenEndsAndItsMemoryIsGivenBack() throws Exception {
		byte[] latent = new byte[4 * 8 * 128 * 128];
		try (Socket socket = new Socket()) {
			socket.setReceiveBufferSize(4 << 10);
			socket.setSoTimeout(60_000);
			socket.connect(new InetSocketAddress("localhost", this.service.port()));
			socket.getOutputStream()
				.write(("POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\n"
						+ "Accept: application/octet-stream\r\nContent-Length: %d\r\n\r\n")
					.formatted(LARGE, latent.length)
					.getBytes(StandardCharsets.US_ASCII));
			socket.getOutputStream().write(latent);
			assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
				.isEqualTo("HTTP/1.1 200");
			assertThat(this.memory.reserved()).isPositive();
			while (this.memory.reserved() != 0) {
				Thread.sleep(1);
			}
			assertThat(socket.getInputStream().readAllBytes().length).isLessThan(3 * 4 * 1024 * 1024);
		}
		this.service.get("/v1/models").ok();
	}

}
