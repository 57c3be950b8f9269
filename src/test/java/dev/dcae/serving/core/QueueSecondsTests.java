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
import java.util.Optional;

import dev.dcae.serving.DeviceLanes;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The time that the devices need for what waits. Batches of four items take four seconds.
 */
class QueueSecondsTests {

	private final CoreDriver driver = CoreDriver.serving(Given.settings(Given.batches(4)));

	@Test
	void anEmptyQueueIsNoWork() {
		assertThat(work(this.driver)).contains(Duration.ZERO);
	}

	@Test
	void whatWaitsBeforeAnythingHasRunIsNotKnown() {
		this.driver.submit(1, 4, 8);
		assertThat(work(this.driver)).isEmpty();
	}

	@Test
	void itemsCountWhatTheyTakeInFullBatches() {
		this.driver.teach(6, 4, 8, Duration.ofSeconds(4));
		this.driver.submit(1, 10, 8);
		assertSeconds(this.driver, 10);
	}

	@Test
	void largeItemsCountMoreThanSmallOnes() {
		this.driver.teach(6, 4, 8, Duration.ofSeconds(4));
		this.driver.teach(6, 4, 16, Duration.ofSeconds(20));
		this.driver.submit(1, 2, 8);
		this.driver.submit(3, 2, 16);
		assertSeconds(this.driver, 12);
	}

	@Test
	void lanesShareTheWork() {
		CoreDriver two = CoreDriver.serving(Given.settings(Given.batches(4)), new DeviceLanes(Given.CPU, 2));
		for (int i = 0; i < 6; i++) {
			two.submit(0, 8, 8);
			while (two.next(two.lane()) instanceof Step.Run run) {
				two.finish(two.lane(), run.batch(), Duration.ofSeconds(run.batch().items().size()));
			}
		}
		two.submit(1, 10, 8);
		assertSeconds(two, 5);
	}

	@Test
	void whatWasNeverSeenCountsAtTheRateOfTheRest() {
		// 64 pixels a second.
		this.driver.teach(6, 4, 8, Duration.ofSeconds(4));
		this.driver.submit(1, 1, 64);
		assertSeconds(this.driver, 64);
	}

	private static Optional<Duration> work(CoreDriver driver) {
		return driver.status().queue().work();
	}

	private static void assertSeconds(CoreDriver driver, double seconds) {
		assertThat(work(driver)).hasValueSatisfying(
				(work) -> assertThat(work.toNanos() / 1e9).isCloseTo(seconds, Assertions.withinPercentage(3)));
	}

}
