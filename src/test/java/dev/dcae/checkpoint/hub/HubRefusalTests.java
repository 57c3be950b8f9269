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
package dev.dcae.checkpoint.hub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import dev.dcae.checkpoint.CheckpointException;
import dev.dcae.checkpoint.hub.FakeHub.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Answers of the hub instead of files, and the hosts that the token is shown.
 */
class HubRefusalTests extends HubTest {

	@Test
	void theTokenIsShownToTheHubAndNotToWhomItRedirects() throws IOException {
		this.server.require("hf_secret");
		this.token = "hf_secret";
		assertFetched(fetch());
		assertThat(this.server.requests("/api/")).extracting(Request::authorization)
			.containsExactly("Bearer hf_secret");
		assertThat(this.server.requests("/resolve/")).extracting(Request::authorization)
			.containsOnly("Bearer hf_secret");
		assertThat(this.server.downloads()).hasSize(1).extracting(Request::authorization).containsExactly("");
	}

	@Test
	void aRedirectWithinTheHubIsFollowedWithTheToken() throws IOException {
		this.server.require("hf_secret");
		this.token = "hf_secret";
		this.server.next("/api/models/owner/tiny", (exchange, right) -> FakeHub.send(exchange, 307, new byte[0],
				"Location", "/api/models/owner/tiny/revision/" + this.commit + "?blobs=true"));
		assertFetched(fetch());
	}

	@Test
	void withoutATokenAPrivateRepositoryAsksForOne() {
		this.server.require("hf_secret");
		assertThatExceptionOfType(HubException.class).isThrownBy(this::fetch)
			.withMessageContaining("401")
			.withMessageContaining("hf:owner/tiny@main")
			.withMessageContaining("put a token that may read it into HF_TOKEN");
		assertThat(this.waits).isEmpty();
	}

	@Test
	void aTokenThatIsRefusedIsSaidToBeAndNotShown() {
		this.server.require("hf_secret");
		this.token = "hf_old";
		assertThatExceptionOfType(HubException.class).isThrownBy(this::fetch)
			.withMessageContaining("expired")
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("hf_old"));
	}

	@ParameterizedTest
	@CsvSource({ "401, GatedRepo", "403, GatedRepo", "403, ''" })
	void aGatedRepositoryPointsToItsTerms(int status, String code) {
		this.server.next("/api/",
				(exchange, right) -> FakeHub.send(exchange, status, new byte[0], "X-Error-Code", code));
		this.token = "hf_any";
		assertThatExceptionOfType(HubException.class).isThrownBy(this::fetch)
			.withMessageContaining("accept the terms of " + this.server.endpoint() + "/owner/tiny");
	}

	@Test
	void whatIsNotThereIsToldApart() {
		assertThatExceptionOfType(HubException.class).isThrownBy(() -> fetch("hf:owner/none"))
			.withMessageContaining("404")
			.withMessageContaining("no such repository");
		assertThatExceptionOfType(HubException.class).isThrownBy(() -> fetch("hf:owner/tiny@v2"))
			.withMessageContaining("owner/tiny has no revision v2");
		assertThatExceptionOfType(CheckpointException.class).isThrownBy(() -> fetch("hf:owner/tiny/vae"))
			.withMessageContaining("has no config.json");
	}

	@Test
	void aBusyHubIsLeftAloneForAsLongAsItAsks() throws IOException {
		this.server.next("/api/", (exchange, right) -> FakeHub.send(exchange, 429, new byte[0], "Retry-After", "17"));
		this.server.next("/api/", (exchange, right) -> FakeHub.send(exchange, 503, new byte[0], "Retry-After",
				"Sun, 01 Mar 2026 12:00:42 GMT"));
		this.server.next("/resolve/", (exchange, right) -> FakeHub.send(exchange, 500, new byte[0]));
		assertFetched(fetch());
		assertThat(this.waits).extracting(Duration::toSeconds).containsExactly(17L, 42L, 1L);
	}

	@ParameterizedTest
	@ValueSource(strings = { "soon", "-1", "Sun, 01 Mar 2020 12:00:42 GMT", "99999999999" })
	void aTimeThatMakesNoSenseIsNotWaitedFor(String retryAfter) throws IOException {
		this.server.next("/api/",
				(exchange, right) -> FakeHub.send(exchange, 429, new byte[0], "Retry-After", retryAfter));
		assertFetched(fetch());
		assertThat(this.waits).containsExactly(Duration.ofSeconds(1));
	}

	@Test
	void aHubThatAsksForTooMuchPatienceIsGivenUp() {
		this.server.next("/api/", (exchange, right) -> FakeHub.send(exchange, 429, new byte[0], "Retry-After", "3600"));
		assertThatExceptionOfType(HubUnreachableException.class).isThrownBy(this::fetch).withMessageContaining("429");
		assertThat(this.waits).isEmpty();
	}

	@Test
	void aHubThatStaysBusyIsGivenUp() {
		for (int i = 0; i < Retries.ATTEMPTS; i++) {
			this.server.next("/api/", (exchange, right) -> FakeHub.send(exchange, 502, new byte[0]));
		}
		assertThatExceptionOfType(HubUnreachableException.class).isThrownBy(this::fetch)
			.withMessageContaining("502")
			.withMessageContaining("hf:owner/tiny@main");
		assertThat(this.waits).hasSize(Retries.ATTEMPTS - 1);
	}

	@Test
	void aListThatDoesNotComeIsAskedForAgain() throws IOException {
		this.stallTimeout = Duration.ofSeconds(2);
		CountDownLatch over = new CountDownLatch(1);
		this.server.next("/api/", (exchange, right) -> {
			exchange.sendResponseHeaders(200, 1000);
			exchange.getResponseBody().flush();
			try {
				over.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		assertFetched(fetch());
		over.countDown();
		assertThat(this.server.requests("/api/")).hasSize(2);
	}

	@Test
	void aLinkOfTheStorageThatHasExpiredIsAskedForAgain() throws IOException {
		this.server.next(blob(WEIGHTS).getFileName().toString(),
				(exchange, right) -> FakeHub.send(exchange, 403, new byte[0]));
		assertFetched(fetch());
		assertThat(this.server.requests("/resolve/" + this.commit + "/" + WEIGHTS)).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "file:///etc/passwd", "ftp://elsewhere/x", "http:", "http://[", "mailto:x@y" })
	void aRedirectToWhereNobodyShouldGoIsRefused(String location) {
		this.server.next("/resolve/",
				(exchange, right) -> FakeHub.send(exchange, 302, new byte[0], "Location", location));
		assertThatExceptionOfType(HubException.class).isThrownBy(this::fetch).withMessageContaining("redirects to");
	}

	@Test
	void aHubThatRedirectsForEverIsGivenUp() {
		for (int i = 0; i < 10; i++) {
			this.server.next("/api/", (exchange, right) -> FakeHub.send(exchange, 302, new byte[0], "Location",
					exchange.getRequestURI().toString()));
		}
		assertThatExceptionOfType(HubException.class).isThrownBy(this::fetch)
			.withMessageContaining("more than 5 times");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "<html>", "[]", "{}", "{\"sha\": \"../..\", \"siblings\": []}",
			"{\"sha\": \"0123456789012345678901234567890123456789\"}", "null" })
	void anAnswerThatIsNotAHubsIsRefused(String answer) {
		this.server.next("/api/",
				(exchange, right) -> FakeHub.send(exchange, 200, answer.getBytes(StandardCharsets.UTF_8)));
		assertThatExceptionOfType(HubException.class).isThrownBy(this::fetch)
			.withMessageContaining("is HF_ENDPOINT the address of a hub?");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"size\": 3", "\"blobId\": \"0123456789012345678901234567890123456789\"",
			"\"size\": -1, \"blobId\": \"0123456789012345678901234567890123456789\"",
			"\"size\": 3, \"blobId\": \"../../../../etc/passwd\"", "\"size\": 3, \"lfs\": {\"sha256\": \"/tmp/x\"}" })
	void aFileWithoutAHashAndASizeIsRefused(String facts) {
		this.server.next("/api/", (exchange, right) -> FakeHub.send(exchange, 200, """
				{"sha": "%s", "siblings": [{"rfilename": "config.json", %s}]}""".formatted(this.commit, facts)
			.getBytes(StandardCharsets.UTF_8)));
		// Asked, it does not say more.
		this.server.next("/config.json", (exchange, right) -> FakeHub.send(exchange, 200, new byte[0]));
		assertThatExceptionOfType(HubException.class).isThrownBy(this::fetch)
			.withMessageContaining("does not say the size and the hash of config.json");
	}

	@Test
	void namesThatLeadElsewhereAreNotSeen() {
		List<String> names = List.of("../config.json", "/config.json", "..", ".", "", "a/../config.json",
				"..\\config.json", ".config.json", "config.json\u0000", "C:config.json", "con fig.json");
		StringBuilder siblings = new StringBuilder();
		for (String name : names) {
			siblings.append(siblings.isEmpty() ? "" : ", ")
				.append("{\"rfilename\": \"%s\", \"size\": 1, \"blobId\": \"%s\"}"
					.formatted(name.replace("\\", "\\\\").replace("\0", "\\u0000"), this.commit));
		}
		this.server.next("/api/", (exchange, right) -> FakeHub.send(exchange, 200, """
				{"sha": "%s", "siblings": [%s]}""".formatted(this.commit, siblings).getBytes(StandardCharsets.UTF_8)));
		assertThatExceptionOfType(CheckpointException.class).isThrownBy(this::fetch)
			.withMessageContaining("has no config.json");
		assertThat(this.server.requests("/resolve/")).isEmpty();
	}

	@Test
	void anIndexThatPointsElsewhereIsRefused() {
		this.files.remove(WEIGHTS);
		this.files.put("model.safetensors.index.json",
				"{\"weight_map\": {\"a\": \"../../x.safetensors\"}}".getBytes(StandardCharsets.UTF_8));
		this.server.commit(REPOSITORY, this.files);
		assertThatExceptionOfType(CheckpointException.class).isThrownBy(this::fetch)
			.withMessageContaining("not the name of a .safetensors file");
		this.files.put("model.safetensors.index.json",
				"{\"weight_map\": {\"a\": \"absent.safetensors\"}}".getBytes(StandardCharsets.UTF_8));
		this.server.commit(REPOSITORY, this.files);
		assertThatExceptionOfType(CheckpointException.class).isThrownBy(this::fetch)
			.withMessageContaining("has no absent.safetensors, which its index names");
		assertThat(this.server.downloads()).isEmpty();
	}

}
