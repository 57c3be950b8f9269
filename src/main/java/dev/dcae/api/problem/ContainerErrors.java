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

import java.net.URI;
import java.net.URISyntaxException;

import dev.dcae.pipeline.Quoted;
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

	/**
	 * Text for a body that is too slow.
	 */
	public static final String TOO_SLOW = "The body did not arrive in the time that a request has";

	@RequestMapping("${spring.web.error.path:${error.path:/error}}")
	@Nullable ResponseEntity<ProblemDetail> error(HttpServletRequest request, HttpServletResponse response) {
		if (response.isCommitted()) {
			// Half of an answer is out, and nothing can be added to it.
			return null;
		}
		int status = (request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code) ? code : 404;
		ProblemType type = ProblemType.of(status);
		String detail = detail(status, request);
		ProblemDetail problem = Problems.detail(type,
				(status == 404) ? detail + "; /v3/api-docs lists what there is" : detail);
		problem.setStatus(status);
		problem.setInstance(path(request));
		return ResponseEntity.status(status).contentType(MediaType.APPLICATION_PROBLEM_JSON).body(problem);
	}

	/**
	 * The path that was asked for, if it is one; else Spring names that of the errors.
	 */
	private static @Nullable URI path(HttpServletRequest request) {
		try {
			return (request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String path) ? new URI(path)
					: null;
		}
		catch (URISyntaxException ex) {
			return null;
		}
	}

	/**
	 * Says what was wrong with a request that the container refused.
	 * @param status by which it did
	 */
	static String detail(int status, HttpServletRequest request) {
		return switch (status) {
			case 400 -> HttpFaults.malformed(request);
			case 404 -> "There is nothing here";
			case 405 -> "The method %s is not allowed here".formatted(Quoted.of(request.getMethod()));
			case 408 -> TOO_SLOW;
			case 417 -> HttpFaults.unexpected(request);
			case 501 -> HttpFaults.notOffered(request);
			case 505 -> "The version of HTTP is not offered; HTTP/1.1 is";
			default -> (status < 500) ? "The request was refused; its first line, its headers or its body are to blame"
					: "The request could not be handled; the log says why under this request id";
		};
	}

}
