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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;

/**
 * A collector of traces, over HTTP as OTLP has it.
 */
final class TraceCollector implements AutoCloseable {

	private final HttpServer server;

	private final List<Span> spans = new ArrayList<>();

	private TraceCollector(HttpServer server) {
		this.server = server;
	}

	static TraceCollector start() throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		TraceCollector collector = new TraceCollector(server);
		server.createContext("/v1/traces", collector::take);
		server.start();
		return collector;
	}

	String endpoint() {
		return "http://localhost:%d/v1/traces".formatted(this.server.getAddress().getPort());
	}

	private void take(HttpExchange exchange) throws IOException {
		ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
		synchronized (this) {
			request.getResourceSpansList()
				.forEach((resource) -> resource.getScopeSpansList()
					.forEach((scope) -> this.spans.addAll(scope.getSpansList())));
			notifyAll();
		}
		exchange.sendResponseHeaders(200, -1);
		exchange.close();
	}

	/**
	 * Waits for a span.
	 */
	synchronized Span await(Predicate<Span> wanted) throws InterruptedException {
		while (true) {
			for (Span span : this.spans) {
				if (wanted.test(span)) {
					return span;
				}
			}
			wait();
		}
	}

	synchronized List<Span> spans() {
		return List.copyOf(this.spans);
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
