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

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;

import dev.dcae.image.ImageException;
import dev.dcae.pipeline.RequestException;
import dev.dcae.serving.ServingException;
import dev.dcae.tensor.TensorFormatException;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * The one place where errors become problem details. What a user reads says what to do;
 * what happened inside stays in the log, under the same request id.
 */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {

	private static final Logger log = LoggerFactory.getLogger(Problems.class);

	/**
	 * The time after which to try again a service that is starting or shutting down.
	 */
	private static final Duration NOT_READY_RETRY = Duration.ofSeconds(5);

	/**
	 * The time after which to try again where memory is short: requests that hold it last
	 * about as long.
	 */
	private static final Duration MEMORY_RETRY = Duration.ofSeconds(1);

	/**
	 * The time after which to try again to follow the status: those who do may go at any
	 * time.
	 */
	private static final Duration LISTENERS_RETRY = Duration.ofSeconds(5);

	private final FrameworkErrors framework;

	Problems(BodyLimit limit) {
		this.framework = new FrameworkErrors(limit);
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> problem(ProblemException ex) {
		return (ex.type() == ProblemType.TOO_MANY_LISTENERS) ? retry(ex.type(), ex, LISTENERS_RETRY)
				: answer(ex.type(), ex.getMessage());
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> image(ImageException ex) {
		ProblemType type = switch (ex) {
			case ImageException.NotAnImage _ -> ProblemType.NOT_AN_IMAGE;
			case ImageException.Undecodable _ -> ProblemType.UNDECODABLE_IMAGE;
			case ImageException.TooLarge _ -> ProblemType.TOO_LARGE;
			case ImageException.Unencodable _ -> ProblemType.UNFIT_SIZE;
		};
		return answer(type, ex.getMessage());
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> tensor(TensorFormatException ex) {
		return answer(ProblemType.BAD_TENSOR, ex.getMessage());
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> request(RequestException ex) {
		ProblemType type = switch (ex) {
			case RequestException.UnknownModel _ -> ProblemType.UNKNOWN_MODEL;
			case RequestException.NothingToSample _, RequestException.UnknownScaling _ -> ProblemType.BAD_PARAMETER;
			case RequestException.UnfitSize _ -> ProblemType.UNFIT_SIZE;
			case RequestException.UnfitImage _ -> ProblemType.UNFIT_IMAGE;
			case RequestException.UnfitLatent _ -> ProblemType.UNFIT_LATENT;
			case RequestException.NonFiniteLatent _ -> ProblemType.NON_FINITE_LATENT;
			case RequestException.NonFiniteResult _ -> ProblemType.NON_FINITE_RESULT;
			case RequestException.OtherEncoder _ -> ProblemType.OTHER_ENCODER;
			case RequestException.TooManyPixels _ -> ProblemType.TOO_LARGE;
		};
		return answer(type, ex.getMessage());
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> serving(ServingException ex) {
		return switch (ex) {
			case ServingException.ShareFull full -> retry(ProblemType.SHARE_FULL, ex, full.retryAfter());
			case ServingException.QueueFull full -> retry(ProblemType.QUEUE_FULL, ex, full.retryAfter());
			case ServingException.DeadlineUnreachable late -> unreachable(late);
			case ServingException.NotReady _ -> retry(ProblemType.NOT_READY, ex, NOT_READY_RETRY);
			case ServingException.Draining _ -> retry(ProblemType.NOT_READY, ex, NOT_READY_RETRY);
			// Its reader is gone; the status is for the access log.
			case ServingException.Cancelled _ -> answer(ProblemType.BAD_REQUEST, ex.getMessage());
			case ServingException.DeadlineMissed _ -> answer(ProblemType.DEADLINE_MISSED,
					"The deadline passed before the work was done; X-Request-Timeout can allow more time, up to the service's limit");
			case ServingException.TooLarge _ -> answer(ProblemType.TOO_LARGE, ex.getMessage());
			case ServingException.UnknownModel _ -> answer(ProblemType.UNKNOWN_MODEL, ex.getMessage());
			case ServingException.ItemFailed _ -> {
				log.error("The model failed on an item", ex.getCause());
				yield answer(ProblemType.INTERNAL, ex.getMessage());
			}
		};
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> part(PartException ex) {
		ResponseEntity<ProblemDetail> answer = known(ex.reason()).orElseThrow(() -> ex);
		if (answer.getBody() != null) {
			answer.getBody().setDetail(ex.getMessage());
		}
		return answer;
	}

	/**
	 * The answer to what was foreseen.
	 */
	private Optional<ResponseEntity<ProblemDetail>> known(Throwable reason) {
		return switch (reason) {
			case ProblemException problem -> Optional.of(problem(problem));
			case ImageException image -> Optional.of(image(image));
			case RequestException request -> Optional.of(request(request));
			case TensorFormatException tensor -> Optional.of(tensor(tensor));
			case ServingException serving -> Optional.of(serving(serving));
			case OverloadedException full -> Optional.of(overloaded(full));
			default -> Optional.empty();
		};
	}

	/**
	 * Left to the servlet container, which breaks the connection. It counts as what would
	 * have been answered had nothing been sent.
	 */
	@ExceptionHandler
	void cutShort(CutShortException ex, HttpServletRequest request) throws CutShortException {
		Throwable reason = (ex.reason() instanceof PartException part) ? part.reason() : ex.reason();
		Optional<ResponseEntity<ProblemDetail>> known = known(reason);
		if (known.isPresent()) {
			log.info("{}", ex.getMessage());
		}
		else {
			log.error("An answer was cut short", ex.reason());
		}
		Outcome.note(request, known.map((answer) -> Outcome.of(answer.getStatusCode().value())).orElse(Outcome.FAILED));
		throw ex;
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> overloaded(OverloadedException ex) {
		return retry(ex.type(), ex, MEMORY_RETRY);
	}

	@ExceptionHandler
	@Nullable ResponseEntity<ProblemDetail> unexpected(Exception ex, HttpServletRequest request) {
		if (DisconnectedClientHelper.isClientDisconnectedException(ex)) {
			gone(ex, request);
			return null;
		}
		log.error("A request failed", ex);
		return answer(ProblemType.INTERNAL, "An unexpected error; the log has it under this request id");
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> multipart(MultipartException ex) {
		log.debug("A multipart body could not be read", ex);
		if (NestedExceptionUtils.getMostSpecificCause(ex) instanceof OverloadedException full) {
			return overloaded(full);
		}
		if (NestedExceptionUtils.getMostSpecificCause(ex) instanceof ProblemException problem) {
			return problem(problem);
		}
		if (NestedExceptionUtils.getMostSpecificCause(ex) instanceof InvalidParameterException query) {
			return query(query);
		}
		if (NestedExceptionUtils.getMostSpecificCause(ex) instanceof SocketTimeoutException) {
			return answer(ProblemType.TOO_SLOW, ContainerErrors.TOO_SLOW);
		}
		return answer(ProblemType.BAD_REQUEST,
				"The multipart body is malformed: it needs the boundary that its Content-Type names, between and after its parts, and lines that end in CR and LF");
	}

	/**
	 * The exception of the servlet container for a query that cannot be read.
	 */
	@ExceptionHandler
	ResponseEntity<ProblemDetail> query(InvalidParameterException ex) {
		log.debug("The parameters could not be read", ex);
		return answer(ProblemType.BAD_PARAMETER,
				"The query could not be read: it has a malformed %-escape, or too many parameters");
	}

	/**
	 * The exception of Spring Security's firewall for a header that has control
	 * characters.
	 */
	@ExceptionHandler
	ResponseEntity<ProblemDetail> rejected(RequestRejectedException ex) {
		log.debug("A header or a parameter was rejected", ex);
		return answer(ProblemType.BAD_REQUEST, "A header, or the name of a parameter, has control characters");
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleExceptionInternal(Exception ex, @Nullable Object body,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		if (status.is5xxServerError()) {
			log.error("A request failed", ex);
		}
		ProblemException problem = this.framework.translate(ex, status, request);
		return ResponseEntity.status(problem.type().status())
			.headers(headers)
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.body(detail(problem.type(), problem.getMessage()));
	}

	/**
	 * The exception into which Spring makes each that writing an answer ends with.
	 */
	@Override
	protected @Nullable ResponseEntity<Object> handleAsyncRequestNotUsableException(AsyncRequestNotUsableException ex,
			WebRequest request) {
		gone(ex, ((ServletWebRequest) request).getRequest());
		return null;
	}

	private static void gone(Exception ex, HttpServletRequest request) {
		if (NestedExceptionUtils.getMostSpecificCause(ex) instanceof SocketTimeoutException) {
			log.info("An answer was cut off: its client took it too slowly");
			Outcome.note(request, Outcome.NOT_TAKEN);
		}
		else {
			log.debug("A client went away", ex);
			Outcome.note(request, Outcome.CANCELLED);
		}
	}

	private static ResponseEntity<ProblemDetail> retry(ProblemType type, Exception ex, Duration after) {
		long seconds = Math.max(1, (after.toMillis() + 999) / 1000);
		return ResponseEntity.status(type.status())
			.header(HttpHeaders.RETRY_AFTER, Long.toString(seconds))
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.body(detail(type, ex.getMessage()));
	}

	private static ResponseEntity<ProblemDetail> unreachable(ServingException.DeadlineUnreachable late) {
		double seconds = late.expected().toNanos() / 1e9;
		ResponseEntity<ProblemDetail> answer = retry(ProblemType.DEADLINE_UNREACHABLE, late, late.retryAfter());
		if (answer.getBody() != null) {
			answer.getBody()
				.setDetail(
						"The answer is expected in %.3f s, after the deadline; X-Request-Timeout can allow more time, up to the service's limit"
							.formatted(seconds));
			answer.getBody().setProperty("expectedSeconds", seconds);
		}
		return answer;
	}

	private static ResponseEntity<ProblemDetail> answer(ProblemType type, @Nullable String detail) {
		return ResponseEntity.status(type.status())
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.body(detail(type, detail));
	}

	static ProblemDetail detail(ProblemType type, @Nullable String detail) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(type.status(), String.valueOf(detail));
		problem.setType(type.uri());
		problem.setTitle(type.title());
		problem.setProperty("requestId", RequestId.current());
		return problem;
	}

}
