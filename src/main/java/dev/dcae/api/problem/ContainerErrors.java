package dev.dcae.api.problem;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Errors that no controller saw, such as those of the servlet container, as problem
 * details, too.
 */
@RestController
@Hidden
public class ContainerErrors implements ErrorController {

	@RequestMapping("${spring.web.error.path:${error.path:/error}}")
	@Nullable ResponseEntity<ProblemDetail> error(HttpServletRequest request, HttpServletResponse response) {
		if (response.isCommitted()) {
			// Half of an answer is out, and nothing can be added to it.
			return null;
		}
		int status = (request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code) ? code : 404;
		ProblemType type = ProblemType.of(status);
		ProblemDetail problem = Problems.detail(type, detail(type));
		problem.setStatus(status);
		return ResponseEntity.status(status).contentType(MediaType.APPLICATION_PROBLEM_JSON).body(problem);
	}

	public static String detail(ProblemType type) {
		return switch (type) {
			case NOT_FOUND -> "There is nothing here; /v3/api-docs lists what there is";
			case BAD_REQUEST ->
				"The request could not be read: its first line, its path or its headers are malformed or too long, or its body is cut short or not in the chunks or the compression that it claims";
			case TOO_SLOW -> "The body did not arrive in the time that a request has";
			default -> type.title();
		};
	}

}
