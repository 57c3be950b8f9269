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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.dcae.serving.Deadline;
import dev.dcae.serving.WorkItem;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The order in which callers go, and that everyone goes.
 */
class FairnessTests {

	private final CoreDriver driver = CoreDriver.serving(Given.settings(Given.batches(4)));

	@Test
	void anUrgentItemOfOneBucketPassesTheBulkOfAnother() {
		this.driver.submit(1, 100, 8);
		this.driver.submit(Given.item(500, 16, 1, Deadline.NONE));
		assertThat(this.driver.batch()).containsExactly(500);
	}

	@Test
	void classesAreStrict() {
		for (int priority = 0; priority <= WorkItem.MOST_URGENT; priority++) {
			this.driver.submit(Given.item(priority, 8 * (priority + 1), priority, Deadline.NONE));
		}
		assertThat(this.driver.batches()).containsExactly(List.of(3), List.of(2), List.of(1), List.of(0));
	}

	@Test
	void lessUrgentItemsRideAlongWhereThereIsRoom() {
		this.driver.submit(1, 2, 8);
		this.driver.submit(Given.item(9, 8, 3, Deadline.NONE));
		assertThat(this.driver.batch()).containsExactly(9, 1, 2);
	}

	@Test
	void lessUrgentItemsDoNotRideAlongWhileUrgentOnesOfAnotherBucketWait() {
		this.driver.submit(1, 2, 8);
		this.driver.submit(Given.item(8, 8, 3, Deadline.NONE));
		this.driver.submit(Given.item(9, 16, 2, Deadline.NONE));
		assertThat(this.driver.batches()).containsExactly(List.of(8), List.of(9), List.of(1, 2));
	}

	@Test
	void anItemRisesOneClassForEveryAgeingTimeThatItWaits() {
		this.driver.submit(Given.item(1, 8, 0, Deadline.NONE));
		this.driver.clock.advance(Given.AGEING.multipliedBy(2).minusNanos(1));
		this.driver.submit(Given.item(2, 16, 2, Deadline.NONE));
		assertThat(this.driver.batch()).containsExactly(2);
		this.driver.submit(Given.item(3, 16, 2, Deadline.NONE));
		this.driver.submit(Given.item(4, 24, 1, Deadline.NONE));
		this.driver.clock.advance(Duration.ofNanos(1));
		assertThat(this.driver.batches()).containsExactly(List.of(3), List.of(1), List.of(4));
	}

	@Test
	void aFloodOfUrgentItemsDoesNotStarveABulkItem() {
		this.driver.submit(Given.item(-1, 8, 0, Deadline.NONE));
		int rounds = 0;
		List<Integer> batch = List.of();
		while (!batch.contains(-1)) {
			this.driver.submit(Given.item(rounds, 16, 3, Deadline.NONE));
			this.driver.submit(Given.item(rounds, 16, 3, Deadline.NONE));
			batch = this.driver.batch();
			this.driver.clock.advance(Duration.ofMillis(100));
			assertThat(++rounds).isLessThan(100);
		}
		assertThat(this.driver.clock.nanos()).isLessThan(Given.AGEING.multipliedBy(4).toNanos());
	}

	@Test
	void withinABucketTheEarliestDeadlineGoesFirst() {
		this.driver.submit(Given.item(1, 8, 0, this.driver.clock.in(Duration.ofSeconds(9))));
		this.driver.submit(Given.item(2, 8, 0, this.driver.clock.in(Duration.ofSeconds(3))));
		this.driver.submit(Given.item(3, 8, 0, Deadline.NONE));
		this.driver.submit(Given.item(4, 8, 0, this.driver.clock.in(Duration.ofSeconds(6))));
		this.driver.submit(Given.item(5, 8, 0, this.driver.clock.in(Duration.ofSeconds(3))));
		assertThat(this.driver.batches()).containsExactly(List.of(2, 5, 4, 1), List.of(3));
	}

	@Test
	void itemsWithDeadlinesDoNotStarveOneWithout() {
		this.driver.submit(Given.item(-1, 8, 3, Deadline.NONE));
		List<Integer> served = new ArrayList<>();
		while (!served.contains(-1)) {
			for (int i = 0; i < 5; i++) {
				this.driver.submit(Given.item(served.size(), 8, 3, this.driver.clock.in(Duration.ofSeconds(30))));
			}
			served.addAll(this.driver.batch());
			this.driver.clock.advance(Duration.ofSeconds(1));
			assertThat(served).hasSizeLessThan(1000);
		}
		assertThat(this.driver.clock.nanos()).isLessThanOrEqualTo(Given.PATIENCE.toNanos());
	}

	@Test
	void bucketsShareTheDeviceByPixels() {
		Map<Integer, Long> pixels = new HashMap<>();
		this.driver.submit(0, 4000, 64);
		this.driver.submit(10_000, 400, 256);
		this.driver.submit(20_000, 100, 512);
		long total = 0;
		while (total < 30_000_000) {
			for (int id : this.driver.batch()) {
				int bucket = id / 10_000;
				long size = List.of(64L, 256L, 512L).get(bucket);
				pixels.merge(bucket, size * size, Long::sum);
				total += size * size;
			}
		}
		assertThat(pixels.values()).allSatisfy((share) -> assertThat(share).isBetween(9_000_000L, 11_000_000L));
	}

	@Test
	void aFloodOfOneBucketDoesNotStarveTheSingleItemsOfOthers() {
		this.driver.submit(0, 1000, 512);
		for (int other = 1; other <= 5; other++) {
			this.driver.submit(-other, 1, 8 * other);
		}
		List<Integer> served = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			served.addAll(this.driver.batch());
		}
		assertThat(served).contains(-1, -2, -3, -4, -5);
	}

	@Test
	void aBucketThatRefillsDuringEachOfItsBatchesDoesNotStarveAnother() {
		this.driver.submit(0, 100, 512);
		int mine = 0;
		for (int i = 0; i < 40; i++) {
			if (this.driver.status().queue().buckets().size() < 2) {
				this.driver.submit(-4, 4, 500);
			}
			mine += this.driver.batch().contains(-4) ? 1 : 0;
		}
		assertThat(mine).isBetween(19, 22);
	}

	@Test
	void debtsAreForgottenOnceNothingWaits() {
		this.driver.submit(0, 4, 512);
		this.driver.batches();
		this.driver.submit(1, 1, 8);
		this.driver.submit(2, 1, 512);
		this.driver.submit(3, 1, 8);
		assertThat(this.driver.batches()).containsExactly(List.of(1, 3), List.of(2));
		assertThat(this.driver.status().queue().buckets()).isEmpty();
	}

}
