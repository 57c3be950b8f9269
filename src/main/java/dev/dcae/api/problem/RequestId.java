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

import java.io.IOException;
import java.util.UUID;
import java.util.regex.Pattern;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives each request an id: the caller's, if it sent a harmless one, else a new one. It
 * stands in the answer, in every problem detail and in every line of the log.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
public class RequestId extends OncePerRequestFilter {

	public static final String HEADER = "X-Request-Id";

	static final String KEY = "requestId";

	/**
	 * The attribute of requests that came to the filters.
	 */
	static final String SEEN = RequestId.class.getName();

	private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._:/+=-]{1,128}");

	public static @Nullable String current() {
		return MDC.get(KEY);
	}

	@Override
	protected boolean shouldNotFilterErrorDispatch() {
		return false;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		// An error dispatch comes through here again, and keeps the id of the request it
		// belongs to.
		String id = (request.getAttribute(KEY) instanceof String known) ? known : idOf(request);
		request.setAttribute(KEY, id);
		if (request.getDispatcherType() == DispatcherType.REQUEST) {
			request.setAttribute(SEEN, true);
		}
		response.setHeader(HEADER, id);
		MDC.put(KEY, id);
		try {
			chain.doFilter(request, response);
		}
		finally {
			MDC.remove(KEY);
		}
	}

	static String idOf(HttpServletRequest request) {
		String sent = request.getHeader(HEADER);
		return (sent != null && HARMLESS.matcher(sent).matches()) ? sent : UUID.randomUUID().toString();
	}

}
