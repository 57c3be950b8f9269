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

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

import dev.dcae.image.RgbImage;
import dev.dcae.serving.Scheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The service with more to do than it can.
 */
@HeldService
@Timeout(60)
class OverloadTests {

	private static final String ENCODE = "/v1/encode?model=tiny-sana";

	private final RgbImage image = TestImages.noise(16, 16);

	private final Service service;

	private final HeldBackend backend;

	private final Scheduler scheduler;

	OverloadTests(Service service, HeldBackend backend, Scheduler scheduler) {
		this.service = service;
		this.backend = backend;
		this.scheduler = scheduler;
	}

	@AfterEach
	void release() {
		this.backend.overflow(false);
		this.backend.release();
	}

	@Test
	void aClientThatHangsUpWhileQueuedIsNoticedSoonAndItsItemNeverReachesTheDevice() throws Exception {
		CompletableFuture<Answer> first = occupy();
		long[] noticed = new long[5];
		for (int i = 0; i < noticed.length; i++) {
			Socket client = send(request());
			await(() -> this.scheduler.status().queue().items() == 1);
			long start = System.nanoTime();
			client.close();
			await(() -> this.scheduler.status().queue().items() == 0);
			noticed[i] = Duration.ofNanos(System.nanoTime() - start).toMillis();
		}
		Arrays.sort(noticed);
		assertThat(noticed[2]).as("milliseconds, the median of five").isLessThanOrEqualTo(1000);
		this.backend.release();
		assertThat(first.join().status()).isEqualTo(200);
		assertThat(this.backend.items()).isEqualTo(1);
	}

	@Test
	void aPipelinedRequestIsNoHangUp() throws Exception {
		CompletableFuture<Answer> first = occupy();
		try (Socket client = send(
				request() + "GET /v1/models HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")) {
			await(() -> this.scheduler.status().queue().items() == 1);
			// Five looks at the connection, if it were taken for a hang-up.
			long until = System.nanoTime() + Duration.ofMillis(500).toNanos();
			await(() -> this.scheduler.status().queue().items() == 0 || System.nanoTime() > until);
			this.backend.release();
			String answers = new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
			assertThat(answers.split("HTTP/1.1 200", -1)).hasSize(3);
			assertThat(answers).contains("\"models\":");
		}
		assertThat(first.join().status()).isEqualTo(200);
		assertThat(this.backend.items()).isEqualTo(2);
	}

	@Test
	void aFullQueueSaysWhenToComeBackAndLosesNothing() throws Exception {
		CompletableFuture<Answer> first = occupy();
		CompletableFuture<Answer> second = encode();
		CompletableFuture<Answer> third = encode();
		await(() -> this.scheduler.status().queue().items() == 2);
		Answer refused = this.service.post(ENCODE, this.image);
		assertThat(refused.status()).isEqualTo(429);
		assertThat(refused.json().path("type").asString()).isEqualTo("urn:dcae:problem:queue-full");
		assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
		assertThat(refused.json().path("detail"))
			.isEqualTo(this.service.described().at("/components/examples/queue-full/value/detail"));
		this.backend.release();
		assertThat(first.join().status()).isEqualTo(200);
		assertThat(second.join().status()).isEqualTo(200);
		assertThat(third.join().status()).isEqualTo(200);
	}

	@Test
	void aFormWithoutALengthIsNoMoreOnItsWayWhenItWaits() throws Exception {
		this.backend.hold();
		CompletableFuture<Answer> first = encodeForm();
		this.backend.awaitRunning(1);
		CompletableFuture<Answer> second = encodeForm();
		await(() -> this.scheduler.status().queue().items() == 1 || second.isDone());
		this.backend.release();
		assertThat(first.join().status()).isEqualTo(200);
		assertThat(second.join().status()).isEqualTo(200);
	}

	/**
	 * In chunks, from a client beyond the proxies, who may send one body at once; to
	 * another model than that whose times other tests go by.
	 */
	private CompletableFuture<Answer> encodeForm() {
		Multipart form = Multipart.form().file("image", TestImages.png(this.image));
		return CompletableFuture.supplyAsync(() -> this.service.send("POST", "/v1/encode?model=tiny-mix",
				BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(form.bytes())), "Content-Type",
				form.contentType(), "X-Forwarded-For", "203.0.113.7"));
	}

	@Test
	void aMissedDeadlineCostsNoDeviceTime() throws Exception {
		CompletableFuture<Answer> first = occupy();
		Answer late = this.service.post(ENCODE, this.image, "X-Request-Timeout", "50ms");
		assertThat(late.status()).isEqualTo(504);
		assertThat(late.json().path("type").asString()).isEqualTo("urn:dcae:problem:deadline-missed");
		this.backend.release();
		assertThat(first.join().status()).isEqualTo(200);
		assertThat(this.backend.items()).isEqualTo(1);
	}

	@Test
	void memoryForRequestsIsBounded() throws Exception {
		// 300 × 300 pixels reserve some 0.8 MB besides their file: of 4 MB, the sixth at
		// the latest does not fit.
		RgbImage large = TestImages.gradient(300, 300);
		CompletableFuture<Answer> first = occupy();
		this.backend.awaitRunning(1);
		CompletableFuture<?>[] waiting = new CompletableFuture<?>[8];
		for (int i = 0; i < waiting.length; i++) {
			waiting[i] = CompletableFuture.supplyAsync(() -> this.service.post(ENCODE, large));
		}
		await(() -> Arrays.stream(waiting).filter(CompletableFuture::isDone).count() >= 6);
		for (CompletableFuture<?> one : waiting) {
			if (one.isDone()) {
				assertThat(((Answer) one.join()).status()).isEqualTo(429);
			}
		}
		this.backend.release();
		assertThat(first.join().status()).isEqualTo(200);
		for (CompletableFuture<?> one : waiting) {
			assertThat(((Answer) one.join()).status()).isIn(200, 429);
		}
		Answer never = this.service.post(ENCODE, TestImages.gradient(800, 800));
		assertThat(never.status()).isEqualTo(413);
		assertThat(this.service.post(ENCODE, this.image).status()).isEqualTo(200);
	}

	@Test
	void aResultThatOverflowsInHalfPrecisionIsComputedInFp32AndSaysSo() {
		String half = "/v1/encode?model=tiny-mix";
		assertThat(this.service.post(half, this.image).ok().headers().firstValue("X-Retried-In-Fp32")).isEmpty();
		this.backend.overflow(true);
		Answer retried = this.service.post(half, this.image).ok();
		assertThat(retried.header("X-Retried-In-Fp32")).isEqualTo("true");
		// A model that is in float32 already has nothing to fall back on.
		assertThat(this.service.post(ENCODE, this.image).status()).isEqualTo(422);
	}

	@Test
	void modelsCanBeUnloadedAndLoadedWhileTheServiceRuns() {
		int port = this.service.managementPort();
		assertThat(this.service.send("DELETE", port, "/actuator/models/tiny-mix").status()).isEqualTo(200);
		assertThat(this.service.post("/v1/encode?model=tiny-mix", this.image).status()).isEqualTo(404);
		assertThat(this.service.send("POST", port, "/actuator/models/tiny-mix").status()).isEqualTo(200);
		assertThat(this.service.post("/v1/encode?model=tiny-mix", this.image).status()).isEqualTo(200);
		assertThat(this.service.get("/v1/models").ok().json().at("/models/0/id").asString()).as("the default, again")
			.isEqualTo("tiny-mix");
		assertThat(this.service.send("POST", port, "/actuator/models/other").status()).isEqualTo(404);
		assertThat(this.service.get(port, "/actuator/models").ok().json().propertyNames()).containsExactly("tiny-mix",
				"tiny-sana");
	}

	/**
	 * Puts a request onto the device, and leaves it there.
	 */
	private CompletableFuture<Answer> occupy() throws InterruptedException {
		this.backend.hold();
		CompletableFuture<Answer> answer = encode();
		this.backend.awaitRunning(1);
		return answer;
	}

	private CompletableFuture<Answer> encode() {
		return CompletableFuture.supplyAsync(() -> this.service.post(ENCODE, this.image));
	}

	private String request() {
		byte[] png = TestImages.png(this.image);
		return "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nContent-Length: %d\r\n\r\n%s"
			.formatted(ENCODE, png.length, new String(png, StandardCharsets.ISO_8859_1));
	}

	private Socket send(String request) throws IOException {
		Socket socket = new Socket("localhost", this.service.port());
		socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
		socket.getOutputStream().flush();
		return socket;
	}

	private static void await(BooleanSupplier condition) throws InterruptedException {
		while (!condition.getAsBoolean()) {
			Thread.sleep(1);
		}
	}

}
