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
package dev.dcae.serving.limits;

import java.util.function.LongUnaryOperator;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ThroughputKneeTests {

	private static final long ITEM = 1 << 12;

	private final ThroughputKnee knee = new ThroughputKnee();

	@Test
	void theClimbBeginsWithASingleItem() {
		assertThat(this.knee.limit(ITEM) / ITEM).isEqualTo(1);
		assertThat(this.knee.pixels()).isEmpty();
	}

	@Test
	void theClimbEndsWhereThroughputStopsGrowing() {
		// Up to 8 items cost as much as 8.
		int batches = climb((pixels) -> Math.max(8 * ITEM, pixels), 50);
		assertThat(this.knee.limit(ITEM) / ITEM).isEqualTo(15);
		assertThat(this.knee.pixels()).hasValue(16 * ITEM - 1);
		assertThat(batches).isEqualTo(5 * ThroughputKnee.SAMPLES);
	}

	@Test
	void whereBatchingDoesNotHelpTheKneeIsOneItem() {
		climb((pixels) -> pixels, 100);
		assertThat(this.knee.limit(ITEM) / ITEM).isEqualTo(1);
	}

	@Test
	void whereBatchesGetSlowerTheClimbStopsOneLevelPastTheBest() {
		climb((pixels) -> (pixels < 4 * ITEM) ? 4 * ITEM + pixels : 8 * pixels, 40);
		assertThat(this.knee.limit(ITEM) / ITEM).isEqualTo(3);
	}

	@Test
	void aSlowFirstRunOfAShapeDoesNotEndTheClimb() {
		for (int i = 0; i < ThroughputKnee.SAMPLES; i++) {
			this.knee.ran(ITEM, 1000);
		}
		this.knee.ran(2 * ITEM, 1_000_000);
		for (int i = 1; i < ThroughputKnee.SAMPLES; i++) {
			this.knee.ran(2 * ITEM, 1000);
		}
		assertThat(this.knee.limit(ITEM) / ITEM).isGreaterThan(3);
	}

	@Test
	void aDeviceThatChangesIsTriedAgain() {
		climb((pixels) -> pixels, 100);
		assertThat(this.knee.limit(ITEM) / ITEM).isEqualTo(1);
		climb((pixels) -> Math.max(64 * ITEM, pixels), 3 * ThroughputKnee.REVISIT);
		assertThat(this.knee.pixels()).hasValue(64 * ITEM - 1);
	}

	@Test
	void whatWasLearnedWhileTheProcessWarmedUpIsLearnedAnewSoon() {
		// Single items ran slowly at first, so that batches looked better than they are.
		climb((pixels) -> (pixels < 2 * ITEM) ? 3 * pixels : pixels, ThroughputKnee.FIRST_REVISIT / 2);
		assertThat(this.knee.pixels()).hasValue(4 * ITEM - 1);
		climb((pixels) -> pixels, 2 * ThroughputKnee.FIRST_REVISIT);
		assertThat(this.knee.pixels()).hasValue(2 * ITEM - 1);
	}

	@Test
	void smallItemsAreNotGivenTheBatchesThatLargeOnesWereSeenIn() {
		for (int i = 0; i < 100; i++) {
			this.knee.ran(1 << 20, 1000);
		}
		assertThat(this.knee.limit(ITEM) / ITEM).isEqualTo(1);
	}

	@Test
	void theLargestSizesDoNotOverflow() {
		for (int i = 0; i < 100; i++) {
			this.knee.ran(Long.MAX_VALUE, 1);
		}
		assertThat(this.knee.limit(Long.MAX_VALUE)).isPositive();
	}

	/**
	 * Runs full batches.
	 * @return after how many the limit changed for the last time
	 */
	private int climb(LongUnaryOperator nanos, int batches) {
		int changed = 0;
		long limit = 0;
		for (int i = 0; i < batches; i++) {
			long next = this.knee.limit(ITEM) / ITEM;
			if (next != limit) {
				limit = next;
				changed = i;
			}
			this.knee.ran(limit * ITEM, nanos.applyAsLong(limit * ITEM));
		}
		return changed;
	}

}
