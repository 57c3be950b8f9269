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

import java.time.Duration;

/**
 * Is told of each request when its answer is sent, on the thread that served it.
 */
@FunctionalInterface
public interface RequestListener {

	/**
	 * A request ended.
	 * @param operation one of few names
	 * @param outcome one of few names
	 * @param time from its first line to the last byte of its answer
	 */
	void ended(Timeline timeline, String operation, String outcome, Duration time);

}
