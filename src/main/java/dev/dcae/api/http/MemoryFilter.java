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
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import dev.dcae.api.http.MemoryCeiling.Reservation;
import dev.dcae.api.problem.BodyLimit;
import dev.dcae.api.problem.OverloadedException;
import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import dev.dcae.pipeline.MemoryBudget;
import dev.dcae.pipeline.Quoted;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Opens an account of the memory that each request with a body holds, and gives back
 * whatever it reserved when it ends. Nothing is reserved for what was only announced:
 * whoever reads the body reserves as it grows, and of forms, which the container reads,
 * it is done here.
 */
@Component
@Order(0)
public class MemoryFilter extends OncePerRequestFilter {

	private final MemoryCeiling ceiling;

	/**
	 * The times that the container has a form in memory: in buffers that double, as one
	 * array of each part, and as a copy of that for whoever asks.
	 */
	private static final int COPIES_OF_A_FORM = 4;

	private final BodyLimit limit;

	private final Senders uploads;

	private final HandlerExceptionResolver problems;

	MemoryFilter(MemoryCeiling ceiling, BodyLimit limit, Senders uploads,
			@Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
		this.ceiling = ceiling;
		this.limit = limit;
		this.uploads = uploads;
		this.problems = problems;
	}

	/**
	 * The memory that a request has reserved, to add to. Only those with a body have any.
	 */
	public static MemoryBudget budget(HttpServletRequest request) {
		return (request.getAttribute(Reservation.class.getName()) instanceof Reservation reservation) ? reservation
				: MemoryFilter::none;
	}

	/**
	 * The memory for the body of a request.
	 */
	static MemoryBudget bodyBudget(HttpServletRequest request) {
		return (request.getAttribute(Reservation.class.getName()) instanceof Reservation reservation)
				? reservation::reserveForBody : MemoryFilter::none;
	}

	/**
	 * Gives back what a request reserved but for the bytes of its answer.
	 */
	static void keepAnswer(HttpServletRequest request, long bytes) {
		if (request.getAttribute(Reservation.class.getName()) instanceof Reservation reservation) {
			reservation.keepAnswer(bytes);
		}
	}

	private static MemoryBudget.Hold none(long bytes) {
		throw new IllegalStateException("%d bytes are to be reserved by a request without a body".formatted(bytes));
	}

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		return !HttpMethod.POST.matches(request.getMethod());
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		try (Reservation reservation = this.ceiling.open(Callers.of(request))) {
			request.setAttribute(Reservation.class.getName(), reservation);
			try {
				requireReadable(request, response);
				this.limit.requireWithin(request.getContentLengthLong());
				meter(request, reservation);
			}
			catch (OverloadedException | ProblemException ex) {
				this.problems.resolveException(request, response, null, ex);
				return;
			}
			chain.doFilter(request, response);
		}
	}

	private void meter(HttpServletRequest request, Reservation reservation) {
		Optional<MeteredBody> body = MeteredBody.of(request);
		if (body.isPresent()) {
			body.get().whenWhole(this.uploads.begin(request));
			if (isForm(request)) {
				body.get().reserveIn(reservation::reserveForForm, COPIES_OF_A_FORM);
			}
		}
	}

	private static boolean isForm(HttpServletRequest request) {
		String type = request.getContentType();
		return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/");
	}

	/**
	 * A body that an {@link InflatingValve} can read says no more that it is compressed.
	 */
	private static void requireReadable(HttpServletRequest request, HttpServletResponse response) {
		List<String> encodings = Collections.list(request.getHeaders(HttpHeaders.CONTENT_ENCODING));
		if (!encodings.isEmpty()) {
			response.setHeader(HttpHeaders.ACCEPT_ENCODING, InflatingValve.TAKEN);
			throw new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE,
					"The Content-Encoding %s is not taken here; taken are %s"
						.formatted(Quoted.of(String.join(", ", encodings)), InflatingValve.TAKEN));
		}
	}

}
