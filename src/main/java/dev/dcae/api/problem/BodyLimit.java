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
package dev.dcae.api.problem;

import dev.dcae.tensor.Tensor;

/**
 * The largest body that is taken.
 *
 * @param bytes at most, at most what an array holds
 */
public record BodyLimit(int bytes) {

	/**
	 * A limit that an array holds, whatever is configured.
	 */
	public static BodyLimit of(long configured) {
		return new BodyLimit((int) Math.min(configured, Tensor.LARGEST_ARRAY));
	}

	/**
	 * Checks the length of a body.
	 * @throws ProblemException if it is larger
	 */
	public void requireWithin(long length) {
		if (length > this.bytes) {
			throw new ProblemException(ProblemType.TOO_LARGE, exceeded());
		}
	}

	/**
	 * Says that a body is larger.
	 */
	String exceeded() {
		return "The body is larger than the %d bytes that this service takes".formatted(this.bytes);
	}

}
