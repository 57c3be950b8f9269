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
import java.util.stream.IntStream;

import dev.dcae.serving.Deadline;
import dev.dcae.serving.ServingEvent;
import dev.dcae.serving.ServingException;
import dev.dcae.serving.WorkItem;
import dev.dcae.serving.queue.QueuedItem;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Items that would be late: they are refused, or settled before they cost device time.
 * Batches of four items take four seconds here, of one item one.
 */
class UnreachableDeadlineTests {

	private final CoreDriver driver = CoreDriver.serving(Given.settings(Given.batches(4)));

	@Test
	void whereNothingIsLearnedEverythingIsAdmitted() {
		this.driver.teach(3, 4, 8, Duration.ofSeconds(4));
		submit(1, Duration.ofMillis(1));
	}

	@Test
	void anItemThatCannotBeDoneInTimeEvenAloneIsRefused() {
		learn();
		assertThatExceptionOfType(ServingException.DeadlineUnreachable.class)
			.isThrownBy(() -> submit(1, Duration.ofMillis(900)))
			.satisfies(
					(late) -> assertThat(late.expected()).isBetween(Duration.ofMillis(900), Duration.ofMillis(1300)));
		submit(1, Duration.ofMillis(1500));
		assertThat(this.driver.events.of(ServingEvent.Rejected.class)).hasSize(1);
	}

	@Test
	void aLaneThatFoundNothingWorthStartingIsFree() {
		this.driver.teach(4, 1, 8, Duration.ofSeconds(1));
		this.driver.teach(4, 4, 8, Duration.ofSeconds(1));
		QueuedItem late = submit(1, Duration.ofSeconds(3));
		this.driver.clock.advance(Duration.ofMillis(2900));
		assertThat(this.driver.batch()).isEmpty();
		assertThat(late.isSettled()).isTrue();
		assertThat(submit(2, Duration.ofMillis(1800)).isQueued()).isTrue();
	}

	@Test
	void whatWaitsBeforeItCounts() {
		learn();
		for (int i = 0; i < 16; i++) {
			submit(10 + i, Duration.ofSeconds(18));
		}
		assertThatExceptionOfType(ServingException.DeadlineUnreachable.class)
			.isThrownBy(() -> submit(1, Duration.ofSeconds(19)))
			.satisfies((late) -> assertThat(late.expected()).isGreaterThan(Duration.ofSeconds(20)))
			.satisfies(
					(late) -> assertThat(late.retryAfter()).isEqualTo(late.expected().minus(Duration.ofSeconds(19))));
	}

	@Test
	void whatIsDueLaterDoesNotGoBeforeIt() {
		learn();
		this.driver.submit(10, 16, 8);
		submit(1, Duration.ofSeconds(6));
		assertThat(this.driver.batch()).startsWith(1);
	}

	@Test
	void theBatchThatRunsCounts() {
		learn();
		this.driver.submit(10, 4, 8);
		this.driver.batch();
		assertThatExceptionOfType(ServingException.DeadlineUnreachable.class)
			.isThrownBy(() -> submit(1, Duration.ofSeconds(3)));
		submit(1, Duration.ofSeconds(6));
	}

	@Test
	void whatIsMoreUrgentCountsAndWhatIsLessUrgentDoesNot() {
		learn();
		for (int i = 0; i < 8; i++) {
			this.driver.submit(Given.item(10 + i, 8, 1, Deadline.NONE));
		}
		assertThatExceptionOfType(ServingException.DeadlineUnreachable.class)
			.isThrownBy(() -> this.driver.submit(Given.item(1, 8, 0, this.driver.clock.in(Duration.ofSeconds(7)))));
		this.driver.submit(Given.item(2, 8, 2, this.driver.clock.in(Duration.ofSeconds(7))));
	}

	@Test
	void theItemsOfAGroupGoBeforeEachOther() {
		learn();
		Deadline deadline = this.driver.clock.in(Duration.ofSeconds(7));
		List<WorkItem> nine = IntStream.range(0, 9).mapToObj((id) -> Given.item(id, 8, 0, deadline)).toList();
		assertThatExceptionOfType(ServingException.DeadlineUnreachable.class)
			.isThrownBy(() -> this.driver.core.admission.admit(nine, this.driver.clock.nanos()));
		assertThat(this.driver.status().queue().items()).isZero();
		assertThat(this.driver.core.admission.admit(nine.subList(0, 4), this.driver.clock.nanos())).hasSize(4);
	}

	@Test
	void whatWasLearnedLongAgoTurnsNobodyAway() {
		learn();
		this.driver.clock.advance(Duration.ofMinutes(2));
		submit(1, Duration.ofMillis(100));
		assertThat(this.driver.batch()).containsExactly(1);
	}

	@Test
	void aModelThatIsLoadedAnewIsLearnedAnew() {
		learn();
		this.driver.unregister(Given.MODEL);
		if (this.driver.next(this.driver.lane()) instanceof Step.Close close) {
			this.driver.closed(this.driver.lane(), close.replica());
		}
		this.driver.serve(Given.model(Given.MODEL, Given.CPU));
		submit(1, Duration.ofMillis(1));
	}

	@Test
	void anItemThatCannotBeDoneAnyMoreIsSettledBeforeItReachesTheDevice() {
		learn();
		this.driver.submit(10, 2, 8);
		QueuedItem late = submit(1, Duration.ofSeconds(8));
		this.driver.clock.advance(Duration.ofMillis(7500));
		assertThat(this.driver.batches()).containsExactly(List.of(10, 11));
		assertThat(CoreDriver.failure(late)).isInstanceOf(ServingException.DeadlineMissed.class);
		assertThat(this.driver.events.of(ServingEvent.Unanswered.class)).singleElement()
			.satisfies((event) -> assertThat(event.dispatched()).isFalse());
	}

	@Test
	void aBatchGrowsNoLargerThanItsMostUrgentItemHasTimeFor() {
		learn();
		submit(1, Duration.ofMillis(2800));
		this.driver.submit(10, 3, 8);
		assertThat(this.driver.batches()).containsExactly(List.of(1, 10), List.of(11, 12));
	}

	@Test
	void aCrowdOfPatientItemsDoesNotKeepAnUrgentOneOut() {
		learn();
		this.driver.submit(10, 16, 8);
		submit(1, Duration.ofMillis(1500));
		assertThat(this.driver.batch()).containsExactly(1);
	}

	@Test
	void inACrowdAnItemThatIsNearlyLateGivesWay() {
		CoreDriver gpu = CoreDriver.serving(Given.settings(Given.batches(4)));
		gpu.teach(6, 4, 8, Duration.ofSeconds(4));
		gpu.teach(4, 1, 8, Duration.ofSeconds(3));
		QueuedItem late = gpu.submit(Given.item(1, 8, 0, gpu.clock.in(Duration.ofSeconds(8))));
		gpu.submit(10, 8, 8);
		gpu.clock.advance(Duration.ofSeconds(4));
		assertThat(gpu.batch()).containsExactly(10, 11, 12, 13);
		assertThat(CoreDriver.failure(late)).isInstanceOf(ServingException.DeadlineMissed.class);
	}

	@Test
	void anItemThatIsRetriedInHalvesIsSettledOnceItCannotBeDone() {
		learn();
		QueuedItem item = submit(1, Duration.ofSeconds(2));
		Step.Run run = (Step.Run) this.driver.next(this.driver.lane());
		this.driver.clock.advance(Duration.ofMillis(1500));
		assertThat(this.driver.begin(this.driver.lane(), run.batch())).isEmpty();
		assertThat(CoreDriver.failure(item)).isInstanceOf(ServingException.DeadlineMissed.class);
	}

	@Test
	void whatWasLearnedIsShown() {
		learn();
		assertThat(this.driver.status().times()).singleElement().satisfies((time) -> {
			assertThat(time.model()).isEqualTo(Given.MODEL);
			assertThat(time.device()).isEqualTo(Given.CPU);
			assertThat(time.itemPixels()).isEqualTo(64);
			assertThat(time.perMegapixel().toNanos() / 1e9).isBetween(14_000.0, 17_000.0);
		});
	}

	/**
	 * A second an item, whatever the batch.
	 */
	private void learn() {
		this.driver.teach(6, 4, 8, Duration.ofSeconds(4));
		this.driver.teach(4, 1, 8, Duration.ofSeconds(1));
	}

	private QueuedItem submit(int id, Duration timeout) {
		return this.driver.submit(Given.item(id, 8, 0, this.driver.clock.in(timeout)));
	}

}
