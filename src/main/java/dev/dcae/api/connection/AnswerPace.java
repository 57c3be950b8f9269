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
package dev.dcae.api.connection;

import java.time.Duration;

/**
 * The least rate at which a client must read an answer, and the longest time that it has,
 * both counted from the first moment that a write could not be completed at once. Until
 * then the answer fits the network's buffers.
 *
 * @param longest time
 * @param floor in bytes a second; 0 for none
 * @param grace before it counts
 */
public record AnswerPace(Duration longest, long floor, Duration grace) {

	static final AnswerPace ANY = new AnswerPace(Duration.ofNanos(Long.MAX_VALUE), 0, Duration.ZERO);

	boolean isLate(long since, long taken) {
		return since > this.longest.toNanos()
				|| (since > this.grace.toNanos() && taken < (since - this.grace.toNanos()) / 1e9 * this.floor);
	}

}
