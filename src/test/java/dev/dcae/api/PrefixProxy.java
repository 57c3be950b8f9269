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
package dev.dcae.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A proxy that has the service at a path of its own, and passes on what arrives as it
 * arrives.
 */
final class PrefixProxy implements AutoCloseable {

	private static final String PREFIX = "/tools/dcae";

	/** Of the connection, not of the message. */
	private static final Set<String> HOP = Set.of("connection", "content-length", "host", "transfer-encoding",
			"upgrade", "keep-alive");

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final HttpServer server;

	private final int target;

	PrefixProxy(int target) throws IOException {
		this.target = target;
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
		this.server.createContext(PREFIX + "/", this::pass);
		this.server.start();
	}

	/**
	 * The address of the service behind the proxy.
	 */
	String base() {
		return "http://localhost:%d%s/".formatted(this.server.getAddress().getPort(), PREFIX);
	}

	private void pass(HttpExchange exchange) throws IOException {
		try (exchange) {
			String path = exchange.getRequestURI().toString().substring(PREFIX.length());
			HttpRequest.Builder request = HttpRequest
				.newBuilder(URI.create("http://localhost:%d%s".formatted(this.target, path)))
				.method(exchange.getRequestMethod(),
						HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
			exchange.getRequestHeaders().forEach((name, values) -> each(name, values, request::header));
			HttpResponse<InputStream> answer = this.client.send(request.build(),
					HttpResponse.BodyHandlers.ofInputStream());
			answer.headers().map().forEach((name, values) -> each(name, values, exchange.getResponseHeaders()::add));
			exchange.sendResponseHeaders(answer.statusCode(), 0);
			try (InputStream in = answer.body(); OutputStream out = exchange.getResponseBody()) {
				byte[] buffer = new byte[8192];
				for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
					out.write(buffer, 0, read);
					out.flush();
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private interface Header {

		void add(String name, String value);

	}

	private static void each(String name, List<String> values, Header header) {
		if (!HOP.contains(name.toLowerCase(Locale.ROOT))) {
			values.forEach((value) -> header.add(name, value));
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.client.shutdownNow();
	}

}
