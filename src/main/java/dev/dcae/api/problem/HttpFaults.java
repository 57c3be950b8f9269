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

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.dcae.pipeline.Quoted;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.tomcat.util.http.parser.Host;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * Finds what of a request the servlet container refused it for, which keeps that to
 * itself.
 */
final class HttpFaults {

	private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9a-fA-F]{2})");

	private static final String WHOLE = "The request could not be read: its first line, its path or its headers are "
			+ "malformed or too long, or its body is cut short or not in the chunks or the compression that it claims";

	private HttpFaults() {
	}

	/**
	 * Says what is wrong with a request that was refused with 400.
	 */
	static String malformed(HttpServletRequest request) {
		return host(request).or(() -> path(request)).or(() -> body(request)).orElse(WHOLE);
	}

	/**
	 * Says what a request wants that was refused with 417.
	 */
	static String unexpected(HttpServletRequest request) {
		return "The Expect %s is not known; taken is 100-continue".formatted(quoted(request, HttpHeaders.EXPECT));
	}

	/**
	 * Says what a request wants that was refused with 501.
	 */
	static String notOffered(HttpServletRequest request) {
		if (request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null) {
			return "The Transfer-Encoding %s is not offered; send the body chunked or with a Content-Length, and say that it is compressed by Content-Encoding"
				.formatted(quoted(request, HttpHeaders.TRANSFER_ENCODING));
		}
		return "The method %s is not offered; GET, HEAD, POST and OPTIONS are"
			.formatted(Quoted.of(String.valueOf(request.getMethod())));
	}

	private static Optional<String> host(HttpServletRequest request) {
		List<String> sent = values(request, HttpHeaders.HOST);
		if (sent.size() > 1) {
			return Optional.of("There are %d Host headers; one is taken".formatted(sent.size()));
		}
		if (sent.isEmpty()) {
			// Headers that could not be parsed may have had one.
			return (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) == null
					&& "HTTP/1.1".equals(request.getProtocol()))
							? Optional.of("There is no Host header; HTTP/1.1 needs one") : Optional.empty();
		}
		return isHost(sent.getFirst()) ? Optional.empty() : Optional
			.of("The Host %s is not the name or the address of a host".formatted(quoted(request, HttpHeaders.HOST)));
	}

	private static boolean isHost(String host) {
		try {
			int colon = Host.parse(host);
			// The container reads the port itself.
			return colon < 0 || host.substring(colon + 1).matches("[0-9]{0,5}");
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	private static Optional<String> path(HttpServletRequest request) {
		Object original = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
		@Nullable String path = (original instanceof String uri) ? uri : request.getRequestURI();
		return (path != null && BROKEN_ESCAPE.matcher(path).find())
				? Optional.of("The path has a malformed %-escape; a % is followed by two hexadecimal digits, as %25 is")
				: Optional.empty();
	}

	private static Optional<String> body(HttpServletRequest request) {
		List<String> lengths = values(request, HttpHeaders.CONTENT_LENGTH);
		if (lengths.size() > 1) {
			return Optional.of("There are %d Content-Length headers; one is taken".formatted(lengths.size()));
		}
		if (lengths.stream().anyMatch((length) -> !length.matches("[0-9]{1,18}"))) {
			return Optional.of("The Content-Length %s is not a number of bytes"
				.formatted(quoted(request, HttpHeaders.CONTENT_LENGTH)));
		}
		List<String> codings = values(request, HttpHeaders.TRANSFER_ENCODING);
		return codings.stream().anyMatch((coding) -> !coding.equalsIgnoreCase("chunked"))
				? Optional.of("The Transfer-Encoding %s is not taken; taken is chunked"
					.formatted(quoted(request, HttpHeaders.TRANSFER_ENCODING)))
				: Optional.empty();
	}

	private static List<String> values(HttpServletRequest request, String header) {
		// One whose value could not be parsed has none.
		return Collections.list(request.getHeaders(header)).stream().filter(Objects::nonNull).toList();
	}

	private static String quoted(HttpServletRequest request, String header) {
		return Quoted.of(String.join(", ", values(request, header)));
	}

}
