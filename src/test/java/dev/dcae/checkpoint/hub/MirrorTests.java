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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

import com.sun.net.httpserver.HttpExchange;
import dev.dcae.checkpoint.CheckpointSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Hubs, proxies and file systems that are not quite as the hub's own.
 */
class MirrorTests extends HubTest {

	@Test
	void ofAMirrorThatListsNamesOnlyEachFileIsAsked() throws IOException {
		listNames();
		assertFetched(fetch());
		assertThat(this.server.requests("/resolve/" + this.commit + "/" + WEIGHTS)).as("for what it is, and for itself")
			.hasSize(2);
		assertThat(this.server.downloads()).as("the storage is not asked what it is").hasSize(1);
	}

	@Test
	void aMirrorThatDoesNotSayWhatAFileIsIsRefused() {
		listNames();
		this.server.next("/config.json",
				(exchange, right) -> FakeHub.send(exchange, 200, new byte[3], "ETag", "\"5f3-64\""));
		assertThatExceptionOfType(HubException.class).isThrownBy(this::fetch)
			.withMessageContaining("does not say the size and the hash of config.json")
			.withMessageContaining("another mirror");
	}

	@Test
	void aMirrorThatHasMovedOnMeanwhileIsNoticed() {
		listNames();
		this.server.next("/config.json", (exchange, right) -> FakeHub.send(exchange, 200, new byte[3], "ETag",
				"\"%s\"".formatted("a".repeat(40)), "X-Repo-Commit", "b".repeat(40)));
		assertThatExceptionOfType(HubException.class).isThrownBy(this::fetch)
			.withMessageContaining("the hub has changed meanwhile");
	}

	@ParameterizedTest
	@ValueSource(strings = { "gzip", "x-gzip", "GZIP" })
	void whatIsCompressedUnaskedIsInflated(String encoding) throws IOException {
		this.server.next("/api/", (exchange, right) -> compressed(exchange, encoding, listing(true)));
		this.server.next("/config.json", (exchange, right) -> compressed(exchange, encoding, file("config.json")));
		this.server.next(blob(WEIGHTS).getFileName().toString(),
				(exchange, right) -> compressed(exchange, encoding, right));
		assertFetched(fetch());
		assertThat(this.waits).isEmpty();
	}

	@Test
	void aCompressedPieceIsNoPiece() throws IOException {
		Files.createDirectories(blob(WEIGHTS).getParent());
		Files.write(incomplete(), start(1000));
		this.server.next(blob(WEIGHTS).getFileName().toString(), (exchange, right) -> {
			exchange.getResponseHeaders().set("Content-Encoding", "gzip");
			byte[] body = gzip(right);
			FakeHub.send(exchange, 206, body, "Content-Range",
					"bytes 1000-%d/%d".formatted(right.length - 1, right.length));
		});
		assertFetched(fetch());
	}

	@Test
	void anUnknownCompressionIsNamed() {
		this.server.next("/api/", (exchange, right) -> {
			exchange.getResponseHeaders().set("Content-Encoding", "br");
			FakeHub.send(exchange, 200, new byte[] { 1, 2, 3 });
		});
		assertThatExceptionOfType(HubException.class).isThrownBy(this::fetch)
			.withMessageContaining("hf:owner/tiny@main is compressed by 'br'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "br", "gzip" })
	void theConnectionOfAnAnswerThatCannotBeInflatedIsClosed(String encoding) {
		CompletableFuture<Boolean> closed = new CompletableFuture<>();
		this.server.next("/api/", (exchange, right) -> {
			exchange.getResponseHeaders().set("Content-Encoding", encoding);
			exchange.sendResponseHeaders(200, 0);
			try {
				while (!closed.isDone()) {
					exchange.getResponseBody().write(new byte[1 << 16]);
				}
			}
			catch (IOException ex) {
				closed.complete(true);
				throw ex;
			}
		});
		// The one is refused, the other is asked for again.
		var _ = catchThrowable(this::fetch);
		assertThat(closed).succeedsWithin(Duration.ofSeconds(20));
	}

	@ParameterizedTest
	@CsvSource({ "hf:owner/tiny@refs/pr/7, refs/pr/7, ''", "hf:owner/tiny@refs/pr/7/vae, refs/pr/7, vae",
			"hf:owner/tiny@refs/vae, refs, vae" })
	void aPullRequestIsARevisionWithSlashes(String text, String revision, String folder) {
		HubReference reference = HubReference.of(text);
		assertThat(reference.revision()).isEqualTo(revision);
		assertThat(reference.subfolder()).isEqualTo(folder);
		assertThat(reference).hasToString(text);
	}

	@Test
	void aPullRequestIsFetched() throws IOException {
		this.server.name(REPOSITORY, "refs%2Fpr%2F7");
		assertThat(fetch("hf:owner/tiny@refs/pr/7").reference().revision()).isEqualTo(this.commit);
		assertThat(home().resolve("refs/refs/pr/7")).hasContent(this.commit);
		assertThat(hub(true).fetch((CheckpointSource.OnHub) CheckpointSource.of("hf:owner/tiny@refs/pr/7"))
			.reference()
			.revision()).isEqualTo(this.commit);
	}

	/**
	 * A zip is a file system without links.
	 */
	@Test
	void whereThereAreNoLinksTheBlobItselfBecomesTheFile() throws IOException {
		try (FileSystem zip = FileSystems.newFileSystem(this.cache.resolve("fat.zip"), Map.of("create", "true"))) {
			RepoFile file = new RepoFile("vae/config.json", 3, "a".repeat(40));
			RepoCache repo = new RepoCache(zip.getPath("/cache"), HubReference.of("hf:owner/tiny"));
			Path blob = repo.blob(file);
			Files.createDirectories(blob.getParent());
			Files.write(blob, new byte[] { 1, 2, 3 });
			repo.link(this.commit, file);
			Path name = repo.snapshot(this.commit).resolve("vae/config.json");
			assertThat(Files.readAllBytes(name)).containsExactly(1, 2, 3);
			assertThat(RepoCache.has(name, file)).isTrue();
			assertThat(Files.exists(blob)).isFalse();
			try (var files = Files.list(name.getParent())) {
				assertThat(files).containsExactly(name);
			}
		}
	}

	private void listNames() {
		this.server.next("/api/", (exchange, right) -> FakeHub.send(exchange, 200, listing(false)));
	}

	private byte[] listing(boolean facts) {
		return """
				{"sha": "%s", "siblings": [%s]}"""
			.formatted(this.commit,
					this.files.entrySet()
						.stream()
						.map((file) -> facts
								? "{\"rfilename\": \"%s\", \"size\": %d, \"blobId\": \"%s\"}".formatted(file.getKey(),
										file.getValue().length, FakeHub.blob(file.getKey(), file.getValue()))
								: "{\"rfilename\": \"%s\"}".formatted(file.getKey()))
						.collect(Collectors.joining(", ")))
			.getBytes(StandardCharsets.UTF_8);
	}

	private static void compressed(HttpExchange exchange, String encoding, byte[] body) throws IOException {
		exchange.getResponseHeaders().set("Content-Encoding", encoding);
		FakeHub.send(exchange, 200, gzip(body), "ETag", "\"of what is compressed\"");
	}

	private static byte[] gzip(byte[] bytes) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
			gzip.write(bytes);
		}
		return out.toByteArray();
	}

}
