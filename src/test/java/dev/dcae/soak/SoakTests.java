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
package dev.dcae.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.dcae.serving.Scheduler;
import dev.dcae.serving.ServingStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole service under a mixed load: 64 clients with images of their own, in many
 * sizes and formats, some of which hang up and some of which are in a hurry.
 */
@Tag("slow")
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "management.server.port=0", "dcae.cache-dir=target/cache", "dcae.queue.max-items=48" })
class SoakTests {

	private static final int CLIENTS = 64;

	private static final long SECONDS = Long.getLong("dcae.soak.seconds", 60);

	@LocalServerPort
	int port;

	@Autowired
	Scheduler scheduler;

	@Autowired
	MeterRegistry registry;

	@Test
	void everyClientGetsTheAnswerToItsOwnImageOrAPromisedRefusal() throws Exception {
		List<SoakClient> clients = new ArrayList<>();
		for (int i = 0; i < CLIENTS; i++) {
			clients.add(new SoakClient(this.port, i));
		}
		long encodesBefore = items("encode_image");
		long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
		List<Thread> threads = clients.stream()
			.map((client) -> Thread.ofVirtual().start(() -> client.run(until)))
			.toList();
		for (Thread thread : threads) {
			thread.join();
		}
		awaitIdle();
		Tally tally = clients.stream().map(SoakClient::tally).reduce(new Tally(), Tally::plus);
		System.out.println(tally);
		assertThat(tally.wrong).as("wrong answers").isEmpty();
		assertThat(tally.unexpected).as("answers that were not promised").isEmpty();
		assertThat(tally.answered).as("answers").isGreaterThan(CLIENTS);
		assertThat(tally.hungUp).as("hang-ups").isPositive();
		assertThat(tally.late).as("missed deadlines").isPositive();
		assertThat(tally.refused).as("refusals of a full queue").isPositive();
		ServingStatus status = this.scheduler.status();
		assertThat(status.queue().items()).isZero();
		assertThat(status.queue().pixels()).isZero();
		// A request that ends while its image is decoded has no item yet.
		assertThat(items("encode_image") - encodesBefore).as("items counted for requests sent")
			.isBetween(tally.encodes - tally.late - tally.hungUp, tally.encodes);
	}

	/**
	 * Requests whose clients hung up end a little later than the clients.
	 */
	private void awaitIdle() throws InterruptedException {
		long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
		while (this.scheduler.status().outstanding() > 0 || active() > 0) {
			assertThat(System.nanoTime()).as("time until the service is idle").isLessThan(deadline);
			Thread.sleep(50);
		}
	}

	private long active() {
		return this.registry.find("http.server.requests.active")
			.longTaskTimers()
			.stream()
			.mapToLong((timer) -> timer.activeTasks())
			.sum();
	}

	private long items(String operation) {
		return (long) this.registry.find("dcae.items")
			.tag("operation", operation)
			.counters()
			.stream()
			.mapToDouble(Counter::count)
			.sum();
	}

}
