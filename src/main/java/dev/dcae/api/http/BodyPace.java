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
package dev.dcae.api.http;

import java.time.Duration;

/**
 * The time that a body has to arrive: a longest one, and a floor under its rate, on the
 * average of the time in which the service waited for it.
 *
 * @param longest time from its beginning
 * @param floor in bytes a second; 0 for none
 * @param grace before the floor counts
 */
public record BodyPace(Duration longest, long floor, Duration grace) {

	/**
	 * Tells if a body is too slow.
	 * @param since its beginning, in nanoseconds
	 * @param waited of these for its bytes
	 */
	boolean isLate(long since, long waited, long arrived) {
		return since > this.longest.toNanos()
				|| (waited > this.grace.toNanos() && arrived < (waited - this.grace.toNanos()) / 1e9 * this.floor);
	}

}
