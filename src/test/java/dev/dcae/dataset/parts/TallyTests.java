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
package dev.dcae.dataset.parts;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The state of a run, for people and for machines.
 */
class TallyTests {

	private long now;

	@Test
	void aLineSaysHowMuchIsDoneAndWhenTheRestWillBe() {
		Tally tally = new Tally(() -> this.now, "1/4");
		tally.expect(4, 4000);
		tally.countBefore(500, 1, 0);
		tally.countUnit(1000, false);
		for (int i = 0; i < 99; i++) {
			tally.countEncoded(10);
		}
		tally.countFailed(false);
		tally.countUnit(1000, true);
		this.now = TimeUnit.SECONDS.toNanos(20);
		assertThat(tally.line()).isEqualTo("part 1/4: 599 images, 2 of 4 shards, 5.0/s, 40 s left, 2 failed");
		assertThat(tally.state()).containsEntry("part", "1/4")
			.containsEntry("encoded", 99L)
			.containsEntry("before", 500L)
			.containsEntry("failed", 2L)
			.containsEntry("bytes", 990L)
			.containsEntry("shardsDone", 2L)
			.containsEntry("shards", 4L)
			.containsEntry("perSecond", 5.0);
		assertThat(tally.samples()).isEqualTo(601);
		assertThat(tally.failedNow()).isEqualTo(1);
	}

	@Test
	void beforeAnythingIsDoneNothingIsGuessed() {
		Tally tally = new Tally(() -> this.now, "");
		tally.expect(2, 10);
		assertThat(tally.line()).isEqualTo("0 images, 0 of 2 shards, 0.0/s");
		assertThat(tally.state()).doesNotContainKey("part");
	}

}
