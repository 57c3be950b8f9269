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
package dev.dcae.checkpoint.hub;

import java.time.Duration;

/**
 * A hub that does not answer now: it is away, busy, or the connection broke. Another try
 * may succeed.
 */
public class HubUnreachableException extends HubException {

	private static final String WAY_OUT = "try again later, name a proxy in HTTPS_PROXY or a mirror in HF_ENDPOINT, or fetch the model where the hub can be reached and bring its cache here";

	private final transient Duration retryAfter;

	HubUnreachableException(String problem, Duration retryAfter) {
		super(problem, WAY_OUT);
		this.retryAfter = retryAfter;
	}

	HubUnreachableException(String problem, Throwable cause) {
		super(problem, WAY_OUT, cause);
		this.retryAfter = Duration.ZERO;
	}

	HubUnreachableException(String problem, String remedy, Throwable cause) {
		super(problem, remedy, cause);
		this.retryAfter = Duration.ZERO;
	}

	/**
	 * The time for which the hub asks to be left alone; zero if it does not say.
	 */
	Duration retryAfter() {
		return this.retryAfter;
	}

}
