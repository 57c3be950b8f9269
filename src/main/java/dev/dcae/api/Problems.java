package dev.dcae.api;

import java.time.Duration;

import dev.dcae.image.ImageException;
import dev.dcae.pipeline.RequestException;
import dev.dcae.serving.ServingException;
import dev.dcae.tensor.TensorFormatException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * The one place where errors become problem details. What a user reads says what to do;
 * what happened inside stays in the log, under the same request id.
 */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {

	private static final Logger log = LoggerFactory.getLogger(Problems.class);

	/**
	 * When to try again a service that is starting or shutting down.
	 */
	private static final Duration NOT_READY_RETRY = Duration.ofSeconds(5);

	/**
	 * When to try again where memory is short: requests that hold it last about as long.
	 */
	private static final Duration MEMORY_RETRY = Duration.ofSeconds(1);

	@ExceptionHandler
	ResponseEntity<ProblemDetail> problem(ProblemException ex) {
		return answer(ex.type(), ex.getMessage());
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
			case RequestException.UnfitSize _ -> ProblemType.UNFIT_SIZE;
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
			case ServingException.QueueFull full -> retry(ProblemType.QUEUE_FULL, ex, full.retryAfter());
			case ServingException.NotReady _ -> retry(ProblemType.NOT_READY, ex, NOT_READY_RETRY);
			case ServingException.Draining _ -> retry(ProblemType.NOT_READY, ex, NOT_READY_RETRY);
			// Its reader is gone; the status is for the access log.
			case ServingException.Cancelled _ -> answer(ProblemType.BAD_REQUEST, ex.getMessage());
			case ServingException.DeadlineMissed _ -> answer(ProblemType.DEADLINE_MISSED, ex.getMessage());
			case ServingException.TooLarge _ -> answer(ProblemType.TOO_LARGE, ex.getMessage());
			case ServingException.UnknownModel _ -> answer(ProblemType.UNKNOWN_MODEL, ex.getMessage());
			case ServingException.ItemFailed _ -> {
				log.error("The model failed on an item", ex.getCause());
				yield answer(ProblemType.INTERNAL, ex.getMessage());
			}
		};
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> overloaded(OverloadedException ex) {
		return retry(ProblemType.QUEUE_FULL, ex, MEMORY_RETRY);
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> unexpected(Exception ex) {
		log.error("A request failed", ex);
		return answer(ProblemType.INTERNAL, "An unexpected error; the log has it under this request id");
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> multipart(MultipartException ex) {
		log.debug("A multipart body could not be read", ex);
		return answer(ProblemType.BAD_REQUEST, "The multipart body is malformed, or has too many parts");
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleExceptionInternal(Exception ex, @Nullable Object body,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		ProblemDetail problem = detail(type(ex, status), message(ex, body));
		return ResponseEntity.status(problem.getStatus())
			.headers(headers)
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.body(problem);
	}

	private static ProblemType type(Exception ex, HttpStatusCode status) {
		if (ex instanceof TypeMismatchException || ex instanceof MissingServletRequestParameterException) {
			return ProblemType.BAD_PARAMETER;
		}
		return switch (status.value()) {
			case 404 -> ProblemType.NOT_FOUND;
			case 405 -> ProblemType.METHOD_NOT_ALLOWED;
			case 406 -> ProblemType.NOT_ACCEPTABLE;
			case 413 -> ProblemType.TOO_LARGE;
			case 415 -> ProblemType.UNSUPPORTED_MEDIA_TYPE;
			case 503 -> ProblemType.NOT_READY;
			default -> status.is4xxClientError() ? ProblemType.BAD_REQUEST : ProblemType.INTERNAL;
		};
	}

	private static String message(Exception ex, @Nullable Object body) {
		if (ex instanceof MaxUploadSizeExceededException) {
			return "The multipart body is larger than this service takes";
		}
		if (ex instanceof TypeMismatchException mismatch) {
			return "%s is '%s', which it cannot be".formatted(mismatch.getPropertyName(), mismatch.getValue());
		}
		return (body instanceof ProblemDetail problem && problem.getDetail() != null) ? problem.getDetail()
				: "The request could not be handled";
	}

	private static ResponseEntity<ProblemDetail> retry(ProblemType type, Exception ex, Duration after) {
		long seconds = Math.max(1, (after.toMillis() + 999) / 1000);
		return ResponseEntity.status(type.status())
			.header(HttpHeaders.RETRY_AFTER, Long.toString(seconds))
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.body(detail(type, ex.getMessage()));
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
