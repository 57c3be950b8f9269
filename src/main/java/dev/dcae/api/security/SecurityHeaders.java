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

import java.util.Map;

/**
 * The headers by which every answer tells browsers what to beware of. Pages run the
 * scripts of this service and no others, and are shown in no frame; what a page makes of
 * pixels (blob: and data:) is an image; Swagger UI needs styles in its elements. Answers
 * are kept by no cache: they are somebody's images.
 */
public final class SecurityHeaders {

	/**
	 * The headers; those that an answer has already stay as they are.
	 */
	public static final Map<String, String> ALL = Map.of("X-Content-Type-Options", "nosniff", "X-Frame-Options", "DENY",
			"Referrer-Policy", "no-referrer", "Cache-Control", "no-store", "Content-Security-Policy",
			"default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; object-src 'none'; "
					+ "base-uri 'none'; form-action 'none'; frame-ancestors 'none'");

	private SecurityHeaders() {
	}

}
