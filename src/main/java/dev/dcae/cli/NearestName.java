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

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

import dev.dcae.pipeline.Nearest;

/**
 * Finds what was meant by a misspelled name.
 */
public final class NearestName {

	/**
	 * The letters of which one may be wrong; two always may.
	 */
	private static final int LETTERS_PER_MISTAKE = 4;

	private NearestName() {
	}

	/**
	 * The known name that takes the fewest letters to change, to add, to leave out or to
	 * swap; else one that has the same last word in another group.
	 * @param known names, with dots between their groups
	 * @return nothing if none is near
	 */
	public static Optional<String> of(String name, Collection<String> known) {
		Comparator<String> nearest = Comparator.comparingInt((String candidate) -> Nearest.distance(name, candidate))
			.thenComparing(Comparator.naturalOrder());
		Optional<String> spelled = known.stream()
			.filter((
					candidate) -> Nearest.distance(name, candidate) <= Math.max(2, name.length() / LETTERS_PER_MISTAKE))
			.min(nearest);
		return spelled.isPresent() ? spelled
				: known.stream().filter((candidate) -> lastWord(candidate).equals(lastWord(name))).min(nearest);
	}

	private static String lastWord(String name) {
		return name.substring(name.lastIndexOf('.') + 1);
	}

}
