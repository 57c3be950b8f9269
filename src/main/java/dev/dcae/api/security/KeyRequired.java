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
package dev.dcae.api.security;

import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Turns away requests without a key, or with a wrong one, and says how one is shown.
 */
public final class KeyRequired implements AuthenticationEntryPoint {

	/** The header by which a script makes itself known, by a habit of old. */
	private static final String REQUESTED_WITH = "X-Requested-With";

	private static final String SCRIPT = "XMLHttpRequest";

	private final HandlerExceptionResolver problems;

	/**
	 * With the place where errors become answers.
	 */
	public KeyRequired(HandlerExceptionResolver problems) {
		this.problems = problems;
	}

	@Override
	public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException ex) {
		response.addHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"dcae\"");
		// Browsers meet this one with a window of their own. A page that asks for the key
		// itself does without it.
		if (!SCRIPT.equals(request.getHeader(REQUESTED_WITH))) {
			response.addHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"dcae\", charset=\"UTF-8\"");
		}
		String detail = (ex instanceof BadCredentialsException)
				? "The API key is malformed, or is none of this service's"
				: "An API key is wanted: as 'Authorization: Bearer' and the key, or as the password of Basic";
		this.problems.resolveException(request, response, null, new ProblemException(ProblemType.UNAUTHORIZED, detail));
	}

}
