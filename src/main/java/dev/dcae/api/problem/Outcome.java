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

import java.util.Optional;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * The few words that say how a request ended, and what it was.
 */
public final class Outcome {

	/**
	 * The operation of what was turned away before it came to a controller.
	 */
	public static final String NO_OPERATION = "none";

	/**
	 * The outcome of a request that was not answered to its end.
	 */
	public static final String FAILED = "failed";

	/**
	 * The outcome of a request whose client hung up before it had the answer.
	 */
	public static final String CANCELLED = "cancelled";

	/**
	 * The outcome of a request whose answer was cut off, as its client took it too
	 * slowly.
	 */
	static final String NOT_TAKEN = "not_taken";

	private Outcome() {
	}

	/**
	 * Notes an outcome that the status of the answer cannot tell.
	 */
	public static void note(ServletRequest request, String outcome) {
		request.setAttribute(Outcome.class.getName(), outcome);
	}

	/**
	 * The outcome that was noted, if one was.
	 */
	public static Optional<String> noted(ServletRequest request) {
		return Optional.ofNullable((String) request.getAttribute(Outcome.class.getName()));
	}

	/**
	 * The outcome of a request by the status of its answer.
	 */
	public static String of(int status) {
		return switch (status) {
			case HttpServletResponse.SC_UNAUTHORIZED, HttpServletResponse.SC_FORBIDDEN -> "unauthorized";
			case HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE -> "too_large";
			case 429 -> "rejected";
			case HttpServletResponse.SC_SERVICE_UNAVAILABLE -> "unavailable";
			case HttpServletResponse.SC_GATEWAY_TIMEOUT -> "deadline_missed";
			// What the sender wants is not offered: nothing failed here.
			case HttpServletResponse.SC_NOT_IMPLEMENTED, HttpServletResponse.SC_HTTP_VERSION_NOT_SUPPORTED -> "refused";
			default -> (status < 400) ? "ok" : (status < 500) ? "refused" : FAILED;
		};
	}

}
