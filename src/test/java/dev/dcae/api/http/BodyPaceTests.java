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

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The time that bodies have: a minute, and 1000 bytes a second after ten.
 */
class BodyPaceTests {

	private static final BodyPace PACE = new BodyPace(Duration.ofMinutes(1), 1000, Duration.ofSeconds(10));

	@Test
	void theFloorCountsAfterTheGraceAndOnTheAverage() {
		assertThat(isLate(10, 10, 1)).isFalse();
		assertThat(isLate(11, 11, 999)).isTrue();
		assertThat(isLate(11, 11, 1000)).isFalse();
		assertThat(isLate(50, 50, 39_999)).isTrue();
		assertThat(isLate(50, 50, 40_000)).isFalse();
	}

	@Test
	void whatTheServiceItselfTakesIsNotTheClients() {
		assertThat(isLate(50, 9, 1)).isFalse();
	}

	@Test
	void nobodyHasMoreThanTheLongestTime() {
		assertThat(isLate(60, 5, 1_000_000_000)).isFalse();
		assertThat(isLate(61, 5, 1_000_000_000)).isTrue();
	}

	@Test
	void withoutAFloorThatAloneCounts() {
		BodyPace free = new BodyPace(Duration.ofMinutes(1), 0, Duration.ofSeconds(10));
		assertThat(free.isLate(Duration.ofSeconds(59).toNanos(), Duration.ofSeconds(59).toNanos(), 0)).isFalse();
	}

	private static boolean isLate(int seconds, int waited, long arrived) {
		return PACE.isLate(Duration.ofSeconds(seconds).toNanos(), Duration.ofSeconds(waited).toNanos(), arrived);
	}

}
