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
package dev.dcae.dataset.parts;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The number or the share of samples that may fail.
 *
 * @param count of them; or, as a share, that of each hundred
 * @param share true if it is a share
 */
public record FailureLimit(double count, boolean share) {

	/**
	 * The fewest samples that a share of a run that is still going is taken of: how many
	 * there will be is a guess, and one of few is a wild one.
	 */
	private static final long ENOUGH = 1000;

	private static final Pattern TEXT = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,9})?)(%?)");

	/**
	 * Reads a number, or a percentage: {@code 10}, {@code 0.1%}.
	 * @throws IllegalArgumentException if it is neither
	 */
	public static FailureLimit of(String text) {
		Matcher matcher = TEXT.matcher(text.strip());
		if (matcher.matches()) {
			double number = Double.parseDouble(matcher.group(1));
			boolean share = !matcher.group(2).isEmpty();
			if (share ? number <= 100 : number == Math.rint(number)) {
				return new FailureLimit(number, share);
			}
		}
		throw new IllegalArgumentException("'%s' is neither a number nor a percentage such as 0.1%%".formatted(text));
	}

	/**
	 * Tells whether so many failures are allowed in the end.
	 */
	public boolean allows(long failed, long samples) {
		return failed <= (this.share ? this.count / 100 * samples : this.count);
	}

	/**
	 * Tells whether more have failed than are allowed in the end, however the rest fares.
	 * Nothing less ends a run: failures come in clumps, and the same ones come again
	 * however often it is started.
	 * @param expected samples in the end, about
	 */
	public boolean isPassed(long failed, long expected) {
		return !allows(failed, Math.max(expected, ENOUGH));
	}

	@Override
	public String toString() {
		String number = (this.count == Math.rint(this.count)) ? Long.toString((long) this.count)
				: Double.toString(this.count);
		return this.share ? number + "%" : number;
	}

}
