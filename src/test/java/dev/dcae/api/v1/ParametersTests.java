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
package dev.dcae.api.v1;

import java.util.List;

import dev.dcae.api.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Parameters that several operations share.
 */
class ParametersTests {

	/**
	 * As long as the field of a form may be.
	 */
	@Test
	@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void aLongNumberThatIsNoneIsRefusedAtOnce() {
		String digits = "1".repeat(2_000_000);
		for (String text : List.of(digits + "x", digits + ".x", digits + "e", "." + digits + "x")) {
			assertThatThrownBy(() -> Parameters.alphas(List.of(text))).isInstanceOf(ProblemException.class);
		}
	}

}
