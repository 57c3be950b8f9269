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
package dev.dcae.engine;

import dev.dcae.model.UnusableException;

/**
 * A CPU on which libtorch computes wrong values.
 */
public class WrongArithmeticException extends UnusableException {

	WrongArithmeticException(String problem) {
		super(problem, (System.getenv(OneDnn.LIMIT) == null)
				? "start it with %s=SSE41 in the environment, or AVX2 where that is right, too; a hypervisor that hides the caches of the processor is to blame for most such cases"
					.formatted(OneDnn.LIMIT)
				: "%s is %s: try SSE41, or another machine".formatted(OneDnn.LIMIT, System.getenv(OneDnn.LIMIT)));
	}

}
