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

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.InputBuffer;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

/**
 * Counts the bytes of bodies as they arrive. Below all else that reads, since the
 * container parses forms from its own stream, and behind what inflates. A body that is
 * not posted, which no operation takes, has no type from here on: of a form the container
 * would read it, uncounted, wherever somebody asks for a parameter.
 */
public final class MeteringValve extends ValveBase {

	private MeteringValve() {
		super(true);
	}

	/**
	 * Puts the valve before the servlets and filters of an application, behind those that
	 * are there.
	 */
	public static void addTo(Context context) {
		context.getPipeline().addValve(new MeteringValve());
	}

	/**
	 * Has the body of a request count as there, of which nothing more will be read.
	 */
	public static void end(HttpServletRequest request) {
		MeteredBody.of(request).ifPresent(MeteredBody::end);
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		org.apache.coyote.Request wire = request.getCoyoteRequest();
		if (!HttpMethod.POST.matches(request.getMethod())) {
			wire.getMimeHeaders().removeHeader(HttpHeaders.CONTENT_TYPE);
		}
		InputBuffer input = wire.getInputBuffer();
		MeteredBody body = new MeteredBody(input, wire.getContentLengthLong());
		request.setAttribute(MeteredBody.class.getName(), body);
		wire.setInputBuffer(body);
		try {
			getNext().invoke(request, response);
		}
		finally {
			// The connection's next request has the same object.
			wire.setInputBuffer(input);
			body.end();
		}
	}

}
