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

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * Finds the word that somebody meant who wrote another. Letters that are missing, too
 * many, others or swapped with their neighbour each count one (the optimal string
 * alignment distance).
 */
public final class Nearest {

	/**
	 * A word from a client may be of any length, and what is much longer than all that
	 * are known is near to none.
	 */
	private static final int LONGEST = 100;

	private Nearest() {
	}

	/**
	 * The known word that is nearest to another, the first of those that are equally
	 * near; none if more than a half of its letters would have to change.
	 */
	public static Optional<String> of(String word, Collection<String> known) {
		if (word.length() > LONGEST) {
			return Optional.empty();
		}
		return known.stream()
			.min(Comparator.comparingInt((one) -> distance(word, one)))
			.filter((one) -> 2 * distance(word, one) <= Math.max(word.length(), one.length()));
	}

	/**
	 * The letters that have to be changed, added, left out or swapped.
	 */
	public static int distance(String from, String to) {
		int[][] cost = new int[from.length() + 1][to.length() + 1];
		for (int i = 0; i <= from.length(); i++) {
			for (int j = 0; j <= to.length(); j++) {
				if (i == 0 || j == 0) {
					cost[i][j] = i + j;
					continue;
				}
				boolean same = from.charAt(i - 1) == to.charAt(j - 1);
				cost[i][j] = Math.min(cost[i - 1][j - 1] + (same ? 0 : 1),
						1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
				if (i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2)
						&& from.charAt(i - 2) == to.charAt(j - 1)) {
					cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
				}
			}
		}
		return cost[from.length()][to.length()];
	}

}
