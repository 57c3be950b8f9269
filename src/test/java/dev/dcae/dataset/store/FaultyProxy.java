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
package dev.dcae.dataset.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Stands before a server and has it fail: the server alone never does.
 */
public final class FaultyProxy implements AutoCloseable {

	private static final List<String> NOT_FORWARDED = List.of("host", "connection", "content-length", "expect",
			"upgrade", "transfer-encoding");

	private final HttpServer server;

	private final URI behind;

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final AtomicInteger requests = new AtomicInteger();

	private volatile Faults faults = (method, path, number) -> Fault.NONE;

	/**
	 * Something that goes wrong.
	 */
	public enum Fault {

		/** Nothing. */
		NONE,

		/** 503 SlowDown. */
		SLOW_DOWN,

		/** 404 for what is there. */
		NOT_FOUND,

		/** The connection breaks before there is an answer. */
		RESET,

		/** The connection breaks in the middle of the answer's body. */
		CUT,

		/** The request is carried out, and then the connection breaks. */
		ANSWER_LOST

	}

	/**
	 * Decides what goes wrong.
	 */
	@FunctionalInterface
	public interface Faults {

		/**
		 * The fault of a request.
		 * @param number of requests before it
		 */
		Fault of(String method, String path, int number);

	}

	/**
	 * Starts before a server.
	 */
	public FaultyProxy(URI behind) {
		this.behind = behind;
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.createContext("/", this::handle);
		this.server.setExecutor(Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory()));
		this.server.start();
	}

	public URI address() {
		return URI.create("http://127.0.0.1:" + this.server.getAddress().getPort());
	}

	public void fail(Faults by) {
		this.faults = by;
	}

	public int requests() {
		return this.requests.get();
	}

	private void handle(HttpExchange exchange) throws IOException {
		byte[] body = exchange.getRequestBody().readAllBytes();
		Fault fault = this.faults.of(exchange.getRequestMethod(), exchange.getRequestURI().toString(),
				this.requests.getAndIncrement());
		switch (fault) {
			case SLOW_DOWN -> answer(exchange, 503, "SlowDown");
			case NOT_FOUND -> answer(exchange, 404, "NoSuchKey");
			case RESET -> exchange.close();
			case NONE, CUT, ANSWER_LOST -> forward(exchange, body, fault);
		}
	}

	private static void answer(HttpExchange exchange, int status, String code) throws IOException {
		byte[] xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>%s</Code><Message>As asked</Message></Error>"
			.formatted(code)
			.getBytes(StandardCharsets.UTF_8);
		boolean head = exchange.getRequestMethod().equals("HEAD");
		exchange.getResponseHeaders().set("Content-Type", "application/xml");
		exchange.sendResponseHeaders(status, head ? -1 : xml.length);
		if (!head) {
			exchange.getResponseBody().write(xml);
		}
		exchange.close();
	}

	private void forward(HttpExchange exchange, byte[] body, Fault fault) throws IOException {
		HttpRequest.Builder request = HttpRequest
			.newBuilder(URI.create(this.behind + exchange.getRequestURI().toString()))
			.method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
		exchange.getRequestHeaders().forEach((name, values) -> {
			if (!NOT_FORWARDED.contains(name.toLowerCase(Locale.ROOT))) {
				values.forEach((value) -> request.header(name, value));
			}
		});
		HttpResponse<InputStream> response;
		try {
			response = this.client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			exchange.close();
			return;
		}
		try (InputStream in = response.body()) {
			byte[] answer = in.readAllBytes();
			if (fault == Fault.ANSWER_LOST) {
				exchange.close();
				return;
			}
			response.headers().map().forEach((name, values) -> {
				if (!NOT_FORWARDED.contains(name.toLowerCase(Locale.ROOT))) {
					values.forEach((value) -> exchange.getResponseHeaders().add(name, value));
				}
			});
			boolean none = exchange.getRequestMethod().equals("HEAD") || response.statusCode() == 204;
			if (exchange.getRequestMethod().equals("HEAD")) {
				response.headers()
					.firstValue("content-length")
					.ifPresent((length) -> exchange.getResponseHeaders().set("Content-Length", length));
			}
			exchange.sendResponseHeaders(response.statusCode(), (none || answer.length == 0) ? -1 : answer.length);
			if (!none && answer.length > 0) {
				exchange.getResponseBody()
					.write((fault == Fault.CUT) ? Arrays.copyOf(answer, answer.length / 2) : answer);
			}
			exchange.close();
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.client.close();
	}

}
