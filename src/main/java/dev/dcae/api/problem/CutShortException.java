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

import org.apache.coyote.CloseNowException;

/**
 * Something failed after a part of the answer was sent. Nothing that is sent now can say
 * so: the connection must break, so that nobody takes the part for the whole. The servlet
 * container does so, without a line in the log.
 */
public class CutShortException extends CloseNowException {

	private final RuntimeException reason;

	/**
	 * A failure in the midst of an answer.
	 */
	public CutShortException(RuntimeException reason) {
		super("An answer was cut short: " + reason.getMessage(), reason);
		this.reason = reason;
	}

	RuntimeException reason() {
		return this.reason;
	}

}
