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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The number or the share of samples that may fail.
 */
class FailureLimitTests {

	@Test
	void aNumberIsANumberAndAShareIsOfAll() {
		assertThat(FailureLimit.of("2").allows(2, 10)).isTrue();
		assertThat(FailureLimit.of("2").allows(3, 1_000_000)).isFalse();
		assertThat(FailureLimit.of("0.1%").allows(10, 10_000)).isTrue();
		assertThat(FailureLimit.of("0.1%").allows(11, 10_000)).isFalse();
		assertThat(FailureLimit.of("0").allows(1, 1)).isFalse();
		assertThat(FailureLimit.of("0.1%")).hasToString("0.1%");
		assertThat(FailureLimit.of("5")).hasToString("5");
	}

	@Test
	void aShareOfTheFirstFewEndsNoRun() {
		FailureLimit limit = FailureLimit.of("1%");
		assertThat(limit.isPassed(10, 10)).isFalse();
		assertThat(limit.isPassed(11, 10)).isTrue();
		assertThat(limit.isPassed(20, 2000)).isFalse();
		assertThat(limit.isPassed(21, 2000)).isTrue();
		assertThat(FailureLimit.of("0").isPassed(1, 1)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "-1", "0.5", "101%", "%", "1e3", "ten", "NaN%" })
	void anythingElseIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> FailureLimit.of(text)).withMessageContaining("0.1%");
	}

}
