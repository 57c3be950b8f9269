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
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.dcae.api.http.MemoryCeiling;
import org.junit.jupiter.api.Tag;
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
 * Bodies that hardly move, beside small requests. The memory for all is that of two of
 * the largest bodies, and a client beyond the proxies may send four at once.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "management.server.port=0", "dcae.cache-dir=target/http-tests", "dcae.models[0].id=tiny-mix",
				"dcae.models[0].source=src/test/resources/fixtures/tiny-mix", "dcae.limits.max-body=16MB",
				"dcae.limits.max-in-flight=32MB", "dcae.limits.max-uploads=4",
				"server.tomcat.remoteip.internal-proxies=127.0.0.0/8,10.0.0.0/8" })
@Import(Service.class)
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
@DirtiesContext
@Timeout(60)
class SlowBodiesTests {

	private static final String HEAD = "POST /v1/encode HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\n";

	private static final String LARGEST = "Content-Length: 16777216\r\n\r\n";

	private static final byte[] SMALL = TestImages.png(TestImages.noise(16, 16));

	private final Service service;

	private final MemoryCeiling memory;

	SlowBodiesTests(Service service, MemoryCeiling memory) {
		this.service = service;
		this.memory = memory;
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length: 16777216\r\n\r\nx", "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n",
			"Content-Encoding: gzip\r\nContent-Length: 16777216\r\n\r\n\u001f" })
	void manyThatHardlyMoveLockNobodyOut(String rest) throws Exception {
		List<Socket> slow = new ArrayList<>();
		try {
			for (int i = 0; i < 40; i++) {
				slow.add(begin("", rest));
			}
			awaitReserved(40 * (64 << 10));
			assertThat(this.memory.reserved()).as("what has come, in steps of 64 kB").isEqualTo(40 * (64 << 10));
			for (int i = 0; i < 10; i++) {
				this.service.post("/v1/encode", "image/png", SMALL).ok();
			}
		}
		finally {
			close(slow);
		}
		awaitNothingReserved();
	}

	@Test
	void soDoFormsThatHardlyMove() throws Exception {
		List<Socket> slow = new ArrayList<>();
		try {
			for (int i = 0; i < 40; i++) {
				Socket socket = new Socket("localhost", this.service.port());
				send(socket, ("POST /v1/encode HTTP/1.1\r\nHost: localhost\r\n"
						+ "Content-Type: multipart/form-data; boundary=x\r\n" + LARGEST + "--x\r\n"));
				slow.add(socket);
			}
			while (this.memory.reserved() == 0) {
				Thread.sleep(1);
			}
			for (int i = 0; i < 10; i++) {
				this.service.post("/v1/encode", "image/png", SMALL).ok();
			}
			// Those of small requests, which are given back behind their answers, aside.
			while (this.memory.reserved() > 40 * 4 * (64 << 10)) {
				Thread.sleep(1);
			}
		}
		finally {
			close(slow);
		}
		awaitNothingReserved();
	}

	/**
	 * Three bodies of which nearly all has come would take more than there is: one of
	 * them is refused when it grows, and what is left is enough for small ones.
	 */
	@Test
	void largeOnesThatCannotGrowAreRefusedAndLeaveRoomForSmallOnes() throws Exception {
		List<Socket> large = new ArrayList<>();
		try {
			int refused = 0;
			for (int i = 0; i < 4; i++) {
				Socket socket = begin("", LARGEST);
				large.add(socket);
				long before = this.memory.reserved();
				socket.getOutputStream().write(new byte[(8 << 20) + 1]);
				while (this.memory.reserved() < before + (16 << 20) && socket.getInputStream().available() == 0) {
					Thread.sleep(1);
				}
				if (socket.getInputStream().available() > 0) {
					refused++;
					socket.getOutputStream().write(new byte[(8 << 20) - 1]);
					socket.shutdownOutput();
					Answer answer = Answer.parse(socket.getInputStream().readAllBytes());
					answer.refusal(429, "queue-full");
					assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
				}
				this.service.post("/v1/encode", "image/png", SMALL).ok();
			}
			assertThat(refused).isBetween(2, 3);
		}
		finally {
			close(large);
		}
		awaitNothingReserved();
	}

	@Test
	void aClientBeyondTheProxiesMaySendSomeAtOnceAndOthersAreFree() throws Exception {
		List<Socket> slow = new ArrayList<>();
		try {
			for (int i = 0; i < 4; i++) {
				slow.add(begin("X-Forwarded-For: 9.9.9.9, 203.0.113.7, 10.1.2.3\r\n", LARGEST + "x"));
			}
			awaitReserved(4 * (64 << 10));
			Answer refused = encode("1.1.1.1, 203.0.113.7");
			assertThat(refused.refusal(429, "share-full")).contains("4 bodies");
			encode("203.0.113.8").ok();
			encode("203.0.113.7, 203.0.113.8").ok();
			encode("10.1.2.3").ok();
			this.service.post("/v1/encode", "image/png", SMALL).ok();
			slow.removeFirst().close();
			while (encode("203.0.113.7").status() == 429) {
				Thread.sleep(1);
			}
		}
		finally {
			close(slow);
		}
		awaitNothingReserved();
		for (int i = 0; i < 8; i++) {
			encode("203.0.113.7").ok();
		}
	}

	/**
	 * A byte now and then, as long as the time of a request would allow.
	 */
	@Test
	@Tag("slow")
	void oneThatHardlyMovesIsEndedSoonAfterTenSeconds() throws Exception {
		try (Socket slow = begin("", LARGEST)) {
			long start = System.nanoTime();
			while (slow.getInputStream().available() == 0) {
				slow.getOutputStream().write('x');
				Thread.sleep(200);
			}
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofSeconds(9),
					Duration.ofSeconds(20));
			Answer.parse(slow.getInputStream().readAllBytes()).refusal(408, "too-slow");
		}
		awaitNothingReserved();
	}

	private Answer encode(String forwarded) {
		return this.service.post("/v1/encode", "image/png", SMALL, "X-Forwarded-For", forwarded);
	}

	private Socket begin(String header, String rest) throws IOException {
		Socket socket = new Socket("localhost", this.service.port());
		socket.setSoTimeout(60_000);
		send(socket, HEAD + header + rest);
		return socket;
	}

	private static void send(Socket socket, String text) throws IOException {
		socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	private void awaitReserved(long bytes) throws InterruptedException {
		while (this.memory.reserved() < bytes) {
			Thread.sleep(1);
		}
	}

	private void awaitNothingReserved() throws InterruptedException {
		while (this.memory.reserved() != 0) {
			Thread.sleep(1);
		}
	}

	private static void close(List<Socket> sockets) throws IOException {
		for (Socket socket : sockets) {
			socket.close();
		}
	}

}
