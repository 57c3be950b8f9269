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
import java.util.stream.Stream;

import dev.dcae.serving.Batching;
import dev.dcae.serving.Deadline;
import dev.dcae.serving.WorkItem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Deadlines at twice the capacity and at half of it, on machines of two kinds: one where
 * a batch costs hardly more than one item, as on a GPU, and one where it costs as much as
 * its items, as on a CPU.
 */
class OverloadTests {

	private static final int SIDE = 64;

	private static final Batching BATCHES = new Batching(16, Long.MAX_VALUE, Duration.ZERO);

	private static final Duration WARM_UP = Duration.ofSeconds(3);

	private static final Duration TIME = Duration.ofSeconds(12);

	private static final int AT_HALF_LOAD = 10_000;

	/**
	 * A machine.
	 */
	record Machine(int lanes, Duration fixed, Duration perItem) {

		Simulation simulation(double noise) {
			return new Simulation(BATCHES, this.lanes, this.fixed, (double) this.perItem.toNanos() / (SIDE * SIDE),
					noise, 7);
		}

	}

	static Stream<Machine> machines() {
		return Stream.of(new Machine(1, Duration.ofMillis(10), Duration.ofMillis(1)),
				new Machine(2, Duration.ofMillis(1), Duration.ofMillis(4)));
	}

	static Stream<Arguments> deadlines() {
		return machines().flatMap((machine) -> Stream.of(3, 5, 10).map((times) -> Arguments.of(machine, times)));
	}

	@ParameterizedTest
	@MethodSource("deadlines")
	void atTwiceTheCapacityNearlyAsMuchIsAnsweredInTime(Machine machine, int times) {
		double capacity = capacity(machine);
		Simulation overload = machine.simulation(0.1);
		Duration timeout = overload.time(16, SIDE).multipliedBy(times);
		overload.poisson(2 * capacity, (id) -> within(overload, id, timeout));
		overload.run(WARM_UP);
		overload.measure();
		overload.run(TIME);
		double inTime = overload.answered() / (double) TIME.toSeconds();
		assertThat(inTime).isGreaterThan(0.9 * capacity);
		assertThat(overload.thrownAway()).isLessThan(0.03);
	}

	@ParameterizedTest
	@MethodSource("machines")
	void deadlinesOfAllKindsTogetherWasteNoDeviceEither(Machine machine) {
		double capacity = capacity(machine);
		Simulation overload = machine.simulation(0.1);
		Duration batch = overload.time(16, SIDE);
		overload.poisson(2 * capacity, (id) -> within(overload, id, batch.multipliedBy(List.of(3, 5, 10).get(id % 3))));
		overload.run(WARM_UP);
		overload.measure();
		overload.run(TIME);
		assertThat(overload.answered() / (double) TIME.toSeconds()).isGreaterThan(0.9 * capacity);
		assertThat(overload.thrownAway()).isLessThan(0.03);
	}

	@ParameterizedTest
	@MethodSource("deadlines")
	void atHalfTheCapacityNothingIsRefused(Machine machine, int times) {
		double capacity = capacity(machine);
		Simulation half = machine.simulation(0.1);
		Duration timeout = half.time(16, SIDE).multipliedBy(times);
		half.poisson(capacity / 2, (id) -> within(half, id, timeout));
		while (half.sent().size() < AT_HALF_LOAD) {
			half.run(Duration.ofSeconds(1));
		}
		half.stop();
		half.run(timeout);
		assertThat(half.answered()).isEqualTo(half.sent().size());
	}

	private static double capacity(Machine machine) {
		Simulation closed = machine.simulation(0.1);
		for (int client = 0; client < 64; client++) {
			closed.client((id) -> Given.item(id, SIDE), Duration.ofMillis(1));
		}
		closed.run(WARM_UP);
		closed.measure();
		closed.run(TIME);
		return closed.answered() / (double) TIME.toSeconds();
	}

	private static WorkItem within(Simulation simulation, int id, Duration timeout) {
		return Given.item(id, SIDE, 0, Deadline.after(timeout, simulation.driver().clock));
	}

}
