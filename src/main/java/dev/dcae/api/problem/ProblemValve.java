package dev.dcae.api.problem;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import org.apache.catalina.Context;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * The errors that the servlet container finds in what is hardly HTTP, before there is a
 * request that a filter or a controller could see: as problem details and not as its page
 * of HTML.
 */
public final class ProblemValve extends ErrorReportValve {

	private static final Logger log = LoggerFactory.getLogger(ProblemValve.class);

	private final Map<String, String> headers;

	/**
	 * A valve whose answers have these headers.
	 */
	public ProblemValve(Map<String, String> headers) {
		this.headers = headers;
	}

	/**
	 * Puts the valve before those that are there.
	 */
	public void addTo(Context context) {
		context.getParent().getPipeline().addValve(this);
	}

	@Override
	protected void report(Request request, Response response, @Nullable Throwable throwable) {
		int status = response.getStatus();
		if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
			return;
		}
		ProblemType type = ProblemType.of(status);
		String id = UUID.randomUUID().toString();
		Map<String, Object> problem = new LinkedHashMap<>();
		problem.put("type", type.uri());
		problem.put("title", type.title());
		problem.put("status", status);
		problem.put("detail", ContainerErrors.detail(type));
		problem.put("requestId", id);
		ErrorForm form = ErrorForm.of(request);
		byte[] body = JsonMapper.shared().writeValueAsBytes(form.body(problem, ContainerErrors.detail(type)));
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
