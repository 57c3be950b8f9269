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
import java.util.List;

import dev.dcae.serving.Batching;
import dev.dcae.serving.Deadline;
import dev.dcae.serving.DeviceLanes;
import dev.dcae.serving.DispatchReason;
import dev.dcae.serving.QueueBounds;
import dev.dcae.serving.ServingSettings;
import dev.dcae.serving.fleet.LaneState;
import dev.dcae.serving.limits.ThroughputKnee;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Exactly which batches are formed of which arrivals.
 */
class BatchFormationTests {

	@Test
	void aBatchTakesWhatWaitsUpToTheConfiguredCount() {
		CoreDriver driver = CoreDriver.serving(Given.settings(Given.batches(4)));
		driver.submit(1, 10, 8);
		assertThat(driver.batches()).containsExactly(List.of(1, 2, 3, 4), List.of(5, 6, 7, 8), List.of(9, 10));
	}

	@Test
	void aFreeLaneTakesASingleItemAtOnce() {
		CoreDriver driver = CoreDriver.serving(Given.settings(Given.batches(4)));
		driver.submit(1, 1, 8);
		assertThat(driver.batch()).containsExactly(1);
		assertThat(driver.next(driver.lane())).isEqualTo(new Step.Wait(Long.MAX_VALUE));
	}

	@Test
	void interleavedShapesDoNotBreakUpEachOthersBatches() {
		CoreDriver driver = CoreDriver.serving(Given.settings(Given.batches(4)));
		for (int i = 0; i < 4; i++) {
			driver.submit(10 + i, 1, 8);
			driver.submit(20 + i, 1, 16);
			driver.submit(30 + i, 1, 24);
		}
		assertThat(driver.batches()).containsExactly(List.of(10, 11, 12, 13), List.of(20, 21, 22, 23),
				List.of(30, 31, 32, 33));
	}

	@Test
	void aBatchStaysWithinThePixelBudget() {
		Batching batching = new Batching(100, 3 * 64, Duration.ZERO);
		CoreDriver driver = CoreDriver.serving(Given.settings(batching));
		driver.submit(1, 7, 8);
		assertThat(driver.batches()).containsExactly(List.of(1, 2, 3), List.of(4, 5, 6), List.of(7));
	}

	@Test
	void anItemLargerThanThePixelBudgetRunsAlone() {
		Batching batching = new Batching(100, 10, Duration.ZERO);
		CoreDriver driver = CoreDriver.serving(Given.settings(batching));
		driver.submit(1, 2, 8);
		assertThat(driver.batches()).containsExactly(List.of(1), List.of(2));
	}

	@Test
	void noActivationOfABatchReachesTwoToThe31Elements() {
		CoreDriver driver = CoreDriver.serving(Given.settings(Given.batches(1000)));
		// 2^21 pixels are one too many: of 2^18 each, seven fit and eight do not.
		driver.submit(1, 8, 512);
		assertThat(driver.batch()).hasSize(7);
		assertThat(driver.batch()).containsExactly(8);
	}

	@Test
	void aBatchStaysBelowThePixelsPastWhichThroughputWasSeenToStopGrowing() {
		CoreDriver driver = CoreDriver.serving(new ServingSettings(Given.batches(100),
				new QueueBounds(1000, Long.MAX_VALUE), true, Given.AGEING, Given.PATIENCE));
		driver.submit(1, 200, 8);
		List<Integer> sizes = new ArrayList<>();
		for (int i = 0; i < 4 * ThroughputKnee.SAMPLES; i++) {
			Batch batch = ((Step.Run) driver.next(driver.lane())).batch();
			sizes.add(batch.items().size());
			// Up to three items cost as much as three.
			driver.finish(driver.lane(), batch, Duration.ofMillis(Math.max(3, batch.items().size())));
		}
		assertThat(sizes).containsExactly(1, 1, 1, 1, 1, 3, 3, 3, 3, 3, 7, 7, 7, 7, 7, 3, 3, 3, 3, 3);
		assertThat(driver.status().learned()).singleElement()
			.satisfies((learned) -> assertThat(learned.kneePixels()).hasValue(255));
	}

	@Test
	void lanesShareWhatWaits() {
		CoreDriver driver = CoreDriver.serving(Given.settings(Given.batches(100)), new DeviceLanes(Given.CPU, 2));
		LaneState one = driver.lane(Given.CPU, 0);
		LaneState other = driver.lane(Given.CPU, 1);
		driver.submit(1, 9, 8);
		assertThat(driver.batch(one)).containsExactly(1, 2, 3, 4, 5);
		assertThat(driver.batch(other)).containsExactly(6, 7);
		assertThat(driver.batch(one)).containsExactly(8);
		assertThat(driver.batch(other)).containsExactly(9);
	}

	@Test
	void devicesShareWhatWaits() {
		CoreDriver driver = CoreDriver.serving(Given.settings(Given.batches(100)), new DeviceLanes(Given.CUDA_0, 1),
				new DeviceLanes(Given.CUDA_1, 1));
		driver.submit(1, 4, 8);
		assertThat(driver.batch(driver.lane(Given.CUDA_1, 0))).containsExactly(1, 2);
	}

	@Test
	void aLaneThatCannotRunABucketHasNoShareOfIt() {
		CoreDriver driver = new CoreDriver(Given.settings(Given.batches(100)), new DeviceLanes(Given.CPU, 2));
		driver.register(Given.model(Given.MODEL, Given.CPU));
		LaneState ready = driver.lane(Given.CPU, 0);
		driver.open(ready);
		driver.submit(1, 4, 8);
		assertThat(driver.batch(ready)).containsExactly(1, 2, 3, 4);
	}

	@Test
	void withADelayBatchesAreAsLargeAsTheyMayBe() {
		CoreDriver driver = CoreDriver.serving(Given.settings(new Batching(4, Long.MAX_VALUE, Duration.ofMillis(5))),
				new DeviceLanes(Given.CPU, 2));
		driver.submit(1, 4, 8);
		assertThat(driver.batch(driver.lane(Given.CPU, 1))).containsExactly(1, 2, 3, 4);
	}

	@Test
	void withADelayAFreeLaneWaitsForCompany() {
		CoreDriver driver = delaying(Duration.ofMillis(5));
		driver.submit(1, 1, 8);
		driver.clock.advance(Duration.ofMillis(2));
		assertThat(driver.next(driver.lane())).isEqualTo(new Step.Wait(5_000_000));
		driver.submit(2, 1, 8);
		driver.clock.advance(Duration.ofMillis(3));
		assertThat(driver.batch()).containsExactly(1, 2);
	}

	@Test
	void withADelayAnotherLaneTakesOverTheTimeOfWhatIsLeft() {
		CoreDriver driver = CoreDriver.serving(Given.settings(new Batching(4, Long.MAX_VALUE, Duration.ofMillis(5))),
				new DeviceLanes(Given.CPU, 2));
		LaneState one = driver.lane(Given.CPU, 0);
		LaneState other = driver.lane(Given.CPU, 1);
		letWait(driver, one, other);
		driver.submit(1, 1, 8);
		assertThat(driver.next(one)).isEqualTo(new Step.Wait(5_000_000));
		driver.clock.advance(Duration.ofMillis(2));
		driver.submit(2, 1, 16);
		assertThat(driver.next(one)).isEqualTo(new Step.Wait(5_000_000));
		assertThat(other.isIdle()).as("it has no timer").isTrue();
		driver.clock.advance(Duration.ofMillis(3));
		assertThat(driver.batch(one)).containsExactly(1);
		assertThat(other.isIdle()).as("woken").isFalse();
		assertThat(driver.next(other)).isEqualTo(new Step.Wait(7_000_000));
		driver.clock.advance(Duration.ofMillis(2));
		assertThat(driver.batch(other)).containsExactly(2);
	}

	@Test
	void withADelayAFullBatchLeavesTheTimeOfTheOthersToAnotherLane() {
		CoreDriver driver = CoreDriver.serving(Given.settings(new Batching(4, 200, Duration.ofMillis(5))),
				new DeviceLanes(Given.CPU, 2));
		letWait(driver, driver.lane(Given.CPU, 0), driver.lane(Given.CPU, 1));
		driver.submit(1, 1, 8);
		assertThat(driver.next(driver.lane(Given.CPU, 0))).isEqualTo(new Step.Wait(5_000_000));
		driver.submit(2, 1, 16);
		assertThat(driver.batch(driver.lane(Given.CPU, 0))).as("no batch takes more").containsExactly(2);
		assertThat(driver.lane(Given.CPU, 1).isIdle()).isFalse();
		assertThat(driver.next(driver.lane(Given.CPU, 1))).isEqualTo(new Step.Wait(5_000_000));
	}

	@Test
	void aLaneThatTakesOneBucketLeavesTheOtherToALaneThatWasNotWoken() {
		CoreDriver driver = CoreDriver.serving(Given.settings(Given.batches(4)), new DeviceLanes(Given.CUDA_0, 1),
				new DeviceLanes(Given.CUDA_1, 1));
		driver.serve(Given.model("other", Given.CUDA_0));
		LaneState ofBoth = driver.lane(Given.CUDA_0, 0);
		LaneState ofOne = driver.lane(Given.CUDA_1, 0);
		letWait(driver, ofBoth, ofOne);
		driver.submit(Given.item(1, 8));
		driver.submit(Given.item("other", 2, 8, 3, Deadline.NONE));
		assertThat(ofOne.isIdle()).isTrue();
		assertThat(driver.batch(ofBoth)).as("the more urgent").containsExactly(2);
		assertThat(ofOne.isIdle()).as("woken for the other").isFalse();
		assertThat(driver.batch(ofOne)).containsExactly(1);
	}

	@Test
	void withADelayAFullBatchWaitsNoLonger() {
		CoreDriver driver = delaying(Duration.ofMillis(5));
		driver.submit(1, 5, 8);
		assertThat(driver.batches()).containsExactly(List.of(1, 2, 3, 4));
		driver.clock.advance(Duration.ofMillis(5));
		assertThat(driver.batch()).containsExactly(5);
	}

	@Test
	void waitingForCompanyCostsNoItemItsDeadline() {
		CoreDriver driver = delaying(Duration.ofMillis(50));
		driver.submit(Given.item(1, 8, 0, driver.clock.in(Duration.ofMillis(60))));
		assertThat(driver.batch()).containsExactly(1);
	}

	@Test
	void whileDrainingNothingWaitsForCompany() {
		CoreDriver driver = delaying(Duration.ofSeconds(5));
		driver.submit(1, 1, 8);
		driver.drain();
		assertThat(driver.batch()).containsExactly(1);
	}

	@Test
	void aBatchSaysWhyItWasSent() {
		CoreDriver driver = CoreDriver.serving(Given.settings(Given.batches(2)));
		driver.submit(1, 3, 8);
		assertThat(driver.next(driver.lane())).isInstanceOfSatisfying(Step.Run.class,
				(run) -> assertThat(run.batch().why()).isEqualTo(DispatchReason.FULL));
		assertThat(driver.next(driver.lane())).isInstanceOfSatisfying(Step.Run.class,
				(run) -> assertThat(run.batch().why()).isEqualTo(DispatchReason.LANE_FREE));
	}

	@Test
	void aLaneTakesOnlyWhatItHasAReplicaFor() {
		CoreDriver driver = CoreDriver.serving(Given.settings(Given.batches(4)), new DeviceLanes(Given.CUDA_0, 1),
				new DeviceLanes(Given.CUDA_1, 1));
		driver.serve(Given.model("other", Given.CUDA_1));
		driver.submit(Given.item("other", 1, 8, 0, Deadline.NONE));
		assertThat(driver.batch(driver.lane(Given.CUDA_0, 0))).isEmpty();
		assertThat(driver.batch(driver.lane(Given.CUDA_1, 0))).containsExactly(1);
	}

	private static void letWait(CoreDriver driver, LaneState... lanes) {
		for (LaneState lane : lanes) {
			assertThat(driver.next(lane)).isInstanceOf(Step.Wait.class);
		}
	}

	private static CoreDriver delaying(Duration delay) {
		return CoreDriver.serving(Given.settings(new Batching(4, Long.MAX_VALUE, delay)));
	}

}
