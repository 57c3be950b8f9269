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

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import dev.dcae.pipeline.Quoted;
import dev.dcae.pipeline.RequestListener;
import dev.dcae.pipeline.Timeline;
import jakarta.servlet.ServletException;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import tools.jackson.databind.json.JsonMapper;

/**
 * The errors that the servlet container finds in what is hardly HTTP, before there is a
 * request that a filter or a controller could see: as problem details and not as its page
 * of HTML, in the log and counted as all others are.
 */
public final class ProblemValve extends ErrorReportValve {

	private static final Logger log = LoggerFactory.getLogger(ProblemValve.class);

	private final Map<String, String> headers;

	private final Iterable<RequestListener> listeners;

	/**
	 * A valve whose answers have these headers.
	 * @param listeners are told of what no filter saw
	 */
	public ProblemValve(Map<String, String> headers, Iterable<RequestListener> listeners) {
		this.headers = headers;
		this.listeners = listeners;
	}

	/**
	 * Puts the valve before those that are there.
	 */
	public void addTo(Context context) {
		context.getParent().getPipeline().addValve(this);
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		super.invoke(request, response);
		if (response.getStatus() >= 400 && request.getAttribute(RequestId.SEEN) == null) {
			refused(request, response);
		}
	}

	private void refused(Request request, Response response) {
		int status = response.getStatus();
		try (MDC.MDCCloseable _ = MDC.putCloseable(RequestId.KEY, response.getHeader(RequestId.HEADER))) {
			log.info("{} {} from {} was refused with {}", Quoted.of(String.valueOf(request.getMethod())),
					Quoted.of(String.valueOf(request.getRequestURI())), request.getRemoteAddr(), status);
		}
		Duration time = Duration.ofNanos(System.nanoTime() - request.getCoyoteRequest().getStartTimeNanos());
		this.listeners
			.forEach((listener) -> listener.ended(Timeline.ofSums(), Outcome.NO_OPERATION, Outcome.of(status), time));
	}

	@Override
	protected void report(Request request, Response response, @Nullable Throwable throwable) {
		int status = response.getStatus();
		// What has a status and no body gets one: an answer of Boot's own, or one to an
		// error that met another on its way.
		if (status < 400 || response.getContentWritten() > 0 || response.isCommitted()) {
			return;
		}
		response.setErrorReported();
		ProblemType type = ProblemType.of(status);
		String detail = ContainerErrors.detail(status, request);
		// Where a filter saw the request, its answer has one already.
		String id = Optional.ofNullable(response.getHeader(RequestId.HEADER)).orElseGet(() -> RequestId.idOf(request));
		Map<String, Object> problem = new LinkedHashMap<>();
		problem.put("type", type.uri());
		problem.put("title", type.title());
		problem.put("status", status);
		problem.put("detail", detail);
		problem.put("requestId", id);
		ErrorForm form = ErrorForm.of(request);
		byte[] body = JsonMapper.shared().writeValueAsBytes(form.body(problem, detail));
		this.headers.forEach(response::setHeader);
		response.setHeader(RequestId.HEADER, id);
		response.setContentType(form.mediaType().toString());
		response.setCharacterEncoding((String) null);
		response.setContentLength(body.length);
		try {
			response.getOutputStream().write(body);
			response.finishResponse();
		}
		catch (IOException ex) {
			// Whoever sent it did not wait for the answer.
			log.debug("A refusal could not be sent", ex);
		}
	}

}
