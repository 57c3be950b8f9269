package dev.dcae.soak;

import java.util.ArrayList;
import java.util.List;

/**
 * The answers that clients saw.
 */
final class Tally {

	long encodes;

	long answered;

	long refused;

	long late;

	long hungUp;

	final List<String> wrong = new ArrayList<>();

	final List<String> unexpected = new ArrayList<>();

	Tally plus(Tally other) {
		Tally sum = new Tally();
		for (Tally part : List.of(this, other)) {
			sum.encodes += part.encodes;
			sum.answered += part.answered;
			sum.refused += part.refused;
			sum.late += part.late;
			sum.hungUp += part.hungUp;
			sum.wrong.addAll(part.wrong);
			sum.unexpected.addAll(part.unexpected);
		}
		return sum;
	}

	@Override
	public String toString() {
		return "%d answered, %d refused (429), %d late (504), %d hung up, %d wrong, %d unexpected"
			.formatted(this.answered, this.refused, this.late, this.hungUp, this.wrong.size(), this.unexpected.size());
	}

}
