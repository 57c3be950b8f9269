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
package dev.dcae.api.remotevae;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

import dev.dcae.api.Answer;
import dev.dcae.api.HeldBackend;
import dev.dcae.api.HeldService;
import dev.dcae.api.Latents;
import dev.dcae.api.Service;
import dev.dcae.api.http.MemoryCeiling;
import dev.dcae.serving.Scheduler;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same queue, deadlines and memory as those of all requests: one lane, a queue of two
 * and 4 MB.
 */
@HeldService
@Timeout(120)
class RemoteVaeUnderLoadTests {

	private static final Tensor LATENT = RemoteClient.noise(1, 8, 2, 2);

	private static final String FLOATS = "output_type=pt";

	private final Service service;

	private final RemoteClient client;

	private final HeldBackend backend;

	private final Scheduler scheduler;

	private final MemoryCeiling memory;

	RemoteVaeUnderLoadTests(Service service, HeldBackend backend, Scheduler scheduler, MemoryCeiling memory) {
		this.service = service;
		this.client = new RemoteClient(service);
		this.backend = backend;
		this.scheduler = scheduler;
		this.memory = memory;
	}

	@AfterEach
	void release() throws InterruptedException {
		this.backend.overflow(false);
		this.backend.release();
		this.backend.awaitRunning(0);
		await(() -> this.scheduler.status().outstanding() == 0);
	}

	@Test
	void aFullQueueAndAMissedDeadlineAreToldInJson() throws Exception {
		CompletableFuture<Answer> first = occupy();
		Answer late = this.service.post(
				"/remote-vae/tiny-mix/decode?%s&%s".formatted(FLOATS, RemoteClient.query(LATENT)), "tensor/binary",
				LATENT.toBytes(), "X-Request-Timeout", "50ms");
		late.refusal(504, "deadline-missed");
		await(() -> this.scheduler.status().queue().items() == 0);
		CompletableFuture<Answer> second = CompletableFuture.supplyAsync(this::decode);
		CompletableFuture<Answer> third = CompletableFuture.supplyAsync(this::decode);
		await(() -> this.scheduler.status().queue().items() == 2);
		Answer refused = decode();
		assertThat(refused.status()).isEqualTo(429);
		assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
		assertThat(refused.json().path("type").asString()).isEqualTo("urn:dcae:problem:queue-full");
		assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
		this.backend.release();
		for (CompletableFuture<Answer> accepted : List.of(first, second, third)) {
			assertThat(RemoteClient.tensor(accepted.join()).shape()).isEqualTo(new Shape(1, 3, 16, 16));
		}
		assertThat(this.backend.items()).isEqualTo(3);
	}

	@ParameterizedTest
	@ValueSource(strings = { "decode", "encode" })
	void aBatchWhoseClientHangsUpCostsNoMoreDeviceTime(String operation) throws Exception {
		Tensor batch = operation.equals("decode") ? Latents.filled(0, 3, 8, 2, 2) : Latents.filled(0, 3, 3, 16, 16);
		this.backend.hold();
		try (Socket socket = new Socket("localhost", this.service.port())) {
			socket.getOutputStream()
				.write("POST /remote-vae/tiny-mix/%s?output_type=pt&%s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"
					.formatted(operation, RemoteClient.query(batch), batch.toBytes().length)
					.getBytes(StandardCharsets.US_ASCII));
			socket.getOutputStream().write(batch.toBytes());
			socket.getOutputStream().flush();
			this.backend.awaitRunning(1);
			assertThat(this.memory.reserved()).isPositive();
		}
		await(() -> this.memory.reserved() == 0);
		this.backend.release();
		await(() -> this.scheduler.status().outstanding() == 0);
		assertThat(this.backend.items()).isEqualTo(1);
	}

	@Test
	void aBatchMayBeLargerThanTheQueue() {
		Tensor images = this.client.floats("tiny-mix", RemoteClient.noise(7, 8, 2, 2), "");
		assertThat(images.shape()).isEqualTo(new Shape(7, 3, 16, 16));
		Tensor latents = RemoteClient.tensor(this.client.encode("tiny-mix", RemoteClient.noise(5, 3, 16, 16), ""));
		assertThat(latents.shape()).isEqualTo(new Shape(5, 8, 2, 2));
	}

	@Test
	void whatDoesNotFitTheMemoryForRequestsIsRefusedBeforeItRuns() {
		// 400 × 400 pixels of floats take 5.8 MB, those of a file 1.4 MB.
		Tensor latent = Latents.filled(0, 1, 8, 50, 50).to(DType.F16);
		assertThat(this.client.decode("tiny-sana", latent, FLOATS).status()).isEqualTo(413);
		assertThat(this.memory.reserved()).isZero();
	}

	@Test
	void aResultThatOverflowsInHalfPrecisionIsComputedInFp32AndSaysSo() {
		this.backend.overflow(true);
		for (Answer answer : new Answer[] { decode(), this.client.decode("tiny-mix", LATENT, "", "image/png"),
				this.client.encode("tiny-mix", RemoteClient.noise(2, 3, 16, 16), "") }) {
			assertThat(answer.ok().header("X-Retried-In-Fp32")).isEqualTo("true");
		}
	}

	/**
	 * Puts a request onto the device, and leaves it there.
	 */
	private CompletableFuture<Answer> occupy() throws InterruptedException {
		this.backend.hold();
		CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(this::decode);
		this.backend.awaitRunning(1);
		return answer;
	}

	private Answer decode() {
		return this.client.decode("tiny-mix", LATENT, FLOATS);
	}

	private static void await(BooleanSupplier condition) throws InterruptedException {
		while (!condition.getAsBoolean()) {
			Thread.sleep(1);
		}
	}

}
