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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

import dev.dcae.model.Operation;
import dev.dcae.ops.ModelArchives;
import dev.dcae.ops.ModelSource;
import dev.dcae.ops.ModelSpec;
import dev.dcae.ops.PreparedModel;
import dev.dcae.serving.BatchRunner;
import dev.dcae.serving.ItemResult;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestConstructor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Twice as many requests as the service can answer, each with a deadline, on a device
 * that takes its time whatever the machine is.
 */
@Tag("slow")
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "management.server.port=0", "dcae.cache-dir=target/http-tests", "dcae.cpu.lanes=1",
				"dcae.batching.max-items=8", "dcae.models[0].id=tiny-sana",
				"dcae.models[0].source=src/test/resources/fixtures/tiny-sana" })
@Import({ Service.class, DeadlineGoodputTests.Paced.class })
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
@DirtiesContext
@Timeout(120)
class DeadlineGoodputTests {

	private static final Duration BATCH = Duration.ofMillis(100);

	private static final Duration ITEM = Duration.ofMillis(25);

	private static final int ITEMS = 8;

	/**
	 * Of five full batches.
	 */
	private static final Duration DEADLINE = Duration.ofMillis(1500);

	/**
	 * With what the network and the client may take.
	 */
	private static final Duration IN_TIME = DEADLINE.plusMillis(100);

	private static final Duration LOAD = Duration.ofSeconds(8);

	private final byte[] image = TestImages.png(TestImages.noise(16, 16));

	private final Service service;

	DeadlineGoodputTests(Service service) {
		this.service = service;
	}

	@Test
	void atTwiceTheCapacityNearlyAsMuchIsAnsweredInTime() throws Exception {
		try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
			double capacity = ITEMS / (BATCH.plus(ITEM.multipliedBy(ITEMS)).toMillis() / 1e3);
			learn(clients);
			List<Future<Sent>> sent = new ArrayList<>();
			long start = System.nanoTime();
			int offered = (int) (2 * capacity * LOAD.toSeconds());
			for (int i = 0; i < offered; i++) {
				LockSupport.parkNanos(start + (long) (i * 1e9 / (2 * capacity)) - System.nanoTime());
				sent.add(clients.submit(this::send));
			}
			double seconds = (System.nanoTime() - start) / 1e9;
			for (Future<Sent> one : sent) {
				one.get();
			}
			long inTime = count(sent, (one) -> one.status() == 200 && one.took().compareTo(IN_TIME) <= 0);
			long late = count(sent, (one) -> one.status() == 200 && one.took().compareTo(IN_TIME) > 0);
			long refused = count(sent, (one) -> one.status() == 429);
			long missed = count(sent, (one) -> one.status() == 504);
			System.out.printf(
					"capacity %.1f/s; of %d at %.1f/s %d in time (%.1f/s), %d late, %d refused at once, %d missed%n",
					capacity, offered, offered / seconds, inTime, inTime / seconds, late, refused, missed);
			assertThat(inTime / seconds).isGreaterThanOrEqualTo(0.85 * capacity);
			assertThat(inTime + late + refused + missed).isEqualTo(offered);
		}
	}

	/**
	 * Shows the service how long it takes: a dozen batches of one to eight.
	 */
	private void learn(ExecutorService clients) throws Exception {
		List<Future<Answer>> answers = new ArrayList<>();
		for (int i = 0; i < 12; i++) {
			for (int item = 0; item <= i % ITEMS; item++) {
				answers.add(clients.submit(() -> this.service.post("/v1/encode", "image/png", this.image)));
			}
			for (Future<Answer> answer : answers) {
				answer.get().ok();
			}
		}
	}

	private Sent send() {
		long start = System.nanoTime();
		Answer answer = this.service.post("/v1/encode", "image/png", this.image, "X-Request-Timeout",
				DEADLINE.toMillis() + "ms");
		return new Sent(answer.status(), Duration.ofNanos(System.nanoTime() - start));
	}

	private static long count(List<Future<Sent>> sent, Predicate<Sent> which) {
		return sent.stream().map(Future::resultNow).filter(which).count();
	}

	private record Sent(int status, Duration took) {
	}

	/**
	 * The model on a device that takes as long for each batch and item.
	 */
	@TestConfiguration(proxyBeanMethods = false)
	static class Paced {

		@Bean
		@Primary
		ModelSource pacedModels(ModelArchives archives) {
			return (spec) -> paced(archives, spec);
		}

		private static PreparedModel paced(ModelSource models, ModelSpec spec) {
			PreparedModel prepared = models.prepare(spec);
			return new PreparedModel(prepared.autoencoder(),
					(device, precision) -> paced(prepared.runners().open(device, precision)));
		}

		private static BatchRunner paced(BatchRunner runner) {
			return new BatchRunner() {

				@Override
				public List<ItemResult> run(Operation operation, List<Tensor> batch) {
					long end = System.nanoTime() + BATCH.toNanos() + batch.size() * ITEM.toNanos();
					List<ItemResult> results = runner.run(operation, batch);
					LockSupport.parkNanos(end - System.nanoTime());
					return results;
				}

				@Override
				public void warmUp() {
					runner.warmUp();
				}

				@Override
				public long memoryBytes() {
					return runner.memoryBytes();
				}

				@Override
				public void close() {
					runner.close();
				}

			};
		}

	}

}
