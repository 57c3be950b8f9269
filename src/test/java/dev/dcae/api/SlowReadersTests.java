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
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;

import dev.dcae.api.http.MemoryCeiling;
import dev.dcae.api.http.StreamedBody;
import dev.dcae.image.ImageException;
import dev.dcae.serving.ServingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestConstructor;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Answers that do not come to their end. Writing one may stand still for a second.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "management.server.port=0", "dcae.cache-dir=target/http-tests", "dcae.models[0].id=tiny-mix",
				"dcae.models[0].source=src/test/resources/fixtures/tiny-mix", "server.tomcat.connection-timeout=1s" })
@Import({ Service.class, SlowReadersTests.CutShort.class })
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
@DirtiesContext
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class SlowReadersTests {

	/** More than the buffers of both ends, as float32. */
	private static final String LARGE = "/v1/decode?return=float&shape=1,8,128,128&dtype=float32";

	/** As much in many pictures. */
	private static final String SEVERAL = "/v1/decode?shape=8,8,64,64&dtype=float16";

	private final Service service;

	private final MemoryCeiling memory;

	SlowReadersTests(Service service, MemoryCeiling memory) {
		this.service = service;
		this.memory = memory;
	}

	@Test
	void anAnswerThatIsNotTakenEndsAndItsMemoryIsGivenBack() throws Exception {
		double before = count("not_taken");
		try (Socket socket = ask(LARGE, "application/octet-stream", new byte[4 * 8 * 128 * 128])) {
			assertThat(this.memory.reserved()).isPositive();
			while (this.memory.reserved() != 0) {
				Thread.sleep(1);
			}
			assertThat(socket.getInputStream().readAllBytes().length).isLessThan(3 * 4 * 1024 * 1024);
		}
		this.service.get("/v1/models").ok();
		awaitCount("not_taken", before + 1);
	}

	@Test
	void anAnswerThatIsTakenSlowlyHoldsItsOwnBytes() throws Exception {
		try (Socket _ = ask(LARGE, "application/octet-stream", new byte[4 * 8 * 128 * 128])) {
			assertThat(this.memory.reserved()).isEqualTo(3 * 4 * 1024 * 1024);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/octet-stream", "application/zip" })
	void whoHangsUpInTheMidstOfAnAnswerIsCounted(String type) throws Exception {
		double before = count("cancelled");
		String path = type.equals("application/zip") ? SEVERAL : LARGE;
		try (Socket socket = ask(path, type, noise())) {
			// Resets the connection.
			socket.setSoLinger(true, 0);
		}
		awaitCount("cancelled", before + 1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "deadline_missed", "rejected", "refused", "failed" })
	void anAnswerThatIsCutShortCountsAsWhatCutIt(String outcome, CapturedOutput output) throws InterruptedException {
		double before = cut(outcome);
		assertThatException().isThrownBy(() -> this.service.post("/v1/cut/" + outcome, "text/plain", new byte[1],
				"X-Request-Id", "cut-" + outcome));
		while (cut(outcome) == before) {
			Thread.sleep(5);
		}
		assertThat(output).doesNotContain("Servlet.service()");
		assertThat(output.getAll().lines().filter((line) -> line.contains("cut-" + outcome))).singleElement()
			.asString()
			.contains("cut short");
	}

	private double cut(String outcome) {
		return Scrape.of(this.service)
			.sum("dcae_request_seconds_count", "operation", "none", "model", "none", "outcome", outcome);
	}

	/**
	 * Fails when a part of its answer was sent.
	 */
	@RestController
	static class CutShort {

		@PostMapping("/v1/cut/{outcome}")
		StreamedBody cut(@PathVariable String outcome) {
			return (out) -> {
				out.write(new byte[StreamedBody.HELD_BACK + 1]);
				throw switch (outcome) {
					case "deadline_missed" -> new ServingException.DeadlineMissed();
					case "rejected" -> new ServingException.QueueFull(Duration.ofSeconds(1));
					case "refused" -> ImageException.Undecodable.cutShort("PNG");
					default -> new IllegalStateException("a fault");
				};
			};
		}

	}

	/**
	 * Numbers that are finite in either type.
	 */
	private static byte[] noise() {
		byte[] latent = new byte[4 * 8 * 128 * 128];
		new Random(3).nextBytes(latent);
		for (int i = 1; i < latent.length; i += 2) {
			latent[i] &= (byte) 0xbf;
		}
		return latent;
	}

	/**
	 * Sends a request, and takes the first bytes of its answer alone.
	 */
	private Socket ask(String path, String type, byte[] latent) throws IOException {
		Socket socket = new Socket();
		socket.setReceiveBufferSize(4 << 10);
		socket.setSoTimeout(60_000);
		socket.connect(new InetSocketAddress("localhost", this.service.port()));
		socket.getOutputStream()
			.write(("POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\n"
					+ "Accept: %s\r\nContent-Length: %d\r\n\r\n")
				.formatted(path, type, latent.length)
				.getBytes(StandardCharsets.US_ASCII));
		socket.getOutputStream().write(latent);
		assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
			.isEqualTo("HTTP/1.1 200");
		return socket;
	}

	private double count(String outcome) {
		return Scrape.of(this.service)
			.sum("dcae_request_seconds_count", "operation", "decode", "model", "tiny-mix", "outcome", outcome);
	}

	/**
	 * A request is counted after its connection has ended.
	 */
	private void awaitCount(String outcome, double count) throws InterruptedException {
		while (count(outcome) < count) {
			Thread.sleep(5);
		}
		assertThat(count(outcome)).isEqualTo(count);
	}

}
