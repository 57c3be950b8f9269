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
package dev.dcae.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.dcae.dataset.parts.Tally;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells how a run gets on: people in a line on standard error, machines in a line of JSON
 * a minute, and one in the end, on standard output if that is no terminal, and Prometheus
 * on a port if there is one.
 */
final class RunReports implements AutoCloseable {

	private static final Duration OFTEN = Duration.ofMillis(250);

	private static final Duration SELDOM = Duration.ofSeconds(10);

	private static final Duration FOR_MACHINES = Duration.ofMinutes(1);

	private final Tally tally;

	private final PrintWriter err;

	private final PrintWriter out;

	private final boolean terminal;

	private final ScheduledExecutorService timer = Executors
		.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("reports").daemon().factory());

	private final @Nullable HttpServer server;

	private RunReports(Tally tally, CommandLine command, boolean terminal, @Nullable HttpServer server) {
		this.tally = tally;
		this.err = command.getErr();
		this.out = command.getOut();
		this.terminal = terminal;
		this.server = server;
	}

	/**
	 * Starts telling.
	 * @param port for Prometheus; null if nobody asks
	 * @throws IOException if the port cannot be opened
	 */
	static RunReports start(Tally tally, CommandLine command, @Nullable Integer port) throws IOException {
		boolean terminal = EncodingOptions.isTerminal();
		RunReports reports = new RunReports(tally, command, terminal, (port != null) ? serve(tally, port) : null);
		Duration people = terminal ? OFTEN : SELDOM;
		var _ = reports.timer.scheduleAtFixedRate(reports::tellPeople, people.toMillis(), people.toMillis(),
				TimeUnit.MILLISECONDS);
		if (!terminal) {
			var _ = reports.timer.scheduleAtFixedRate(reports::tellMachines, FOR_MACHINES.toSeconds(),
					FOR_MACHINES.toSeconds(), TimeUnit.SECONDS);
		}
		return reports;
	}

	private static HttpServer serve(Tally tally, int port) throws IOException {
		PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		counter(registry, "dcae.dataset.images.encoded", tally, Tally::encoded, "Images that got a latent in this run");
		counter(registry, "dcae.dataset.images.failed", tally, Tally::failedNow, "Images that failed in this run");
		counter(registry, "dcae.dataset.images.bytes", tally, Tally::bytes, "Bytes of the images that got a latent");
		Gauge.builder("dcae.dataset.images.before", tally, Tally::before)
			.description("Images that had a latent before this run")
			.register(registry);
		Gauge.builder("dcae.dataset.shards.done", tally, Tally::unitsDone)
			.description("Shards of this part that are done")
			.register(registry);
		Gauge.builder("dcae.dataset.shards", tally, Tally::units).description("Shards of this part").register(registry);
		HttpServer server;
		try {
			server = HttpServer.create(new InetSocketAddress(port), 0);
		}
		catch (IOException ex) {
			throw new IOException("--metrics-port %d cannot be opened: %s".formatted(port, ex.getMessage()), ex);
		}
		server.createContext("/metrics", (exchange) -> answer(exchange, registry));
		server.setExecutor(Executors.newCachedThreadPool(Thread.ofPlatform().name("metrics-", 0).daemon().factory()));
		server.start();
		return server;
	}

	private static void counter(PrometheusMeterRegistry registry, String name, Tally tally,
			ToDoubleFunction<Tally> value, String description) {
		FunctionCounter.builder(name, tally, value).description(description).register(registry);
	}

	private static void answer(HttpExchange exchange, PrometheusMeterRegistry registry) throws IOException {
		try (exchange) {
			byte[] text = registry.scrape().getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
			exchange.sendResponseHeaders(200, text.length);
			exchange.getResponseBody().write(text);
		}
	}

	/**
	 * The port for Prometheus; -1 if there is none.
	 */
	int port() {
		return (this.server != null) ? this.server.getAddress().getPort() : -1;
	}

	private void tellPeople() {
		if (this.terminal) {
			// Clears the rest of a longer line.
			this.err.print("\r" + this.tally.line() + "\u001b[K");
		}
		else {
			this.err.println(this.tally.line());
		}
		this.err.flush();
	}

	private void tellMachines() {
		this.out.println(JsonMapper.shared().writeValueAsString(this.tally.state()));
		this.out.flush();
	}

	@Override
	public void close() {
		this.timer.shutdownNow();
		if (this.terminal) {
			tellPeople();
			this.err.println();
			this.err.flush();
		}
		else {
			tellMachines();
		}
		if (this.server != null) {
			this.server.stop(0);
		}
	}

}
