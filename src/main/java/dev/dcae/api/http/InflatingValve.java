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
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import jakarta.servlet.ServletException;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.InputBuffer;

import org.springframework.http.HttpHeaders;

/**
 * Inflates bodies that were sent compressed. Below all else that reads: the container
 * parses forms from its own stream, where a servlet filter cannot reach. From here on the
 * request looks as if it had come without encoding and without a length, so that whatever
 * bounds bodies bounds what they inflate to.
 */
public final class InflatingValve extends ValveBase {

	/**
	 * The encodings, as {@code Accept-Encoding} lists them.
	 */
	static final String TAKEN = "gzip, deflate";

	private InflatingValve() {
		super(true);
	}

	/**
	 * Puts the valve before the servlets and filters of an application.
	 */
	public static void addTo(Context context) {
		context.getPipeline().addValve(new InflatingValve());
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		List<String> encodings = Collections.list(request.getHeaders(HttpHeaders.CONTENT_ENCODING));
		// Several are one after the other, in lines of their own as in one.
		Optional<InflatedInput.Encoding> encoding = InflatedInput.Encoding.of(String.join(", ", encodings));
		if (encoding.isEmpty()) {
			getNext().invoke(request, response);
			return;
		}
		org.apache.coyote.Request wire = request.getCoyoteRequest();
		InputBuffer compressed = wire.getInputBuffer();
		wire.getMimeHeaders().removeHeader(HttpHeaders.CONTENT_ENCODING);
		wire.getMimeHeaders().removeHeader(HttpHeaders.CONTENT_LENGTH);
		wire.setContentLength(-1);
		try (InflatedInput inflated = new InflatedInput(compressed, encoding.get())) {
			wire.setInputBuffer(inflated);
			getNext().invoke(request, response);
		}
		finally {
			// The connection's next request has the same object.
			wire.setInputBuffer(compressed);
		}
	}

}
