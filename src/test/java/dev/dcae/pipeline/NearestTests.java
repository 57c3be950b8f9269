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
package dev.dcae.pipeline;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class NearestTests {

	private static final List<String> KNOWN = List.of("model", "fit", "scaled", "channels", "sample", "seed", "tile",
			"shape", "dtype", "format");

	@ParameterizedTest
	@CsvSource({ "scale, scaled", "modle, model", "Model, model", "channel, channels", "chanels, channels",
			"dytpe, dtype", "type, dtype", "tiling, tile", "formatt, format", "seeds, seed" })
	void aMisspelledWordIsNearestToTheOneThatWasMeant(String word, String meant) {
		assertThat(Nearest.of(word, KNOWN)).hasValue(meant);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "access_token", "priority", "temperature" })
	void aWordThatIsLikeNoneHasNone(String word) {
		assertThat(Nearest.of(word, KNOWN)).isEmpty();
	}

	@Test
	void anEndlessWordIsComparedWithNone() {
		assertThat(Nearest.of("model".repeat(100_000), KNOWN)).isEmpty();
		assertThat(Nearest.of("model", List.of())).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "model, model, 0", "modle, model, 1", "'', model, 5", "model, '', 5", "abc, cab, 2", "ca, abc, 3" })
	void swappedNeighboursCountOne(String from, String to, int distance) {
		assertThat(Nearest.distance(from, to)).isEqualTo(distance);
	}

}
