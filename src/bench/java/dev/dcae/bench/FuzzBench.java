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
package dev.dcae.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds if the service blames itself for what clients and proxies send: 30,000 changed requests to every operation of its
 * description, its pages and its management port, or as many as an argument says. The argument {@code seed=5} makes the
 * same requests again. Ends with an error if an answer has a status of the service's own failures, no request id or not
 * the form of a problem.
 */
public final class FuzzBench {

	private static final int CLIENTS = 4;

	private static final int PATIENCE_MILLIS = 90_000;

	/**
	 * One request in so many goes to the management port.
	 */
	private static final int MANAGEMENT = 8;

	private static final int SHOWN = 20;

	/**
	 * The times that a request is sent again whose connection was reset: one that is
	 * refused at its first line, with the rest unread, may be reset before its answer is
	 * read.
	 */
	private static final int RESETS = 5;

	private final int port;

	private final int managementPort;

	private final List<RawRequest> good;

	private final List<RawRequest> goodForManagement = GoodRequests.ofManagement();

	private final Map<String, Integer> statuses = new TreeMap<>();

	private final List<String> faults = new ArrayList<>();

	private FuzzBench(int port, int managementPort, List<RawRequest> good) {
		this.port = port;
		this.managementPort = managementPort;
		this.good = good;
	}

	public static void main(String[] passed) throws Exception {
		String[] args = Benches.arguments(passed);
		long seed = Stream.of(args)
			.filter((argument) -> argument.startsWith("seed="))
			.findAny()
			.map((argument) -> Long.parseLong(argument.substring("seed=".length())))
			.orElse(1L);
		int requests = Stream.of(args)
			.filter((argument) -> argument.matches("\\d+"))
			.findAny()
			.map(Integer::parseInt)
			.orElse(Effort.of(args).choose(30_000, 1_500));
		Report report = new Report("fuzz", "Requests as no client sends them");
		report.say("""
				%d requests, each changed in one to four ways that the seed %d decides on: methods, paths, queries, headers and \
				bodies of every operation, of the pages and of the management port. Rule, set before the run: no 5xx but 501 \
				and 505 for what is not offered and 504 for a deadline, each answer with a request id and the headers of \
				all, each refusal a problem.""".formatted(requests, seed));
		try (ServiceProcess service = ServiceProcess.start()) {
			FuzzBench fuzz = new FuzzBench(service.port(), service.management(),
					GoodRequests.of(description(service.port())));
			fuzz.checkGood();
			fuzz.run(requests, seed);
			fuzz.checkGood();
			Report.Table table = report.table("answers", "port", "status", "answers");
			fuzz.statuses.forEach((key, count) -> table.row(key.split(" ")[0], key.split(" ")[1], count));
			report.figure("faults", "Answers against the rule: %.0f.", fuzz.faults.size());
		}
		report.write();
	}

	private static JsonNode description(int port) throws IOException, InterruptedException {
		try (HttpClient http = HttpClient.newHttpClient()) {
			HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:%d/v3/api-docs".formatted(port))).build();
			return JsonMapper.shared().readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
		}
	}

	/**
	 * Nearly all are taken as they are: changes to what is refused anyway would find little.
	 */
	private void checkGood() throws IOException {
		List<String> refused = new ArrayList<>();
		for (RawRequest request : this.good) {
			RawRequest whole = request.copy();
			whole.headers.add("Connection: close");
			Answered answer = Answered.of(this.port, whole);
			if (answer.status() != 200) {
				refused.add("%d: %s%n%s".formatted(answer.status(), answer.body(), shown(request)));
			}
		}
		if (refused.size() > this.good.size() / 4) {
			refused.forEach(System.out::println);
			throw new IllegalStateException("%d of %d requests are refused unchanged".formatted(refused.size(),
					this.good.size()));
		}
	}

	private void run(int requests, long seed) throws Exception {
		AtomicInteger next = new AtomicInteger();
		List<Thread> clients = new ArrayList<>();
		for (int i = 0; i < CLIENTS; i++) {
			clients.add(Thread.ofPlatform().start(() -> {
				for (int index = next.getAndIncrement(); index < requests; index = next.getAndIncrement()) {
					ask(seed, index);
				}
			}));
		}
		for (Thread client : clients) {
			client.join();
		}
		if (!this.faults.isEmpty()) {
			this.faults.stream().limit(SHOWN).forEach(System.out::println);
			throw new IllegalStateException("%d answers are against the rule".formatted(this.faults.size()));
		}
	}

	private void ask(long seed, int index) {
		Random random = new Random(seed * 1_000_003 + index);
		boolean management = random.nextInt(MANAGEMENT) == 0;
		List<RawRequest> from = management ? this.goodForManagement : this.good;
		RawRequest request = from.get(random.nextInt(from.size())).copy();
		new Mutations(random).change(request);
		request.headers.add("Connection: close");
		String key = management ? "management" : "main";
		String fault;
		try {
			Answered answer = Answered.of(management ? this.managementPort : this.port, request);
			for (int i = 0; i < RESETS && answer.reset() && answer.status() == 0; i++) {
				answer = Answered.of(management ? this.managementPort : this.port, request);
			}
			key += " " + ((answer.status() != 0) ? answer.status() : answer.reset() ? "reset" : "none");
			fault = answer.fault(request, management);
		}
		catch (IOException | RuntimeException ex) {
			key += " none";
			fault = "no answer: " + ex;
		}
		synchronized (this) {
			this.statuses.merge(key, 1, Integer::sum);
			if (!fault.isEmpty()) {
				this.faults.add("%d: %s%n%s".formatted(index, fault, shown(request)));
			}
		}
	}

	private static String shown(RawRequest request) {
		String head = request.head();
		return ((head.length() > 1500) ? head.substring(0, 1500) + "…" : head) + "(%d bytes)%n".formatted(request.body.length);
	}

	/**
	 * An answer.
	 *
	 * @param status 0 if nothing did
	 * @param reset whether the connection was
	 * @param head in Latin-1, in lower case
	 */
	private record Answered(int status, boolean reset, String head, String body) {

		static Answered of(int port, RawRequest request) throws IOException {
			ByteArrayOutputStream answer = new ByteArrayOutputStream();
			boolean reset = false;
			try (Socket socket = new Socket("localhost", port)) {
				socket.setSoTimeout(PATIENCE_MILLIS);
				send(socket, request.bytes());
				try {
					read(socket.getInputStream(), answer);
				}
				catch (SocketTimeoutException ex) {
					throw ex;
				}
				catch (SocketException ex) {
					reset = true;
				}
			}
			String text = answer.toString(StandardCharsets.ISO_8859_1);
			while (text.startsWith("HTTP/1.1 100")) {
				text = text.substring(text.indexOf("\r\n\r\n") + 4);
			}
			int end = text.indexOf("\r\n\r\n");
			return (end < 0) ? new Answered(0, reset, text, "")
					: new Answered(Integer.parseInt(text.substring(9, 12)), reset,
							text.substring(0, end).toLowerCase(Locale.ROOT), text.substring(end + 4));
		}

		/**
		 * Reads to the end, or to that of the head of an answer that has none: events go on
		 * for as long as somebody listens.
		 */
		private static void read(InputStream from, ByteArrayOutputStream answer) throws IOException {
			byte[] part = new byte[8192];
			boolean head = true;
			for (int count = from.read(part); count >= 0; count = from.read(part)) {
				answer.write(part, 0, count);
				if (head) {
					String text = answer.toString(StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
					head = !text.contains("\r\n\r\n");
					if (text.contains("\r\ncontent-type: text/event-stream") && !head) {
						return;
					}
				}
			}
		}

		private static void send(Socket socket, byte[] request) {
			try {
				socket.getOutputStream().write(request);
				socket.shutdownOutput();
			}
			catch (IOException ex) {
				// It is refused already.
			}
		}

		/**
		 * The breach of the rule; empty if there is none.
		 */
		String fault(RawRequest request, boolean management) {
			if (this.status == 0) {
				// HTTP/0.9 knows neither versions nor headers.
				boolean old = request.head().lines().findFirst().orElseThrow().strip().split("\\s+").length < 3;
				return (old || this.reset) ? "" : "no answer";
			}
			if (this.status >= 500 && !rightly(request)) {
				return "status " + this.status + " " + this.body;
			}
			if (!this.head.contains("\r\nx-request-id: ")) {
				return "status %d without a request id: %s".formatted(this.status, this.head);
			}
			if (!this.head.contains("\r\nx-content-type-options: nosniff")) {
				return "status %d without the headers of all".formatted(this.status);
			}
			boolean form = this.head.contains("\r\ncontent-type: application/problem+json")
					|| (this.head.contains("\r\ncontent-type: application/json") && (this.body.contains("\"error\"") || this.head.contains("-encoding: gzip")));
			// Answers to HEAD have no body; actuator has nothing to say of a metric or a file that is not there.
			boolean bodiless = this.body.isEmpty() && (request.method.equals("HEAD") || management);
			return (this.status >= 400 && !form && !bodiless) ? "status %d is no problem: %s".formatted(this.status, this.head) : "";
		}

		private boolean rightly(RawRequest request) {
			return switch (this.status) {
				case 501 -> request.has("Transfer-Encoding") || request.method.equals("CONNECT");
				case 504 -> request.has("X-Request-Timeout");
				case 505 -> !request.version.equals("HTTP/1.1");
				default -> false;
			};
		}

	}

}
