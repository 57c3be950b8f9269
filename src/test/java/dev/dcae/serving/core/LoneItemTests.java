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
import dev.dcae.serving.DeviceLanes;
import dev.dcae.serving.ItemResult;
import dev.dcae.serving.ServingException;
import dev.dcae.serving.ServingStatus;
import dev.dcae.serving.fleet.LaneState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An item that has the device to itself may take all of it. Here that halves its time,
 * which is two seconds beside others.
 */
class LoneItemTests {

	private final CoreDriver driver = CoreDriver.serving(Given.settings(Given.batches(4)),
			new DeviceLanes(Given.CPU, 2));

	private final LaneState first = this.driver.lane(Given.CPU, 0);

	private final LaneState second = this.driver.lane(Given.CPU, 1);

	@Test
	void anItemIsAloneWhereNothingElseWaitsOrRuns() {
		this.driver.submit(0, 1, 8);
		assertThat(batch(this.first).alone()).isTrue();
	}

	@Test
	void whatComesWhileItRunsIsNotAlone() {
		this.driver.submit(0, 1, 8);
		batch(this.first);
		this.driver.submit(1, 1, 8);
		assertThat(batch(this.second).alone()).isFalse();
	}

	@Test
	void ofTwoThatWaitNoneIsAloneWhileTheOtherRuns() {
		this.driver.submit(0, 2, 8);
		Batch one = batch(this.first);
		Batch other = batch(this.second);
		assertThat(one.alone()).isFalse();
		assertThat(other.alone()).isFalse();
		this.driver.finish(this.first, one, Duration.ofSeconds(2));
		this.driver.finish(this.second, other, Duration.ZERO);
		this.driver.next(this.second);
		this.driver.submit(2, 1, 8);
		assertThat(batch(this.first).alone()).as("the next").isTrue();
	}

	@Test
	void itsTimeIsLearnedForItselfAndNotForOthers() {
		together(16);
		alone(16);
		assertThat(this.driver.status().times()).extracting(ServingStatus.LearnedTime::alone).contains(true, false);
		this.driver.submit(Given.item(100, 8, 0, this.driver.clock.in(Duration.ofMillis(1500))));
		Batch runs = batch(this.first);
		assertThat(runs.alone()).isTrue();
		assertThatExceptionOfType(ServingException.DeadlineUnreachable.class).as("beside another")
			.isThrownBy(() -> this.driver.submit(Given.item(101, 8, 0, this.driver.clock.in(Duration.ofMillis(1500)))));
	}

	@Test
	void whereOnlyLoneItemsRanTheirTimeIsTheBestGuess() {
		alone(16);
		assertThatExceptionOfType(ServingException.DeadlineUnreachable.class)
			.isThrownBy(() -> this.driver.submit(Given.item(100, 8, 0, this.driver.clock.in(Duration.ofMillis(500)))));
		this.driver.submit(Given.item(101, 8, 0, Deadline.NONE));
	}

	@Test
	void anItemThatIsSlowerWithAllCoresGetsThePartOfItsLane() {
		for (int i = 0; i < 8; i++) {
			this.driver.submit(i, 1, 8);
			Batch batch = batch(this.first);
			ran(this.first, batch, batch.wide(), Duration.ofMillis(batch.wide() ? 8 : 5));
			this.driver.next(this.first);
		}
		this.driver.submit(8, 1, 8);
		Batch batch = batch(this.first);
		assertThat(batch.alone()).isTrue();
		assertThat(batch.wide()).isFalse();
	}

	@Test
	void itsDeadlineIsJudgedByTheWayThatItGoes() {
		for (int i = 0; i < 12; i++) {
			this.driver.submit(i, 1, 8);
			Batch batch = batch(this.first);
			ran(this.first, batch, batch.wide(), Duration.ofMillis(batch.wide() ? 8 : 4));
			this.driver.next(this.first);
		}
		this.driver.submit(Given.item(100, 8, 0, this.driver.clock.in(Duration.ofMillis(6))));
		assertThat(batch(this.first).wide()).isFalse();
	}

	private void alone(int times) {
		for (int i = 0; i < times; i++) {
			this.driver.submit(i, 1, 8);
			Batch batch = batch(this.first);
			ran(this.first, batch, batch.wide(), Duration.ofSeconds(batch.wide() ? 1 : 2));
			this.driver.next(this.first);
		}
	}

	private void together(int times) {
		for (int i = 0; i < times; i++) {
			this.driver.submit(i, 2, 8);
			Batch one = batch(this.first);
			Batch other = batch(this.second);
			long startedAt = this.driver.clock.nanos();
			this.driver.clock.advance(Duration.ofSeconds(2));
			this.driver.ran(this.first, one, one.items(), startedAt, true);
			this.driver.ran(this.second, other, other.items(), startedAt, true);
			this.driver.next(this.first);
			this.driver.next(this.second);
		}
	}

	private void ran(LaneState lane, Batch batch, boolean wide, Duration time) {
		long startedAt = this.driver.clock.nanos();
		this.driver.clock.advance(time);
		List<ItemResult> results = batch.items()
			.stream()
			.map((item) -> new ItemResult(item.work().input(), true))
			.toList();
		this.driver.core.results.ran(lane, batch, batch.items(), results, wide, startedAt, this.driver.clock.nanos());
	}

	private Batch batch(LaneState lane) {
		return ((Step.Run) this.driver.next(lane)).batch();
	}

}
