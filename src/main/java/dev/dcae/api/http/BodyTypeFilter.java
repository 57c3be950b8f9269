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

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;

import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Gives a body the type that its first bytes tell, where its Content-Type tells nothing:
 * none (curl -T, requests, httpx), octets, or the type of a form's fields, which curl
 * sends by itself and no operation takes. With the parameter {@code shape} such a body is
 * a raw tensor, whatever it begins with. What is said to be JSON, as HTTPie says of
 * whatever it is not told, is a file if it begins as one. A type by another name of it,
 * such as {@code image/jpg}, is given by its own. Behind the filter that reserves its
 * memory.
 */
@Component
@Order(1)
class BodyTypeFilter extends OncePerRequestFilter {

	private static final List<String> PATHS = List.of("/v1/", "/remote-vae/");

	private static final List<MediaType> UNTOLD = List.of(MediaType.APPLICATION_OCTET_STREAM,
			MediaType.APPLICATION_FORM_URLENCODED);

	private final BodyTypes types;

	private final ImageTypes images;

	private final HandlerExceptionResolver problems;

	BodyTypeFilter(BodyTypes types, ImageTypes images,
			@Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
		this.types = types;
		this.images = images;
		this.problems = problems;
	}

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		String path = request.getRequestURI().substring(request.getContextPath().length());
		return !HttpMethod.POST.matches(request.getMethod()) || PATHS.stream().noneMatch(path::startsWith);
	}

	/**
	 * The type that a request says its body has, without parameters; empty if it says
	 * nothing.
	 */
	private static String name(HttpServletRequest request) {
		String type = request.getContentType();
		return (type != null) ? type.split(";", 2)[0].strip() : "";
	}

	private static boolean isUntold(String name) {
		return name.isEmpty() || UNTOLD.stream().anyMatch((untold) -> untold.toString().equalsIgnoreCase(name));
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String name = name(request);
		boolean json = MediaType.APPLICATION_JSON_VALUE.equalsIgnoreCase(name);
		if (!json && !isUntold(name)) {
			Optional<String> own = this.images.ofAlias(name);
			chain.doFilter(own.isPresent() ? new Typed(request, own.get(), InputStream.nullInputStream()) : request,
					response);
			return;
		}
		boolean shaped;
		try {
			shaped = !json && request.getParameter("shape") != null;
		}
		catch (InvalidParameterException ex) {
			this.problems.resolveException(request, response, null, ex);
			return;
		}
		if (shaped) {
			chain.doFilter(new Typed(request, MediaType.APPLICATION_OCTET_STREAM_VALUE, InputStream.nullInputStream()),
					response);
			return;
		}
		byte[] start;
		try {
			start = request.getInputStream().readNBytes(MistakenBody.BYTES);
		}
		catch (IOException ex) {
			// Whoever reads the body says what is wrong with it.
			chain.doFilter(new Typed(request, MediaType.APPLICATION_OCTET_STREAM_VALUE, failing(ex)), response);
			return;
		}
		Optional<String> type = this.types.of(start).filter((told) -> !told.equalsIgnoreCase(name));
		Optional<String> mistake = (json || type.isPresent()) ? Optional.empty() : MistakenBody.of(start);
		if (mistake.isPresent()) {
			this.problems.resolveException(request, response, null,
					new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE, mistake.get()));
			return;
		}
		String sent = request.getContentType();
		// One that is empty is as one that is missing.
		chain.doFilter(new Typed(request, type.orElse((sent != null && !sent.isBlank()) ? sent : null),
				new ByteArrayInputStream(start)), response);
	}

	private static InputStream failing(IOException failure) {
		return new InputStream() {

			@Override
			public int read() throws IOException {
				throw failure;
			}

			@Override
			public int read(byte[] buffer, int offset, int length) throws IOException {
				throw failure;
			}

		};
	}

	/**
	 * A request with a type and the bytes that were read to tell it.
	 */
	private static final class Typed extends HttpServletRequestWrapper {

		private final @Nullable String type;

		private final InputStream start;

		private @Nullable ServletInputStream input;

		Typed(HttpServletRequest request, @Nullable String type, InputStream start) {
			super(request);
			this.type = type;
			this.start = start;
		}

		@Override
		public @Nullable String getContentType() {
			return this.type;
		}

		@Override
		public @Nullable String getHeader(String name) {
			return HttpHeaders.CONTENT_TYPE.equalsIgnoreCase(name) ? this.type : super.getHeader(name);
		}

		@Override
		public Enumeration<String> getHeaders(String name) {
			if (!HttpHeaders.CONTENT_TYPE.equalsIgnoreCase(name)) {
				return super.getHeaders(name);
			}
			return (this.type != null) ? Collections.enumeration(List.of(this.type)) : Collections.emptyEnumeration();
		}

		@Override
		public ServletInputStream getInputStream() throws IOException {
			if (this.input == null) {
				this.input = new Whole(this.start, super.getInputStream());
			}
			return this.input;
		}

	}

	/**
	 * The bytes that were read and those that follow.
	 */
	private static final class Whole extends ServletInputStream {

		private final ServletInputStream rest;

		private final InputStream all;

		Whole(InputStream start, ServletInputStream rest) {
			this.rest = rest;
			this.all = new SequenceInputStream(start, rest);
		}

		@Override
		public int read() throws IOException {
			return this.all.read();
		}

		@Override
		public int read(byte[] buffer, int offset, int length) throws IOException {
			return this.all.read(buffer, offset, length);
		}

		@Override
		public boolean isFinished() {
			return this.rest.isFinished();
		}

		@Override
		public boolean isReady() {
			return this.rest.isReady();
		}

		@Override
		public void setReadListener(ReadListener listener) {
			throw new UnsupportedOperationException("Bodies are read on the thread of their request");
		}

	}

}
