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
package dev.dcae.api.problem;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

import dev.dcae.serving.ServingException;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpHeaders;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The answer to a request that could not be done before its deadline.
 */
class DeadlineUnreachableProblemTests {

	private final Problems problems = new Problems(new BodyLimit(1000));

	@Test
	void itSaysWhenTheAnswerWouldBeThereAndWhenToTryAgain() {
		ResponseEntity<ProblemDetail> answer = this.problems
			.serving(new ServingException.DeadlineUnreachable(Duration.ofMillis(3450), Duration.ofMillis(1450)));
		assertThat(answer.getStatusCode().value()).isEqualTo(429);
		assertThat(answer.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("2");
		ProblemDetail problem = Objects.requireNonNull(answer.getBody());
		assertThat(problem.getType()).hasToString("urn:dcae:problem:deadline-unreachable");
		assertThat(problem.getDetail()).contains("3.450 s", "X-Request-Timeout");
		assertThat(Objects.requireNonNull(problem.getProperties()))
			.containsAllEntriesOf(Map.of("expectedSeconds", 3.45));
	}

}
