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
import java.util.stream.Stream;

import dev.dcae.serving.Batching;
import dev.dcae.serving.Caller;
import dev.dcae.serving.DeviceLanes;
import dev.dcae.serving.fleet.LaneState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Turns of callers: they share the devices by time, and batches do not shrink for it.
 */
class CallersShareDevicesTests {

	private static final Caller FLOOD = new Caller("flood", 1);

	private static final Caller WEB = new Caller("web", 1);

	private static final Duration RTT = Duration.ofMillis(1);

	private static final int MOST = 16;

	/**
	 * A machine and the sides of what is sent to it.
	 */
	record Setting(int lanes, Duration fixed, Duration perItem, int floodSide, int webSide) {

		Simulation simulation() {
			return new Simulation(new Batching(MOST, Long.MAX_VALUE, Duration.ZERO), this.lanes, this.fixed,
					this.perItem.toNanos() / 4096.0, 0.1, 3);
		}

	}

	static Stream<Setting> settings() {
		return Stream.of(machine(1, 10, 1, 64), machine(2, 1, 4, 64), machine(1, 10, 1, 32), machine(2, 1, 4, 32),
				machine(1, 1, 4, 64), machine(1, 1, 4, 128));
	}

	private static Setting machine(int lanes, int fixed, int perItem, int webSide) {
		return new Setting(lanes, Duration.ofMillis(fixed), Duration.ofMillis(perItem), 64, webSide);
	}

	/**
	 * It waits for the batch that runs. Its own may take twice its time, filled by the
	 * flood.
	 */
	@ParameterizedTest
	@MethodSource("settings")
	void aFloodMovesTheMedianOfAnotherByOneBatchAtMost(Setting setting) {
		Simulation alone = setting.simulation();
		client(alone, WEB, setting.webSide());
		measure(alone);
		Simulation flooded = setting.simulation();
		client(flooded, WEB, setting.webSide());
		for (int i = 0; i < 150; i++) {
			client(flooded, FLOOD, setting.floodSide());
		}
		measure(flooded);
		long moved = flooded.median(WEB) - alone.median(WEB);
		Duration batch = flooded.time(MOST, setting.floodSide());
		assertThat(Duration.ofNanos(moved)).isLessThanOrEqualTo(batch.plus(flooded.time(1, setting.webSide())));
	}

	@ParameterizedTest
	@MethodSource("settings")
	void tenCallersWithAClientEachHaveEqualTime(Setting setting) {
		Simulation simulation = setting.simulation();
		List<Caller> callers = callers(10);
		for (int i = 0; i < 10; i++) {
			client(simulation, callers.get(i), setting.floodSide());
		}
		measure(simulation);
		assertThat(callers).allSatisfy((caller) -> assertThat(simulation.share(caller)).isCloseTo(0.1, within(0.005)));
	}

	@Test
	void twoFloodsShareByTheirShares() {
		Simulation simulation = settings().toList().get(1).simulation();
		Caller half = new Caller("half", 0.5);
		for (int i = 0; i < 60; i++) {
			client(simulation, FLOOD, 64);
			client(simulation, half, 64);
		}
		measure(simulation);
		assertThat(simulation.share(FLOOD)).isCloseTo(2 / 3.0, within(0.03));
		assertThat(simulation.share(half)).isCloseTo(1 / 3.0, within(0.03));
	}

	@Test
	void floodsOfDifferentSizesShareTimeAndNotItems() {
		Simulation simulation = settings().toList().get(1).simulation();
		for (int i = 0; i < 60; i++) {
			client(simulation, FLOOD, 128);
			client(simulation, WEB, 32);
		}
		measure(simulation);
		assertThat(simulation.share(FLOOD)).isCloseTo(0.5, within(0.05));
	}

	@ParameterizedTest
	@MethodSource("settings")
	void manyCallersWithAClientEachLoseNoThroughput(Setting setting) {
		Simulation one = setting.simulation();
		Simulation many = setting.simulation();
		List<Caller> callers = callers(32);
		for (int i = 0; i < 32; i++) {
			client(one, WEB, 64);
			client(many, callers.get(i), 64);
		}
		measure(one);
		measure(many);
		assertThat(many.answered()).isGreaterThan((long) (0.95 * one.answered()));
	}

	@Test
	void aBatchOpenedForOneCallerIsFilledWithItemsOfOthersAtTheirExpense() {
		CoreDriver driver = CoreDriver.serving(Given.settings(Given.batches(4)));
		driver.teach(6, 4, 8, Duration.ofSeconds(4));
		driver.submit(Given.itemOf(WEB, 1, 8));
		for (int id = 10; id < 16; id++) {
			driver.submit(Given.itemOf(FLOOD, id, 8));
		}
		assertThat(driver.batches()).containsExactly(List.of(1, 10, 11, 12), List.of(13, 14, 15));
	}

	@Test
	void whoHadLessGoesFirst() {
		CoreDriver driver = CoreDriver.serving(Given.settings(Given.batches(4)));
		driver.teach(6, 4, 8, Duration.ofSeconds(4));
		for (int id = 10; id < 18; id++) {
			driver.submit(Given.itemOf(FLOOD, id, 8));
		}
		assertThat(driver.batch()).containsExactly(10, 11, 12, 13);
		driver.submit(Given.itemOf(WEB, 1, 16));
		assertThat(driver.batches()).containsExactly(List.of(1), List.of(14, 15, 16, 17));
	}

	@Test
	void prioritiesStayWithinACaller() {
		CoreDriver driver = CoreDriver.serving(Given.settings(Given.batches(1)));
		driver.teach(6, 1, 8, Duration.ofSeconds(1));
		for (int id = 10; id < 13; id++) {
			driver.submit(Given.itemOf(FLOOD, id, 8, 3));
		}
		driver.submit(Given.itemOf(WEB, 1, 8, 0));
		driver.submit(Given.itemOf(WEB, 2, 8, 1));
		assertThat(driver.batches()).containsExactly(List.of(10), List.of(2), List.of(11), List.of(1), List.of(12));
	}

	@Test
	void aFloodOfAFasterDeviceCostsNobodyATurnOnASlowerOne() {
		CoreDriver driver = twoDevices();
		driver.submit(Given.itemOf(new Caller("other", 1), "n", 1, 8, 0));
		assertThat(driver.batch(driver.lane(Given.CUDA_1, 0))).containsExactly(1);
	}

	@Test
	void whoKeepsASlowerDeviceBusyHasNothingToItsCreditOnAFasterOne() {
		CoreDriver driver = twoDevices();
		for (int id = 1; id <= 3; id++) {
			driver.submit(Given.itemOf(WEB, "m", id, 8, 0));
		}
		LaneState fast = driver.lane(Given.CUDA_0, 0);
		List<Integer> served = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			Batch batch = ((Step.Run) driver.next(fast)).batch();
			served.addAll(CoreDriver.ids(batch));
			driver.finish(fast, batch, Duration.ofSeconds(1));
		}
		assertThat(served).containsExactly(1, 2, 150, 3, 151, 152);
	}

	/**
	 * A flood has had 50 seconds of one device, and another of another device one second.
	 * Both go on.
	 */
	private static CoreDriver twoDevices() {
		CoreDriver driver = new CoreDriver(Given.settings(Given.batches(1)), new DeviceLanes(Given.CUDA_0, 1),
				new DeviceLanes(Given.CUDA_1, 1));
		driver.serve(Given.model("m", Given.CUDA_0));
		driver.serve(Given.model("n", Given.CUDA_1));
		for (int id = 100; id < 200; id++) {
			driver.submit(Given.itemOf(FLOOD, "m", id, 8, 0));
			driver.submit(Given.itemOf(WEB, "n", id, 8, 0));
		}
		LaneState slow = driver.lane(Given.CUDA_1, 0);
		driver.finish(slow, ((Step.Run) driver.next(slow)).batch(), Duration.ofSeconds(1));
		LaneState fast = driver.lane(Given.CUDA_0, 0);
		for (int i = 0; i < 50; i++) {
			driver.finish(fast, ((Step.Run) driver.next(fast)).batch(), Duration.ofSeconds(1));
		}
		return driver;
	}

	private static void client(Simulation simulation, Caller caller, int side) {
		simulation.client((id) -> Given.itemOf(caller, id, side), RTT);
	}

	private static List<Caller> callers(int count) {
		List<Caller> callers = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			callers.add(new Caller("caller-" + i, 1));
		}
		return callers;
	}

	private static void measure(Simulation simulation) {
		simulation.run(Duration.ofSeconds(2));
		simulation.measure();
		simulation.run(Duration.ofSeconds(20));
	}

}
