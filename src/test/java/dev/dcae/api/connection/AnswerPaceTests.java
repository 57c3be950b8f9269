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
package dev.dcae.api.connection;

import java.net.SocketTimeoutException;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * The time that clients have to take their answers: 1000 bytes a second after ten, and an
 * hour for all.
 */
class AnswerPaceTests {

	private static final AnswerPace PACE = new AnswerPace(Duration.ofHours(1), 1000, Duration.ofSeconds(10));

	private final Connection connection = new Connection();

	private long now = Long.MIN_VALUE + 7;

	@Test
	void whoTakesAllAtOnceHasAllTheTimeBetween() throws SocketTimeoutException {
		taken(100, 0);
		pass(3600);
		assertThatNoException().isThrownBy(() -> taken(1, 0));
	}

	@Test
	void whoTakesLessThanTheFloorIsEndedAfterTheGrace() throws SocketTimeoutException {
		taken(5_000_000, 1);
		pass(10);
		taken(1, 1);
		pass(1);
		taken(999, 1);
		pass(1);
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> taken(999, 1));
	}

	@Test
	void aPauseIsMadeUpForByWhatWasTakenBeforeIt() throws SocketTimeoutException {
		taken(0, 1);
		pass(1);
		taken(100_000, 1);
		pass(100);
		taken(0, 1);
		pass(10);
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> taken(0, 1));
	}

	@Test
	void howeverMuchIsTakenThereIsAnEnd() throws SocketTimeoutException {
		taken(0, 1);
		pass(3600);
		taken(1_000_000_000, 1);
		pass(1);
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> taken(1_000_000_000, 1));
	}

	@Test
	void theNextAnswerBeginsAnew() throws SocketTimeoutException {
		taken(0, 1);
		pass(3600);
		this.connection.busy(true);
		assertThatNoException().isThrownBy(() -> taken(0, 1));
	}

	@Test
	void withoutAFloorNobodyIsTooSlow() {
		assertThat(AnswerPace.ANY.isLate(Long.MAX_VALUE, 0)).isFalse();
	}

	private void taken(int count, int left) throws SocketTimeoutException {
		this.connection.taken(count, left, PACE, this.now);
	}

	private void pass(int seconds) {
		this.now += Duration.ofSeconds(seconds).toNanos();
	}

}
