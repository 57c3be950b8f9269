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
package dev.dcae.api.http;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.dcae.api.problem.Outcome;
import dev.dcae.pipeline.RequestListener;
import dev.dcae.pipeline.Timeline;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Begins the timeline of each request to the interface, whatever its protocol, and tells
 * who wants to know when it ends. Inside the filter that opens the request's span, and
 * outside all that may turn a request away.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class TimelineFilter extends OncePerRequestFilter {

	/**
	 * The room of all protocols.
	 */
	private static final String INTERFACE = "dev.dcae.api";

	/**
	 * The places between the words of a name.
	 */
	private static final Pattern WORDS = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

	private final List<RequestListener> listeners;

	private final Tracer tracer;

	TimelineFilter(List<RequestListener> listeners, Tracer tracer) {
		this.listeners = listeners;
		this.tracer = tracer;
	}

	/**
	 * The timeline of a request.
	 */
	static Timeline timeline(HttpServletRequest request) {
		return (request.getAttribute(Timeline.class.getName()) instanceof Timeline timeline) ? timeline
				: Timeline.ofSums();
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		long start = System.nanoTime();
		Span span = this.tracer.currentSpan();
		Timeline timeline = new Timeline((span != null) ? span.context() : null);
		request.setAttribute(Timeline.class.getName(), timeline);
		boolean answered = false;
		try {
			chain.doFilter(request, response);
			answered = true;
		}
		finally {
			String byStatus = answered ? Outcome.of(response.getStatus()) : Outcome.FAILED;
			String outcome = timeline.isCancelled() ? Outcome.CANCELLED : Outcome.noted(request).orElse(byStatus);
			Duration time = Duration.ofNanos(System.nanoTime() - start);
			operation(request, response).ifPresent((operation) -> this.listeners
				.forEach((listener) -> listener.ended(timeline, operation, outcome, time)));
		}
	}

	/**
	 * The name that the interface's description has for it. What is no call of it, as
	 * pages are, has none; what was refused, or can only have been meant as one, counts.
	 */
	private static Optional<String> operation(HttpServletRequest request, HttpServletResponse response) {
		if (request.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE) instanceof HandlerMethod method
				&& method.getBeanType().getPackageName().startsWith(INTERFACE)) {
			Operation known = AnnotatedElementUtils.findMergedAnnotation(method.getMethod(), Operation.class);
			if (known != null && !known.operationId().isEmpty()) {
				return Optional.of(WORDS.matcher(known.operationId()).replaceAll("_").toLowerCase(Locale.ROOT));
			}
		}
		return (HttpMethod.POST.matches(request.getMethod()) || response.getStatus() >= 400)
				? Optional.of(Outcome.NO_OPERATION) : Optional.empty();
	}

}
