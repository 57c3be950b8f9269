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

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.AuthenticationConverter;
import org.springframework.security.web.authentication.www.BasicAuthenticationConverter;

/**
 * Takes the key out of a request: {@code Authorization: Bearer} and the key (RFC 6750,
 * 2.1), or the password of {@code Basic} (RFC 7617), which is what clients send that are
 * given {@code http://user:key@host}; the name of the user is of no matter.
 */
public final class ShownKey implements AuthenticationConverter {

	private static final String BEARER = "Bearer ";

	private final AuthenticationConverter basic = new BasicAuthenticationConverter();

	@Override
	public @Nullable Authentication convert(HttpServletRequest request) {
		String shown = request.getHeader(HttpHeaders.AUTHORIZATION);
		if (shown == null || !shown.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
			return this.basic.convert(request);
		}
		String key = shown.substring(BEARER.length()).strip();
		if (key.isEmpty()) {
			throw new BadCredentialsException("The API key is empty");
		}
		return UsernamePasswordAuthenticationToken.unauthenticated("", key);
	}

}
