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

import dev.dcae.image.ImageException;
import dev.dcae.pipeline.Quoted;
import dev.dcae.pipeline.RequestException;
import dev.dcae.serving.ServingException;
import dev.dcae.tensor.TensorFormatException;

/**
 * A fault of one of the many things that a request is about. The answer is that to the
 * cause, and names the one.
 */
public class PartException extends RuntimeException {

	private final RuntimeException reason;

	private PartException(String name, RuntimeException reason) {
		super("%s: %s".formatted(Quoted.of(name), reason.getMessage()), reason);
		this.reason = reason;
	}

	/**
	 * A failure under the name of what failed. What is no fault of the one, such as a
	 * full queue, stays what it is.
	 */
	public static RuntimeException of(String name, RuntimeException failure) {
		return switch (failure) {
			case ProblemException _, ImageException _, RequestException _, TensorFormatException _,
					ServingException.TooLarge _, ServingException.ItemFailed _ ->
				new PartException(name, failure);
			default -> failure;
		};
	}

	RuntimeException reason() {
		return this.reason;
	}

}
