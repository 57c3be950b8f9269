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

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import dev.dcae.pipeline.Quoted;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.tomcat.util.http.fileupload.impl.FileCountLimitExceededException;
import org.apache.tomcat.util.http.fileupload.impl.SizeException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.TypeMismatchException;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import org.springframework.web.servlet.support.RequestContextUtils;

/**
 * The texts for the errors that Spring and the servlet container find before a controller
 * is called: in our words, which say what would have been right.
 */
public final class FrameworkErrors {

	private final BodyLimit limit;

	FrameworkErrors(BodyLimit limit) {
		this.limit = limit;
	}

	/**
	 * The problem that one of Spring's own exceptions stands for.
	 */
	public ProblemException translate(Exception ex, HttpStatusCode status, WebRequest request) {
		return new ProblemException(type(ex, status), detail(ex, request));
	}

	private static ProblemType type(Exception ex, HttpStatusCode status) {
		if (ex instanceof TypeMismatchException || ex instanceof MissingServletRequestParameterException) {
			return ProblemType.BAD_PARAMETER;
		}
		return ProblemType.of(status.value());
	}

	private String detail(Exception ex, WebRequest request) {
		return switch (ex) {
			case HttpRequestMethodNotSupportedException method ->
				"%s is not allowed here; allowed is %s".formatted(method.getMethod(), allowed(method));
			case HttpMediaTypeNotSupportedException media -> unsupported(media, request);
			case HttpMediaTypeNotAcceptableException media ->
				unacceptable(request.getHeader(HttpHeaders.ACCEPT), media.getSupportedMediaTypes());
			case NoResourceFoundException nothing -> nothing(nothing, request);
			case TypeMismatchException mismatch -> mismatch(mismatch);
			case MaxUploadSizeExceededException size -> tooLarge(size);
			case ErrorResponse error when error.getStatusCode().is4xxClientError() -> said(error.getBody());
			default -> "The request could not be handled; the log says why under this request id";
		};
	}

	private static String nothing(NoResourceFoundException ex, WebRequest request) {
		String path = "/" + ex.getResourcePath();
		HttpServletRequest asked = (request instanceof ServletWebRequest servlet) ? servlet.getRequest() : null;
		boolean slash = asked != null && path.length() > 1 && asked.getRequestURI().endsWith("/");
		boolean described = asked != null && !WebServerApplicationContext
			.hasServerNamespace(RequestContextUtils.findWebApplicationContext(asked), "management");
		return "There is nothing at "
				+ (slash ? Quoted.of(path + "/") + ", though perhaps without the slash at its end" : Quoted.of(path))
				+ (described ? "; /v3/api-docs lists what there is" : "");
	}

	private static String allowed(HttpRequestMethodNotSupportedException ex) {
		String[] methods = ex.getSupportedMethods();
		return (methods != null && methods.length > 0) ? String.join(", ", methods) : "none";
	}

	private static String unsupported(HttpMediaTypeNotSupportedException ex, WebRequest request) {
		if ("0".equals(request.getHeader(HttpHeaders.CONTENT_LENGTH))) {
			return "The body is empty; send the file's bytes as the body";
		}
		MediaType sent = ex.getContentType();
		String taken = names(ex.getSupportedMediaTypes());
		if (sent != null && sent.equalsTypeAndSubtype(MediaType.APPLICATION_FORM_URLENCODED)) {
			return "The body is none of the files that are known by their first bytes, and its Content-Type is that of a"
					+ " form's fields, which curl sends by itself; add -H 'Content-Type: …' with one of " + taken;
		}
		if (sent != null && sent.equalsTypeAndSubtype(MediaType.APPLICATION_JSON)) {
			return "JSON is not taken here; send the file's bytes as the body, as one of " + taken;
		}
		String header = request.getHeader(HttpHeaders.CONTENT_TYPE);
		if (sent == null && header != null && !header.isBlank()) {
			return header.contains("boundary=")
					? "The boundary in the Content-Type %s is malformed; one with other than letters, digits and -_.+ stands in quotes"
						.formatted(Quoted.of(header))
					: "The Content-Type %s is malformed; taken here are %s".formatted(Quoted.of(header), taken);
		}
		// Where there is no header Spring takes it to be application/octet-stream.
		return (sent == null || sent.equals(MediaType.APPLICATION_OCTET_STREAM))
				? "The Content-Type is missing or unspecific; taken here are " + taken
				: "The Content-Type %s is not taken here; taken are %s".formatted(Quoted.of(sent.toString()), taken);
	}

	public static String unacceptable(@Nullable String accept, List<MediaType> ours) {
		return "Accept %s includes none of what can be answered here: %s"
			.formatted(Quoted.of((accept != null) ? accept : ""), names(ours));
	}

	public static String names(List<MediaType> types) {
		return types.stream().map(MediaType::toString).distinct().collect(Collectors.joining(", "));
	}

	private static String mismatch(TypeMismatchException ex) {
		return "%s is %s; it is %s".formatted(ex.getPropertyName(), Quoted.of(String.valueOf(ex.getValue())),
				expected(ex.getRequiredType()));
	}

	private static String expected(@Nullable Class<?> type) {
		if (type != null && type.isEnum()) {
			return "one of " + Arrays.stream(type.getEnumConstants())
				.map((constant) -> constant.toString().toLowerCase(Locale.ROOT))
				.collect(Collectors.joining(", "));
		}
		return (type == Boolean.class || type == boolean.class) ? "true or false" : "a whole number";
	}

	private static String said(ProblemDetail problem) {
		String detail = problem.getDetail();
		return (detail != null) ? detail : "The request is malformed";
	}

	private String tooLarge(MaxUploadSizeExceededException ex) {
		// Spring takes any limit of the container for this one.
		return switch (NestedExceptionUtils.getMostSpecificCause(ex)) {
			case FileCountLimitExceededException count ->
				"The multipart body has more than the %d parts that this service takes".formatted(count.getLimit());
			case SizeException size ->
				"The multipart body, or the header of a part with its file name, is larger than the %d bytes that this service takes; lines of a form end in CR and LF, and an empty one ends the header"
					.formatted(size.getPermittedSize());
			case IllegalStateException _ ->
				"The fields of the form, which are its parts without a file name, are longer than this service takes; a file has a file name";
			default -> this.limit.exceeded();
		};
	}

}
