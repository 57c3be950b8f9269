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

import dev.dcae.serving.Deadline;
import dev.dcae.serving.ServingEvent;
import dev.dcae.serving.ServingException;
import dev.dcae.serving.queue.QueuedItem;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * No device time for answers that nobody can use.
 */
class DeadlineAndCancellationTests {

	private final CoreDriver driver = CoreDriver.serving(Given.settings(Given.batches(4)));

	@Test
	void anItemThatIsLateIsSettledInsteadOfTaken() {
		QueuedItem late = this.driver.submit(Given.item(1, 8, 0, this.driver.clock.in(Duration.ofSeconds(1))));
		this.driver.submit(2, 2, 8);
		this.driver.clock.advance(Duration.ofSeconds(1));
		assertThat(this.driver.batches()).containsExactly(List.of(2, 3));
		assertThat(CoreDriver.failure(late)).isInstanceOf(ServingException.DeadlineMissed.class);
		assertThat(this.driver.events.of(ServingEvent.Unanswered.class)).singleElement()
			.satisfies((event) -> assertThat(event.dispatched()).isFalse());
	}

	@Test
	void aBucketOfLateItemsDoesNotKeepTheLaneFromTheNext() {
		for (int i = 0; i < 10; i++) {
			this.driver.submit(Given.item(i, 8, 3, this.driver.clock.in(Duration.ofSeconds(1))));
		}
		this.driver.submit(99, 1, 16);
		this.driver.clock.advance(Duration.ofSeconds(1));
		assertThat(this.driver.batch()).containsExactly(99);
		assertThat(this.driver.status().outstanding()).isEqualTo(1);
	}

	@Test
	void anItemThatIsLateOnArrivalIsNotAdmitted() {
		Deadline now = this.driver.clock.in(Duration.ZERO);
		assertThatExceptionOfType(ServingException.DeadlineMissed.class)
			.isThrownBy(() -> this.driver.submit(Given.item(1, 8, 0, now)));
	}

	@Test
	void aCancelledItemNeverReachesTheDeviceAndGivesItsRoomBack() {
		CoreDriver small = CoreDriver.serving(Given.queue(2, Long.MAX_VALUE));
		QueuedItem gone = small.submit(Given.item(1, 8));
		small.submit(2, 1, 8);
		small.cancel(gone);
		small.submit(3, 1, 8);
		assertThat(small.batches()).containsExactly(List.of(2, 3));
		assertThat(CoreDriver.failure(gone)).isInstanceOf(ServingException.Cancelled.class);
		assertThat(small.events.of(ServingEvent.Unanswered.class)).singleElement()
			.satisfies((event) -> assertThat(event.dispatched()).isFalse());
	}

	@Test
	void anItemCancelledBetweenItsBatchAndTheDeviceIsLeftOut() {
		QueuedItem first = this.driver.submit(Given.item(1, 8));
		QueuedItem second = this.driver.submit(Given.item(2, 8));
		Step.Run run = (Step.Run) this.driver.next(this.driver.lane());
		this.driver.cancel(first);
		assertThat(this.driver.core.results.begin(this.driver.lane(), run.batch(), run.batch().items(), 0))
			.containsExactly(second);
	}

	@Test
	void theResultOfAnItemCancelledOnTheDeviceIsDropped() {
		QueuedItem item = this.driver.submit(Given.item(1, 8));
		Step.Run run = (Step.Run) this.driver.next(this.driver.lane());
		this.driver.cancel(item);
		this.driver.finish(this.driver.lane(), run.batch(), Duration.ofSeconds(1));
		assertThat(CoreDriver.failure(item)).isInstanceOf(ServingException.Cancelled.class);
		assertThat(this.driver.events.of(ServingEvent.Answered.class)).isEmpty();
		assertThat(this.driver.events.of(ServingEvent.BatchRan.class)).singleElement()
			.satisfies((ran) -> assertThat(ran.thrownAway()).isOne());
		assertThat(this.driver.events.of(ServingEvent.Unanswered.class)).singleElement()
			.satisfies((event) -> assertThat(event.dispatched()).isTrue());
	}

	@Test
	void cancellingASettledItemChangesNothing() {
		QueuedItem item = this.driver.submit(Given.item(1, 8));
		Step.Run run = (Step.Run) this.driver.next(this.driver.lane());
		this.driver.finish(this.driver.lane(), run.batch(), Duration.ofSeconds(1));
		this.driver.cancel(item);
		assertThat(Given.id(item.future().join().output())).isEqualTo(1);
		assertThat(this.driver.status().outstanding()).isZero();
	}

}
