package dev.dcae.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * Finds what was meant by a misspelled name.
 */
public final class Nearest {

	/**
	 * The letters of which one may be wrong; two always may.
	 */
	private static final int LETTERS_PER_MISTAKE = 4;

	private Nearest() {
	}

	/**
	 * The known name that takes the fewest letters to change, to add, to leave out or to
	 * swap; else one that has the same last word in another group.
	 * @param known names, with dots between their groups
	 * @return nothing if none is near
	 */
	public static Optional<String> of(String name, Collection<String> known) {
		Comparator<String> nearest = Comparator.comparingInt((String candidate) -> distance(name, candidate))
			.thenComparing(Comparator.naturalOrder());
		Optional<String> spelled = known.stream()
			.filter((candidate) -> distance(name, candidate) <= Math.max(2, name.length() / LETTERS_PER_MISTAKE))
			.min(nearest);
		return spelled.isPresent() ? spelled
				: known.stream().filter((candidate) -> lastWord(candidate).equals(lastWord(name))).min(nearest);
	}

	private static String lastWord(String name) {
		return name.substring(name.lastIndexOf('.') + 1);
	}

	/**
	 * The optimal string alignment distance.
	 */
	private static int distance(String a, String b) {
		int[][] distances = new int[a.length() + 1][b.length() + 1];
		for (int i = 0; i <= a.length(); i++) {
			for (int j = 0; j <= b.length(); j++) {
				if (i == 0 || j == 0) {
					distances[i][j] = i + j;
					continue;
				}
				boolean same = a.charAt(i - 1) == b.charAt(j - 1);
				int least = Math.min(Math.min(distances[i - 1][j], distances[i][j - 1]) + 1,
						distances[i - 1][j - 1] + (same ? 0 : 1));
				boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2)
						&& a.charAt(i - 2) == b.charAt(j - 1);
				distances[i][j] = swapped ? Math.min(least, distances[i - 2][j - 2] + 1) : least;
			}
		}
		return distances[a.length()][b.length()];
	}

}
