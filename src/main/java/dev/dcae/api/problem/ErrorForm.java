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

import java.util.Map;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;

/**
 * The forms of errors. One place finds them, {@link Problems}; where a protocol has a
 * form of its own, they take it on their way out.
 */
enum ErrorForm {

	/**
	 * RFC 9457.
	 */
	PROBLEM_DETAIL(MediaType.APPLICATION_PROBLEM_JSON),

	/**
	 * The Open Inference Protocol's: {@code {"error": "…"}}, and 400 for whatever is
	 * wrong with a tensor.
	 */
	OPEN_INFERENCE(MediaType.APPLICATION_JSON);

	private static final String OPEN_INFERENCE_ROOT = "/v2";

	private final MediaType mediaType;

	ErrorForm(MediaType mediaType) {
		this.mediaType = mediaType;
	}

	/**
	 * The form for a request, or for the one that an error dispatch belongs to.
	 */
	static ErrorForm of(HttpServletRequest request) {
		String path = (request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String original) ? original
				: request.getRequestURI();
		String prefix = request.getContextPath();
		// A proxy that strips a prefix has it put before the path again.
		return of((path != null && prefix != null && path.startsWith(prefix)) ? path.substring(prefix.length()) : path);
	}

	/**
	 * The form for an address, which there is not in what is hardly HTTP.
	 */
	private static ErrorForm of(@Nullable String path) {
		return (path != null && (path.equals(OPEN_INFERENCE_ROOT) || path.startsWith(OPEN_INFERENCE_ROOT + "/")))
				? OPEN_INFERENCE : PROBLEM_DETAIL;
	}

	MediaType mediaType() {
		return this.mediaType;
	}

	/**
	 * The status in this form.
	 * @param type of the problem
	 * @param status as a problem detail
	 */
	int status(ProblemType type, int status) {
		boolean tensor = status == 422 || type == ProblemType.NOT_AN_IMAGE;
		return (this == OPEN_INFERENCE && tensor) ? 400 : status;
	}

	/**
	 * The body in this form.
	 * @param problem as a problem detail
	 */
	Object body(Object problem, String detail) {
		return (this == OPEN_INFERENCE) ? Map.of("error", detail) : problem;
	}

}
