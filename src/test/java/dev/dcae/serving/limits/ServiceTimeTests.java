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

import java.util.Random;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Times of device calls, and what they teach about the next.
 */
class ServiceTimeTests {

	private static final Percentage CLOSELY = Percentage.withPercentage(3);

	private final ServiceTime time = new ServiceTime();

	private long now;

	@Test
	void nothingIsKnownBeforeAFewCalls() {
		for (int i = 1; i < ServiceTime.KNOWN; i++) {
			ran(100, 1000);
			assertThat(this.time.isKnown()).isFalse();
			assertThat(this.time.isFresh(this.now)).isFalse();
		}
		ran(100, 1000);
		assertThat(this.time.isKnown()).isTrue();
		assertThat(this.time.nanos(100)).isCloseTo(1000, CLOSELY);
	}

	@Test
	void theFixedPartAndThatOfEachPixelAreToldApart() {
		Random random = new Random(5);
		for (int i = 0; i < 40; i++) {
			long pixels = 100 * (1 + random.nextInt(32));
			ran(pixels, 5000 + 10 * pixels);
		}
		assertThat(this.time.nanos(100)).isCloseTo(6000, CLOSELY);
		assertThat(this.time.nanos(3200)).isCloseTo(37_000, CLOSELY);
	}

	@Test
	void ofCallsOfOneSizeTheTimeIsTakenToBeProportional() {
		teach(20, 100, 1000);
		assertThat(this.time.nanos(200)).isCloseTo(2000, CLOSELY);
		assertThat(this.time.nanos(50)).isCloseTo(500, CLOSELY);
	}

	@Test
	void theFirstCallsAreNotLearnedFrom() {
		teach(ServiceTime.WARM_UP, 100, 1_000_000);
		teach(2, 100, 1000);
		assertThat(this.time.nanos(100)).isCloseTo(1000, CLOSELY);
	}

	@Test
	void oneSlowCallChangesLittle() {
		teach(30, 100, 1000);
		ran(100, 1_000_000);
		assertThat(this.time.nanos(100)).isLessThan(1500);
		teach(30, 100, 1000);
		assertThat(this.time.nanos(100)).isCloseTo(1000, Percentage.withPercentage(10));
	}

	@Test
	void aSlowFirstCallChangesLittle() {
		teach(ServiceTime.WARM_UP, 100, 1000);
		ran(100, 1_000_000);
		ran(200, 1000);
		assertThat(this.time.nanos(100)).isLessThan(3000);
		teach(5, 100, 1000);
		assertThat(this.time.nanos(100)).isLessThan(2000);
	}

	@Test
	void aFirstCallThatWasLargerIsTakenAsItIs() {
		teach(ServiceTime.WARM_UP, 100, 1000);
		ran(800, 8000);
		ran(100, 1000);
		assertThat(this.time.nanos(400)).isCloseTo(4000, CLOSELY);
	}

	@Test
	void whatHasBecomeSlowerOrFasterIsLearnedAnew() {
		teach(30, 100, 1000);
		teach(60, 100, 10_000);
		assertThat(this.time.nanos(100)).isCloseTo(10_000, CLOSELY);
		teach(60, 100, 1000);
		assertThat(this.time.nanos(100)).isCloseTo(1000, CLOSELY);
	}

	@Test
	void aTimeIsNeverNegativeAndNeverShrinksWithThePixels() {
		Random random = new Random(6);
		for (int i = 0; i < 1000; i++) {
			ran(1 + random.nextInt(1000), 1 + random.nextInt(1000));
			if (this.time.isKnown()) {
				assertThat(this.time.nanos(1)).isNotNegative();
				assertThat(this.time.nanos(2000)).isGreaterThanOrEqualTo(this.time.nanos(1));
			}
		}
	}

	@Test
	void nearlyAllCallsEndWithinTheirTime() {
		Random random = new Random(8);
		int late = 0;
		for (int i = 0; i < 2000; i++) {
			long took = (long) (1000 * (1 + 0.2 * (2 * random.nextDouble() - 1)));
			late += (i > 100 && took > this.time.nearlyAll(100)) ? 1 : 0;
			ran(100, took);
		}
		assertThat(late).isLessThan(100);
	}

	@Test
	void whatIsOldIsKnownAndNotFresh() {
		teach(10, 100, 1000);
		assertThat(this.time.isFresh(this.now)).isTrue();
		this.now += 60_000_000_000L;
		assertThat(this.time.isFresh(this.now)).isFalse();
		assertThat(this.time.isKnown()).isTrue();
	}

	private void teach(int calls, long pixels, long nanos) {
		for (int i = 0; i < calls; i++) {
			ran(pixels, nanos);
		}
	}

	private void ran(long pixels, long nanos) {
		this.now += nanos;
		this.time.ran(pixels, nanos, this.now);
	}

}
