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
