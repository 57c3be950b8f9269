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

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MemoryCapTests {

	private final MemoryCap cap = new MemoryCap();

	@Test
	void nothingIsCappedWhileMemorySuffices() {
		this.cap.ran(1 << 20, 1 << 10);
		assertThat(this.cap.isLearned()).isFalse();
		assertThat(this.cap.pixels()).isEqualTo(Long.MAX_VALUE);
	}

	@Test
	void runningOutTeachesHalf() {
		this.cap.ranOut(800);
		assertThat(this.cap.pixels()).isEqualTo(400);
		this.cap.ranOut(400);
		assertThat(this.cap.pixels()).isEqualTo(200);
	}

	@Test
	void aSmallerBatchThatFailsForAPassingReasonDoesNotRaiseIt() {
		this.cap.ranOut(200);
		this.cap.ranOut(800);
		assertThat(this.cap.pixels()).isEqualTo(100);
	}

	@Test
	void enoughFullBatchesInARowRaiseItAgain() {
		this.cap.ranOut(1600);
		assertThat(full(255)).isEqualTo(800);
		assertThat(full(1)).isEqualTo(900);
	}

	@Test
	void batchesThatAreNotAtTheCapSayNothingAboutIt() {
		this.cap.ranOut(1600);
		for (int i = 0; i < 10_000; i++) {
			this.cap.ran(400, 100);
		}
		assertThat(this.cap.pixels()).isEqualTo(800);
	}

	@Test
	void everyRiseThatFailsDoublesTheWait() {
		this.cap.ranOut(1600);
		full(256);
		this.cap.ranOut(900);
		assertThat(this.cap.pixels()).isEqualTo(450);
		assertThat(full(511)).isEqualTo(450);
		assertThat(full(1)).isEqualTo(506);
	}

	@Test
	void thePartsOfABatchThatDoNotFitAreOneFailure() {
		for (int pixels : new int[] { 800, 400, 200, 100, 100, 100, 100, 200, 100, 100 }) {
			this.cap.ranOut(pixels);
		}
		assertThat(this.cap.pixels()).isEqualTo(50);
		assertThat(full(10_000)).as("all fit again").isGreaterThanOrEqualTo(800);
	}

	@Test
	void whatRunsAsLargeAsItFailedEndsTheWait() {
		this.cap.ranOut(1600);
		full(256);
		this.cap.ranOut(900);
		full(512);
		this.cap.ran(900, 100);
		assertThat(full(255)).isEqualTo(569);
	}

	@Test
	void theLargestThatFitsIsTheLargestSeenOrHalfOfWhatFailed() {
		assertThat(this.cap.largestThatFits(1000)).isEqualTo(500);
		this.cap.ran(700, 700);
		this.cap.ranOut(1000);
		assertThat(this.cap.largestThatFits(1000)).isEqualTo(700);
		this.cap.ranOut(600);
		assertThat(this.cap.largestThatFits(600)).isEqualTo(300);
	}

	private long full(int batches) {
		for (int i = 0; i < batches; i++) {
			this.cap.ran(this.cap.pixels() - this.cap.pixels() % 100, 100);
		}
		return this.cap.pixels();
	}

}
