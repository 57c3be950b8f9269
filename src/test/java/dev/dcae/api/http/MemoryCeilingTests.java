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
package dev.dcae.api.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.dcae.api.http.MemoryCeiling.Reservation;
import dev.dcae.api.problem.OverloadedException;
import dev.dcae.api.problem.ProblemException;
import dev.dcae.pipeline.MemoryBudget.Hold;
import dev.dcae.serving.Caller;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The memory of all requests together: 64 MB.
 */
class MemoryCeilingTests {

	private static final long MB = 1 << 20;

	private static final int THREADS = 8;

	private final MemoryCeiling ceiling = new MemoryCeiling(64 * MB);

	@Test
	void theSumNeverExceedsTheCeilingNotEvenForAMoment() throws Exception {
		long seed = System.nanoTime();
		System.out.println("Seed: " + seed);
		AtomicBoolean done = new AtomicBoolean();
		try (ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1)) {
			Future<Long> most = threads.submit(() -> {
				long seen = 0;
				while (!done.get()) {
					seen = Math.max(seen, this.ceiling.reserved());
				}
				return seen;
			});
			List<Future<Integer>> requests = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				Random random = new Random(seed + i);
				requests.add(threads.submit(() -> requests(random)));
			}
			int refused = 0;
			for (Future<Integer> request : requests) {
				refused += request.get();
			}
			done.set(true);
			assertThat(refused).isPositive();
			assertThat(most.get()).isBetween(1L, 64 * MB);
		}
		assertThat(this.ceiling.reserved()).isZero();
	}

	private int requests(Random random) {
		int refused = 0;
		for (int i = 0; i < 5000; i++) {
			try (Reservation request = this.ceiling.open(Caller.ANYONE)) {
				for (int step = 0; step < 4; step++) {
					Hold hold = request.reserve(random.nextInt((int) (16 * MB)));
					if (random.nextBoolean()) {
						hold.close();
					}
				}
			}
			catch (OverloadedException | ProblemException ex) {
				refused++;
			}
		}
		return refused;
	}

	@Test
	void largeBodiesLeaveAnEighthToOthers() {
		try (Reservation first = this.ceiling.open(Caller.ANYONE);
				Reservation second = this.ceiling.open(Caller.ANYONE);
				Reservation small = this.ceiling.open(Caller.ANYONE)) {
			first.reserveForBody(40 * MB);
			assertThatExceptionOfType(OverloadedException.class).isThrownBy(() -> second.reserveForBody(17 * MB));
			second.reserveForBody(16 * MB);
			assertThatExceptionOfType(OverloadedException.class).isThrownBy(() -> second.reserveForBody(MB));
			small.reserveForBody(MB);
			small.reserve(7 * MB);
			assertThatExceptionOfType(OverloadedException.class).isThrownBy(() -> small.reserve(1));
		}
		assertThat(this.ceiling.reserved()).isZero();
	}

	@Test
	void whileAnAnswerIsSentItsBytesAreHeldAndThoseOfAForm() {
		try (Reservation request = this.ceiling.open(Caller.ANYONE)) {
			Hold hold = request.reserve(20 * MB);
			request.reserveForForm(8 * MB);
			request.keepAnswer(3 * MB);
			hold.close();
			assertThat(this.ceiling.reserved()).isEqualTo(11 * MB);
		}
		assertThat(this.ceiling.reserved()).isZero();
	}

	@Test
	void oneThatIsAloneMayHaveEverythingAndNoMore() {
		try (Reservation only = this.ceiling.open(Caller.ANYONE)) {
			only.reserveForBody(64 * MB);
			assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> only.reserveForBody(1));
		}
	}

	@Test
	void aCallerHasItsShareOrOneRequest() {
		Caller half = new Caller("half", 0.5, 3);
		try (Reservation first = this.ceiling.open(half); Reservation second = this.ceiling.open(half)) {
			first.reserve(48 * MB);
			assertThatExceptionOfType(OverloadedException.class).isThrownBy(() -> second.reserve(1));
			first.close();
			second.reserve(32 * MB);
			assertThatExceptionOfType(OverloadedException.class).isThrownBy(() -> first.reserve(1));
		}
	}

}
