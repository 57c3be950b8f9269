package dev.dcae.bench;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import dev.dcae.pipeline.Phase;

/**
 * Sums what answers say about where their time went, in milliseconds. One thread at a time.
 */
final class PhaseTimes {

	private final Map<Phase, Double> sums = new EnumMap<>(Phase.class);

	private int answers;

	/**
	 * Adds an answer.
	 * @param timing such as {@code parse;dur=0.1, device;dur=21.4}
	 */
	void add(String timing) {
		this.answers++;
		for (String phase : timing.split(",")) {
			String[] parts = phase.split(";dur=");
			if (parts.length == 2) {
				this.sums.merge(Phase.valueOf(parts[0].strip().toUpperCase(Locale.ROOT)), Double.valueOf(parts[1]),
						Double::sum);
			}
		}
	}

	void add(PhaseTimes others) {
		this.answers += others.answers;
		others.sums.forEach((phase, sum) -> this.sums.merge(phase, sum, Double::sum));
	}

	/**
	 * The mean of each phase over all answers, such as {@code parse 0.1, device 21.4}.
	 */
	String means() {
		return this.sums.entrySet()
			.stream()
			.map((phase) -> "%s %s".formatted(phase.getKey().name().toLowerCase(Locale.ROOT).replace('_', ' '),
					Report.digits(phase.getValue() / this.answers)))
			.collect(Collectors.joining(", "));
	}

}
