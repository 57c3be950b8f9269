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
import org.apache.tomcat.util.http.MimeHeaders;

/**
 * Takes out of requests what only proxies should say of them where it comes from anybody
 * else, or is malformed, and notes the address that is then their client's. Before all
 * filters: Spring's, which makes an address of it, answers what it cannot read itself,
 * before there is a request id, or fails.
 */
public final class ForwardedValve extends ValveBase {

	private final TrustedProxies trusted;

	private ForwardedValve(TrustedProxies trusted) {
		super(true);
		this.trusted = trusted;
	}

	/**
	 * Puts the valve before an application, where errors pass that never reach it and are
	 * told by its filters all the same.
	 */
	public static void addTo(Context context, TrustedProxies trusted) {
		context.getParent().getPipeline().addValve(new ForwardedValve(trusted));
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		String peer = request.getRemoteAddr();
		List<String> sent = Collections.list(request.getHeaderNames())
			.stream()
			.filter(ForwardedHeaders::isOne)
			.distinct()
			.toList();
		if (!sent.isEmpty()) {
			boolean believed = peer != null && this.trusted.test(peer);
			MimeHeaders headers = request.getCoyoteRequest().getMimeHeaders();
			for (String name : sent) {
				List<String> values = Collections.list(request.getHeaders(name));
				headers.removeHeader(name);
				if (believed) {
					List<Optional<String>> read = values.stream()
						// One that could not be parsed has no value.
						.map((value) -> (value != null) ? ForwardedHeaders.read(name, value) : Optional.<String>empty())
						.toList();
					if (read.stream().allMatch(Optional::isPresent)) {
						read.forEach((value) -> headers.addValue(name).setString(value.orElseThrow()));
					}
				}
			}
		}
		if (peer != null) {
			ClientAddress.set(request, ClientAddress.find(this.trusted, peer, values(request, "X-Forwarded-For"),
					values(request, "Forwarded")));
		}
		getNext().invoke(request, response);
	}

	private static List<String> values(Request request, String header) {
		return Collections.list(request.getHeaders(header));
	}

}
