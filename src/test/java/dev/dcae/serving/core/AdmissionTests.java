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
package dev.dcae.serving.core;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import dev.dcae.model.Operation;
import dev.dcae.serving.Caller;
import dev.dcae.serving.Deadline;
import dev.dcae.serving.ServingEvent;
import dev.dcae.serving.ServingException;
import dev.dcae.serving.WorkItem;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The items that are let in, and the word to the rest.
 */
class AdmissionTests {

	@Test
	void theQueueIsBoundedInItems() {
		CoreDriver driver = CoreDriver.serving(Given.queue(3, Long.MAX_VALUE));
		driver.submit(1, 3, 8);
		assertThatExceptionOfType(ServingException.QueueFull.class).isThrownBy(() -> driver.submit(4, 1, 8));
		driver.batch();
		driver.submit(5, 3, 8);
	}

	@Test
	void whoTriesAgainWhenTheQueueIsFullWasNotRefused() {
		CoreDriver driver = CoreDriver.serving(Given.queue(3, Long.MAX_VALUE));
		driver.submit(1, 3, 8);
		for (int i = 0; i < 3; i++) {
			assertThatExceptionOfType(ServingException.QueueFull.class)
				.isThrownBy(() -> driver.submitPatiently(Given.item(4, 8)));
		}
		assertThat(driver.events.of(ServingEvent.Rejected.class)).isEmpty();
		driver.batch();
		driver.submitPatiently(Given.item(4, 8));
		assertThatExceptionOfType(ServingException.DeadlineMissed.class)
			.isThrownBy(() -> driver.submitPatiently(Given.item(5, 8, 0, new Deadline(driver.clock.nanos() - 1))));
		assertThat(driver.events.of(ServingEvent.Rejected.class)).as("for another reason").hasSize(1);
	}

	@Test
	void theQueueIsBoundedInPixels() {
		CoreDriver driver = CoreDriver.serving(Given.queue(100, 200));
		driver.submit(1, 3, 8);
		assertThatExceptionOfType(ServingException.QueueFull.class).isThrownBy(() -> driver.submit(4, 1, 8));
		driver.submit(5, 1, 2);
	}

	@Test
	void ofManySendersExactlyAsManyComeInAsThereIsRoomFor() throws InterruptedException {
		int room = 100;
		int senders = 1000;
		CoreDriver driver = CoreDriver.serving(Given.queue(room, Long.MAX_VALUE));
		AtomicInteger accepted = new AtomicInteger();
		AtomicInteger rejected = new AtomicInteger();
		CountDownLatch start = new CountDownLatch(1);
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			for (int i = 0; i < senders; i++) {
				int id = i;
				threads.execute(() -> {
					try {
						start.await();
						driver.submit(id, 1, 8);
						accepted.incrementAndGet();
					}
					catch (ServingException.QueueFull ex) {
						rejected.incrementAndGet();
					}
					catch (InterruptedException ex) {
						throw new AssertionError(ex);
					}
				});
			}
			start.countDown();
		}
		assertThat(accepted).hasValue(room);
		assertThat(rejected).hasValue(senders - room);
		assertThat(driver.events.of(ServingEvent.Rejected.class)).hasSize(senders - room);
	}

	@Test
	void retryAfterIsTheTimeInWhichTheQueueDrainsAtTheMeasuredRate() {
		CoreDriver driver = CoreDriver.serving(Given.queue(16, Long.MAX_VALUE));
		driver.submit(1, 16, 10);
		Step.Run run = (Step.Run) driver.next(driver.lane());
		driver.finish(driver.lane(), run.batch(), Duration.ofSeconds(2));
		assertThat(driver.status().drainPixelsPerSecond()).isEqualTo(400);
		driver.submit(20, 8, 10);
		assertThatExceptionOfType(ServingException.QueueFull.class).isThrownBy(() -> driver.submit(40, 1, 10))
			.satisfies((full) -> assertThat(full.retryAfter()).isEqualTo(Duration.ofSeconds(4)));
	}

	@Test
	void idleTimeDoesNotMakeTheServiceLookSlow() {
		CoreDriver driver = CoreDriver.serving(Given.queue(8, Long.MAX_VALUE));
		for (int i = 0; i < 3; i++) {
			driver.submit(1, 8, 10);
			driver.finish(driver.lane(), ((Step.Run) driver.next(driver.lane())).batch(), Duration.ofSeconds(2));
			driver.clock.advance(Duration.ofHours(1));
		}
		assertThat(driver.status().drainPixelsPerSecond()).isEqualTo(400);
	}

	@Test
	void anItemThatCouldNeverRunIsToldTheLargestThatCan() {
		CoreDriver driver = CoreDriver.serving(Given.settings(Given.batches(8)));
		long largest = Given.limits().largestPixels(Operation.DECODE);
		assertThatExceptionOfType(ServingException.TooLarge.class).isThrownBy(() -> driver.submit(sized(largest + 1)))
			.satisfies((ex) -> assertThat(ex.largestPixels()).isEqualTo(largest));
		driver.submit(sized(largest));
	}

	@Test
	void anItemThatFitsIntoNoQueueIsTooLargeRatherThanTooLate() {
		CoreDriver driver = CoreDriver.serving(Given.queue(100, 50));
		assertThatExceptionOfType(ServingException.TooLarge.class).isThrownBy(() -> driver.submit(1, 1, 8))
			.satisfies((ex) -> assertThat(ex.largestPixels()).isEqualTo(50));
	}

	@Test
	void aGroupIsAdmittedAsAWholeOrNotAtAll() {
		CoreDriver driver = CoreDriver.serving(Given.queue(3, Long.MAX_VALUE));
		driver.submit(1, 2, 8);
		List<WorkItem> pair = List.of(Given.item(3, 8), Given.item(4, 8));
		assertThatExceptionOfType(ServingException.QueueFull.class)
			.isThrownBy(() -> driver.core.admission.admit(pair, 0));
		assertThat(driver.status().queue().items()).isEqualTo(2);
		List<WorkItem> four = List.of(pair.get(0), pair.get(1), pair.get(0), pair.get(1));
		assertThatIllegalArgumentException().isThrownBy(() -> driver.core.admission.admit(four, 0));
	}

	@Test
	void anUnknownModelIsNamed() {
		CoreDriver driver = CoreDriver.serving(Given.queue(3, Long.MAX_VALUE));
		assertThatExceptionOfType(ServingException.UnknownModel.class)
			.isThrownBy(() -> driver.submit(Given.item("nobody", 1, 8, 0, Deadline.NONE)))
			.withMessageContaining("nobody");
	}

	@Test
	void nothingIsAdmittedBeforeAReplicaIsWarm() {
		CoreDriver driver = new CoreDriver(Given.queue(3, Long.MAX_VALUE));
		driver.register(Given.model(Given.MODEL, Given.CPU));
		assertThat(driver.next(driver.lane())).isInstanceOf(Step.Open.class);
		assertThatExceptionOfType(ServingException.NotReady.class).isThrownBy(() -> driver.submit(1, 1, 8));
	}

	@Test
	void nothingIsAdmittedWhileDraining() {
		CoreDriver driver = CoreDriver.serving(Given.queue(3, Long.MAX_VALUE));
		driver.drain();
		assertThatExceptionOfType(ServingException.Draining.class).isThrownBy(() -> driver.submit(1, 1, 8));
	}

	private static WorkItem sized(long pixels) {
		return new WorkItem(Given.MODEL, Operation.DECODE, Given.tensor(1, 1), pixels, 0, Deadline.NONE, Caller.ANYONE);
	}

}
