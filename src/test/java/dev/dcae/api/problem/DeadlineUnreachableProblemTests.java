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
