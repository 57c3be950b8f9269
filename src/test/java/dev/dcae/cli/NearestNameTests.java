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
