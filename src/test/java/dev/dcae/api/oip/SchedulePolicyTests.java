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
package dev.dcae.api.oip;

import java.time.Duration;
import java.util.Map;

import dev.dcae.api.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The urgency of a request of the Open Inference Protocol.
 */
class SchedulePolicyTests {

	@ParameterizedTest
	@CsvSource({ "0, 0", "1, 3", "2, 2", "3, 1", "4, 0", "5, 0", "9223372036854775807, 0" })
	void oneIsTheMostUrgentAndZeroTheDefault(long asked, int ours) {
		assertThat(SchedulePolicy.priority(new Settings(Map.of("priority", asked)))).hasValue(ours);
	}

	@Test
	void timeoutsAreMicrosecondsAndZeroIsTheDefault() {
		assertThat(SchedulePolicy.timeout(new Settings(Map.of("timeout", 2_500_001))))
			.contains(Duration.ofNanos(2_500_001_000L));
		assertThat(SchedulePolicy.timeout(new Settings(Map.of("timeout", Long.MAX_VALUE)))).isPresent();
		assertThat(SchedulePolicy.timeout(new Settings(Map.of("timeout", 0)))).isEmpty();
	}

	@Test
	void whoSaysNothingLeavesItToTheHeaders() {
		assertThat(SchedulePolicy.priority(Settings.of(null))).isEmpty();
		assertThat(SchedulePolicy.timeout(Settings.of(null))).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(doubles = { -1, 0.5, 1 })
	void whatIsNoWholeNumberIsRefused(double value) {
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> SchedulePolicy.priority(new Settings(Map.of("priority", value))))
			.withMessageContaining("priority");
	}

}
