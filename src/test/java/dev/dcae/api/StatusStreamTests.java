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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The status, followed as server-sent events. The service lets two follow at once.
 */
@HttpTest
@Timeout(120)
class StatusStreamTests {

	private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final Service service;

	StatusStreamTests(Service service) {
		this.service = service;
	}

	@Test
	void theStatusIsToldAtOnceAsOneEvent() throws Exception {
		try (Follower follower = follow()) {
			JsonNode told = follower.event();
			assertThat(told.propertyNames()).isEqualTo(this.service.get("/v1/status").ok().json().propertyNames());
			assertThat(told.path("accepting").asBoolean()).isTrue();
			assertThat(told.path("devices").path(0).path("name").asString()).isEqualTo("cpu");
			assertThat(follower.head.headers().firstValue("Content-Type"))
				.hasValueSatisfying((type) -> assertThat(type).startsWith("text/event-stream"));
			assertThat(follower.head.headers().firstValue("Cache-Control")).hasValue("no-store");
		}
	}

	@Test
	void aBatchThatRanIsToldAndSoAreItsSizeAndTime() throws Exception {
		try (Follower follower = follow()) {
			long before = follower.event().path("recent").path("batches").asLong();
			this.service.post("/v1/encode?model=tiny-sana", TestImages.noise(16, 16)).ok();
			JsonNode recent;
			do {
				recent = follower.event().path("recent");
			}
			while (recent.path("batches").asLong() == before);
			assertThat(recent.path("batchItems").size()).isBetween(1, 32);
			assertThat(recent.path("medianBatchSeconds").asDouble()).isPositive();
			assertThat(recent.path("medianItemSeconds").asDouble()).isPositive();
		}
	}

	@Test
	void followersHaveABoundAndLeaveTheirPlacesToOthers() throws Exception {
		try (Follower one = follow(); Follower two = follow()) {
			one.event();
			two.event();
			Answer refused = this.service.get("/v1/status", "Accept", "text/event-stream");
			assertThat(refused.refusal(429, "too-many-listeners")).contains("2 clients", "application/json");
			assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
			this.service.get("/v1/status").ok();
		}
		try (Follower next = follow()) {
			next.event();
		}
	}

	@Test
	void whoGoesIsCountedAsOneThatHungUp() throws Exception {
		String[] labels = { "operation", "status", "model", "none", "outcome", "cancelled" };
		double before = Scrape.of(this.service).sum("dcae_request_seconds_count", labels);
		try (Follower follower = follow()) {
			follower.event();
		}
		while (Scrape.of(this.service).sum("dcae_request_seconds_count", labels) == before) {
			Thread.sleep(20);
		}
	}

	@Test
	void whoAsksForTheHeadersAloneTakesNoPlace() throws Exception {
		try (Follower one = follow(); Follower two = follow()) {
			one.event();
			two.event();
			Answer head = this.service.send("HEAD", "/v1/status?format=events", BodyPublishers.noBody()).ok();
			assertThat(head.header("Content-Type")).startsWith("text/event-stream");
			assertThat(head.header("Cache-Control")).isEqualTo("no-store");
		}
	}

	@Test
	void whoAcceptsAnythingGetsTheStatusOnce() {
		assertThat(this.service.get("/v1/status", "Accept", "*/*").ok().header("Content-Type"))
			.isEqualTo("application/json");
		assertThat(this.service.get("/v1/status").ok().json().path("recent").has("batchItems")).isTrue();
		this.service.get("/v1/status", "Accept", "image/png").refusal(406, "not-acceptable");
	}

	/**
	 * Follows as soon as there is a place: that another has gone is seen when it is next
	 * written to.
	 */
	private Follower follow() throws Exception {
		while (true) {
			Follower follower = new Follower(this.service.port());
			if (follower.head.statusCode() == 200) {
				return follower;
			}
			follower.close();
			Thread.sleep(50);
		}
	}

	/**
	 * A client that reads line by line, whatever chunks the lines came in: an event may
	 * be longer than the server's buffer.
	 */
	private static final class Follower implements AutoCloseable {

		private final HttpResponse<InputStream> head;

		private final BufferedReader lines;

		Follower(int port) throws IOException, InterruptedException {
			HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:%d/v1/status".formatted(port)))
				.header("Accept", "text/event-stream")
				.build();
			this.head = CLIENT.send(request, HttpResponse.BodyHandlers.ofInputStream());
			this.lines = new BufferedReader(new InputStreamReader(this.head.body(), StandardCharsets.UTF_8));
		}

		/**
		 * The next event, whatever comments come before it.
		 */
		JsonNode event() throws IOException {
			String line = line();
			while (!line.startsWith("data: ")) {
				line = line();
			}
			return JsonMapper.shared().readTree(line.substring("data: ".length()));
		}

		private String line() throws IOException {
			String line = this.lines.readLine();
			assertThat(line).as("what is left of the answer").isNotNull();
			return line;
		}

		@Override
		public void close() throws IOException {
			this.lines.close();
		}

	}

}
