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
package dev.dcae.dataset.source;

/**
 * The next thing in a unit of work: a sample, or the reason why one is none.
 */
public sealed interface Found permits Sample, Found.Problem {

	/**
	 * A sample that cannot be used.
	 *
	 * @param key of it
	 * @param reason a sentence for whoever owns it
	 */
	record Problem(String key, String reason) implements Found {
	}

}
