package dev.dcae.api.http;

import java.io.IOException;

import dev.dcae.api.http.MemoryCeiling.Reservation;
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
 * Reserves the memory of each body before a byte of it is read, and gives back whatever
 * the request reserved when it ends.
 */
@Component
@Order(0)
public class MemoryFilter extends OncePerRequestFilter {

	private final MemoryCeiling ceiling;

	private final Bodies bodies;

	private final HandlerExceptionResolver problems;

	MemoryFilter(MemoryCeiling ceiling, Bodies bodies,
			@Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
		this.ceiling = ceiling;
		this.bodies = bodies;
		this.problems = problems;
	}

	/**
	 * The memory that a request has reserved, to add to. Only those with a body have any.
	 */
	static MemoryBudget budget(HttpServletRequest request) {
		return (request.getAttribute(Reservation.class.getName()) instanceof Reservation reservation) ? reservation
				: MemoryFilter::none;
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
				reservation.reserve(this.bodies.expected(request));
			}
			catch (OverloadedException | ProblemException ex) {
				this.problems.resolveException(request, response, null, ex);
				return;
			}
			chain.doFilter(request, response);
		}
	}

	/**
	 * A body that an {@link InflatingValve} can read says no more that it is compressed.
	 */
	private static void requireReadable(HttpServletRequest request, HttpServletResponse response) {
		String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
		if (encoding != null) {
			response.setHeader(HttpHeaders.ACCEPT_ENCODING, InflatingValve.TAKEN);
			throw new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE,
					"The Content-Encoding %s is not taken here; taken are %s".formatted(Quoted.of(encoding),
							InflatingValve.TAKEN));
		}
	}

}
