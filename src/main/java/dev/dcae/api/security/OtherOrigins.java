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
import java.time.Duration;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.filter.CorsFilter;

/**
 * Lets the web pages of other origins use the service (CORS). Keys travel in a header
 * that pages set themselves, so no credentials of the browser's are asked for.
 */
public final class OtherOrigins {

	/**
	 * The headers of an answer that pages may read, beside those they always may.
	 */
	static final List<String> EXPOSED = List.of("X-Request-Id", "Server-Timing", "X-Model", "X-Image-Size",
			"X-Tensor-Shape", "X-Tensor-Dtype", "X-Seed", "X-Tiled", "X-Retried-In-Fp32", "X-Warning", "Retry-After",
			"Content-Disposition", "Inference-Header-Content-Length", "shape", "dtype");

	private OtherOrigins() {
	}

	/**
	 * The filter for pages of some origins.
	 * @param origins such as {@code https://app.example}, or {@code *} for all
	 * @param maxAge how long a browser may remember that it was allowed to
	 */
	public static CorsFilter filter(List<String> origins, Duration maxAge) {
		CorsConfiguration allowed = new CorsConfiguration();
		allowed.setAllowedOrigins(origins);
		allowed.setAllowedMethods(List.of("GET", "HEAD", "POST"));
		allowed.addAllowedHeader(CorsConfiguration.ALL);
		allowed.setExposedHeaders(EXPOSED);
		allowed.setMaxAge(maxAge);
		CorsFilter filter = new CorsFilter((request) -> allowed);
		filter.setCorsProcessor(new Processor());
		return filter;
	}

	/**
	 * Spring's, but for requests of pages that are not allowed: they pass, and their
	 * pages cannot read the answers, as where nothing is allowed at all. Spring would
	 * refuse them, and with them the service's own page behind a proxy that ends TLS. An
	 * origin that is malformed is one that is not allowed.
	 */
	private static final class Processor extends DefaultCorsProcessor {

		@Override
		public boolean processRequest(@Nullable CorsConfiguration allowed, HttpServletRequest request,
				HttpServletResponse response) throws IOException {
			if (allowed == null || isAllowed(allowed, request)) {
				return super.processRequest(allowed, request, response);
			}
			response.addHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
			if (CorsUtils.isPreFlightRequest(request)) {
				response.setStatus(HttpStatus.FORBIDDEN.value());
				return false;
			}
			return true;
		}

		private boolean isAllowed(CorsConfiguration allowed, HttpServletRequest request) {
			try {
				return !CorsUtils.isCorsRequest(request)
						|| checkOrigin(allowed, request.getHeader(HttpHeaders.ORIGIN)) != null;
			}
			catch (IllegalArgumentException | IllegalStateException ex) {
				// No address, or none with such a port.
				return false;
			}
		}

		@Override
		protected void rejectRequest(ServerHttpResponse response) {
			// Browsers alone ask this, and none shows a body.
			response.setStatusCode(HttpStatus.FORBIDDEN);
		}

	}

}
