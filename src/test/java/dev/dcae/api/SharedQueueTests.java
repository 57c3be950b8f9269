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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

import dev.dcae.image.RgbImage;
import dev.dcae.serving.Scheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A caller who sends in bulk leaves room for the others.
 */
@KeyedService
@Timeout(120)
class SharedQueueTests {

	private final RgbImage image = TestImages.noise(16, 16);

	private final Service service;

	private final HeldBackend backend;

	private final Scheduler scheduler;

	SharedQueueTests(Service service, HeldBackend backend, Scheduler scheduler) {
		this.service = service;
		this.backend = backend;
		this.scheduler = scheduler;
	}

	@AfterEach
	void release() {
		this.backend.release();
	}

	@Test
	void aCallerWhoseShareIsFullIsToldSoAndOthersComeIn() throws InterruptedException {
		List<CompletableFuture<Answer>> accepted = new ArrayList<>();
		this.backend.hold();
		accepted.add(encode(KeyedService.BULK));
		this.backend.awaitRunning(1);
		accepted.add(encode(KeyedService.BULK));
		accepted.add(encode(KeyedService.BULK));
		await(() -> this.scheduler.status().queue().items() == 2);
		Answer refused = encode(KeyedService.BULK).join();
		assertThat(refused.refusal(429, "share-full")).contains("'bulk'", "2 items");
		assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
		accepted.add(encode(KeyedService.WEB));
		accepted.add(encode(KeyedService.WEB));
		await(() -> this.scheduler.status().queue().items() == 4);
		assertThat(encode(KeyedService.WEB).join().json().path("type").asString())
			.isEqualTo("urn:dcae:problem:queue-full");
		this.backend.release();
		assertThat(accepted).extracting((answer) -> answer.join().status()).containsOnly(200);
	}

	@Test
	void aFormOfMoreImagesThanTheShareWaitsForRoom() {
		Multipart form = Multipart.form();
		for (int i = 0; i < 12; i++) {
			form.file("image", i + ".png", TestImages.png(this.image));
		}
		this.service.multipart("/v1/encode", form, "Authorization", "Bearer " + KeyedService.BULK).ok();
	}

	@Test
	void aShareIsOneOfTheMemoryForRequestsToo() throws InterruptedException {
		// Some 1.4 MB each, of which the share of 4 MB holds two, and as much again
		// while it is decoded.
		RgbImage large = TestImages.gradient(448, 500);
		this.backend.hold();
		CompletableFuture<Answer> first = encode(KeyedService.WEB);
		this.backend.awaitRunning(1);
		List<CompletableFuture<Answer>> sent = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			sent.add(encode(KeyedService.BULK, large));
			int waiting = i + 1;
			await(() -> this.scheduler.status().queue().items() == waiting);
		}
		assertThat(encode(KeyedService.BULK, large).join().refusal(429, "share-full")).contains("'bulk'", "memory",
				"4 MB");
		CompletableFuture<Answer> other = encode(KeyedService.WEB, large);
		await(() -> this.scheduler.status().queue().items() == 3);
		this.backend.release();
		assertThat(first.join().status()).isEqualTo(200);
		assertThat(other.join().status()).isEqualTo(200);
		assertThat(sent).extracting((answer) -> answer.join().status()).containsOnly(200);
	}

	private CompletableFuture<Answer> encode(String key) {
		return encode(key, this.image);
	}

	private CompletableFuture<Answer> encode(String key, RgbImage image) {
		return CompletableFuture.supplyAsync(
				() -> this.service.post("/v1/encode", image, "Authorization", "Bearer " + key),
				(task) -> Thread.ofVirtual().start(task));
	}

	private static void await(BooleanSupplier condition) throws InterruptedException {
		while (!condition.getAsBoolean()) {
			Thread.sleep(1);
		}
	}

}
