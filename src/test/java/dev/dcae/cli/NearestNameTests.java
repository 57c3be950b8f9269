package dev.dcae.cli;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Guesses at what was meant by a misspelled name.
 */
class NearestNameTests {

	private static final List<String> KNOWN = List.of("dcae.limits.max-body", "dcae.limits.max-side",
			"dcae.models[n].dtype", "dcae.models[n].id", "dcae.queue.max-items", "dcae.batching.max-items");

	@ParameterizedTest
	@CsvSource({ "dcae.limit.max-body, dcae.limits.max-body", "dcae.limits.maxbody, dcae.limits.max-body",
			"dcae.limits.max-bdoy, dcae.limits.max-body", "dcae.models[n].dtyp, dcae.models[n].dtype",
			"dcae.model[n].id, dcae.models[n].id", "dcae.max-items, dcae.queue.max-items",
			"dcae.serving.admission.max-side, dcae.limits.max-side" })
	void theNearestIsFound(String written, String meant) {
		assertThat(NearestName.of(written, KNOWN)).contains(meant);
	}

	@Test
	void whatIsLikeNoneIsNotGuessed() {
		assertThat(NearestName.of("dcae.something.else.altogether", KNOWN)).isEmpty();
		assertThat(NearestName.of("", KNOWN)).isEmpty();
		assertThat(NearestName.of("a", List.of())).isEmpty();
	}

}
