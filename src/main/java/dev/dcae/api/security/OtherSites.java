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

import java.io.IOException;
import java.util.Set;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses what a browser sends for a page of another site, where a GET changes something:
 * nothing else keeps a page from having it sent.
 */
public final class OtherSites extends OncePerRequestFilter {

	/** The header by which browsers tell whose page sends a request. */
	private static final String SITE = "Sec-Fetch-Site";

	/** Its values for this service's own pages, and for what was typed. */
	private static final Set<String> OWN = Set.of("same-origin", "none");

	private final RequestMatcher guarded;

	/**
	 * A filter of some requests.
	 */
	public OtherSites(RequestMatcher guarded) {
		this.guarded = guarded;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (this.guarded.matches(request) && isOfAnother(request)) {
			// Browsers alone send this, and none shows a body.
			response.setStatus(HttpServletResponse.SC_FORBIDDEN);
			return;
		}
		chain.doFilter(request, response);
	}

	/**
	 * Tells if a page of another site sends it. Over plain HTTP browsers tell the site to
	 * their own machine alone.
	 */
	private static boolean isOfAnother(HttpServletRequest request) {
		String site = request.getHeader(SITE);
		return (site != null && !OWN.contains(site)) || request.getHeader(HttpHeaders.ORIGIN) != null;
	}

}
