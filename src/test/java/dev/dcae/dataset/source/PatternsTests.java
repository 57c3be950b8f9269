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
package dev.dcae.dataset.source;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The patterns in which people name shards.
 */
class PatternsTests {

	@Test
	void aRangeOfNumbersKeepsItsZeros() {
		assertThat(Patterns.expanded("s-{000008..000011}.tar")).containsExactly("s-000008.tar", "s-000009.tar",
				"s-000010.tar", "s-000011.tar");
		assertThat(Patterns.expanded("s-{8..10}.tar")).containsExactly("s-8.tar", "s-9.tar", "s-10.tar");
	}

	@Test
	void choicesAndRangesCombine() {
		assertThat(Patterns.expanded("{a,b}/{0..1}.tar")).containsExactly("a/0.tar", "a/1.tar", "b/0.tar", "b/1.tar");
	}

	@Test
	void otherBracesAreLetters() {
		assertThat(Patterns.expanded("a{x}b")).containsExactly("a{x}b");
		assertThat(Patterns.expanded("{")).containsExactly("{");
		assertThat(Patterns.expanded("plain.tar")).containsExactly("plain.tar");
	}

	@Test
	void aRangeOfTooManyIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Patterns.expanded("{0..99999999}"));
	}

	@ParameterizedTest
	@CsvSource({ "a/*.tar, a/b.tar, true", "a/*.tar, a/b/c.tar, false", "a/**/*.tar, a/b/c.tar, true",
			"a/**/*.tar, a/c.tar, true", "s-?.tar, s-1.tar, true", "s-?.tar, s-11.tar, false",
			"s-[0-3].tar, s-2.tar, true", "s-[!0-3].tar, s-2.tar, false", "a+b/*.tar, a+b/x.tar, true",
			"s.tar*, sxtar, false" })
	void aStarStaysInItsFolderAndTwoDoNot(String pattern, String name, boolean matches) {
		assertThat(Patterns.regex(pattern).matcher(name).matches()).isEqualTo(matches);
	}

	@Test
	void aPatternHasAFolderThatIsNone() {
		assertThat(Patterns.folder("a/b-*/c.tar")).isEqualTo("a/");
		assertThat(Patterns.folder("*.tar")).isEmpty();
		assertThat(Patterns.isPattern("a/b.tar")).isFalse();
	}

}
