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
package dev.dcae.soak;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.dcae.api.Answer;
import dev.dcae.api.KeptConnection;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real process that is told to end while it has work.
 */
@Tag("slow")
@Timeout(120)
class ShutdownTests {

	private static final int REQUESTS = 40;

	private static final int CONNECTIONS = 1000;

	private static final Pattern OUTSTANDING = Pattern.compile("\"outstanding\":(\\d+)");

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	@Test
	void sigtermUnderLoadLosesNoAcceptedRequest() throws Exception {
		Process process = start();
		try {
			int port = port(process);
			readTheRest(process);
			byte[] pixels = new byte[3 * 256 * 256];
			List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
			for (int i = 0; i < REQUESTS; i++) {
				answers.add(this.client.sendAsync(HttpRequest.newBuilder(uri(port, "/v1/reconstruct?shape=256,256,3"))
					.header("Content-Type", "application/octet-stream")
					.POST(HttpRequest.BodyPublishers.ofByteArray(pixels))
					.build(), HttpResponse.BodyHandlers.ofByteArray()));
			}
			long done = 0;
			while (outstanding(port) + done < REQUESTS) {
				Thread.sleep(10);
				done = answers.stream().filter(CompletableFuture::isDone).count();
			}
			CompletableFuture<HttpResponse<Stream<String>>> follower = this.client.sendAsync(
					HttpRequest.newBuilder(uri(port, "/v1/status")).header("Accept", "text/event-stream").build(),
					HttpResponse.BodyHandlers.ofLines());
			Stream<String> told = follower.get(60, TimeUnit.SECONDS).body();
			process.destroy();
			assertThat(told.filter((line) -> line.startsWith("data:"))).isNotEmpty();
			for (CompletableFuture<HttpResponse<byte[]>> answer : answers) {
				assertThat(answer.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
			}
			assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
			assertThat(process.exitValue()).isEqualTo(143);
			System.out.printf("%d requests accepted, %d of them done before SIGTERM, 0 lost%n", REQUESTS, done);
			assertThat(done).as("answers before the signal").isLessThan(REQUESTS);
		}
		finally {
			process.destroyForcibly();
		}
	}

	/**
	 * A thousand clients, each with a connection that it keeps until it is told that an
	 * answer is the last.
	 */
	@Test
	void sigtermCostsNoKeptConnectionARequest() throws Exception {
		long seed = System.nanoTime();
		System.out.println("Seed of the pauses: " + seed);
		Process process = start("--dcae.connections.farewell=30s");
		AtomicInteger answered = new AtomicInteger();
		AtomicInteger last = new AtomicInteger();
		Queue<String> lost = new ConcurrentLinkedQueue<>();
		CountDownLatch twice = new CountDownLatch(CONNECTIONS);
		try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
			int port = port(process);
			readTheRest(process);
			for (int i = 0; i < CONNECTIONS; i++) {
				Random pauses = new Random(seed + i);
				clients.submit(() -> {
					try (KeptConnection connection = new KeptConnection(port)) {
						for (int request = 1;; request++) {
							Answer answer = connection.get("/v1/models");
							answered.incrementAndGet();
							assertThat(answer.status()).isEqualTo(200);
							if (answer.header("Connection").equals("close")) {
								last.incrementAndGet();
								return null;
							}
							if (request == 2) {
								twice.countDown();
							}
							Thread.sleep(pauses.nextInt(2000));
						}
					}
					catch (IOException | AssertionError ex) {
						lost.add(ex.toString());
						twice.countDown();
						return null;
					}
				});
			}
			assertThat(twice.await(60, TimeUnit.SECONDS)).isTrue();
			process.destroy();
			assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		}
		finally {
			process.destroyForcibly();
		}
		System.out.printf("%d answers, %d of them the last of their connection, %d lost%n", answered.get(), last.get(),
				lost.size());
		assertThat(lost).isEmpty();
		assertThat(last).hasValue(CONNECTIONS);
		assertThat(process.exitValue()).isEqualTo(143);
	}

	private static Process start(String... arguments) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
						"--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
						"dev.dcae.DcaeApplication", "--server.port=0", "--management.server.port=0",
						"--dcae.cache-dir=target/cache"));
		command.addAll(List.of(arguments));
		return new ProcessBuilder(command).redirectErrorStream(true).start();
	}

	/**
	 * The process would stop at a full pipe.
	 */
	private static void readTheRest(Process process) {
		Thread.ofVirtual().start(() -> process.inputReader().lines().forEach((line) -> {
		}));
	}

	private static int port(Process process) throws Exception {
		Pattern started = Pattern.compile("Tomcat started on port (\\d+)");
		for (String line = process.inputReader().readLine(); line != null; line = process.inputReader().readLine()) {
			Matcher matcher = started.matcher(line);
			if (matcher.find()) {
				return Integer.parseInt(matcher.group(1));
			}
		}
		throw new IllegalStateException("The service did not start");
	}

	private long outstanding(int port) throws Exception {
		String status = this.client
			.send(HttpRequest.newBuilder(uri(port, "/v1/status")).build(), HttpResponse.BodyHandlers.ofString())
			.body();
		Matcher matcher = OUTSTANDING.matcher(status);
		assertThat(matcher.find()).isTrue();
		return Long.parseLong(matcher.group(1));
	}

	private static URI uri(int port, String path) {
		return URI.create("http://localhost:" + port + path);
	}

}
