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
