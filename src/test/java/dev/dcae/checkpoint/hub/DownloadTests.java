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
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

import com.sun.net.httpserver.HttpExchange;
import dev.dcae.checkpoint.CheckpointException;
import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.checkpoint.hub.FakeHub.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Files that are downloaded, continued, started anew and refused.
 */
class DownloadTests extends HubTest {

	private static final int PART = 5000;

	@Test
	void onlyTheFilesOfTheCheckpointAreDownloadedAndKeptAsPythonKeepsThem() throws IOException {
		assertFetched(fetch());
		assertThat(this.server.requests("resolve")).extracting(Request::path)
			.containsExactly("/owner/tiny/resolve/%s/config.json".formatted(this.commit),
					"/owner/tiny/resolve/%s/%s".formatted(this.commit, WEIGHTS));
		assertThat(this.server.downloads()).hasSize(1);
	}

	@Test
	void whatIsThereIsNotDownloadedAgain() throws IOException {
		fetch();
		int before = this.server.requests("resolve").size();
		assertFetched(fetch());
		assertThat(this.server.requests("resolve")).hasSize(before);
	}

	@Test
	void aNewCommitSharesTheFilesThatItDoesNotChange() throws IOException {
		fetch();
		this.files.put("config.json",
				(new String(file("config.json"), StandardCharsets.UTF_8) + "\n").getBytes(StandardCharsets.UTF_8));
		this.commit = this.server.commit(REPOSITORY, this.files);
		Snapshot snapshot = fetch();
		assertThat(snapshot.reference().revision()).isEqualTo(this.commit);
		assertThat(this.server.downloads()).hasSize(1);
		assertThat(Files.readString(home().resolve("refs/main"))).isEqualTo(this.commit);
	}

	@Test
	void shardsAreDownloadedByTheirIndex() throws IOException {
		this.files.remove(WEIGHTS);
		this.files.put("model-1.safetensors", this.weights);
		this.files.put("model-2.safetensors", new byte[] { 1, 2, 3 });
		this.files.put("unrelated.safetensors", new byte[] { 4 });
		this.files.put("model.safetensors.index.json", """
				{"weight_map": {"a": "model-1.safetensors", "b": "model-2.safetensors"}}"""
			.getBytes(StandardCharsets.UTF_8));
		this.server.commit(REPOSITORY, this.files);
		assertThat(fetch().folder()).isDirectoryContaining("glob:**/model-1.safetensors")
			.isDirectoryContaining("glob:**/model-2.safetensors")
			.isDirectoryNotContaining("glob:**/unrelated.safetensors");
	}

	@Test
	void onlyTheVariantThatIsAskedForIsDownloaded() throws IOException {
		this.files.put("diffusion_pytorch_model.bf16.safetensors", new byte[] { 4 });
		this.files.put("diffusion_pytorch_model.safetensors.index.fp16.json", """
				{"weight_map": {"a": "diffusion_pytorch_model.fp16-00001-of-00001.safetensors"}}"""
			.getBytes(StandardCharsets.UTF_8));
		this.files.put("diffusion_pytorch_model.fp16-00001-of-00001.safetensors", new byte[] { 1, 2, 3 });
		this.server.commit(REPOSITORY, this.files);
		CheckpointSource.OnHub source = new CheckpointSource.OnHub(HubReference.of("hf:" + REPOSITORY),
				Optional.of("fp16"));
		Snapshot snapshot = hub(false).fetch(source);
		assertThat(snapshot.folder())
			.isDirectoryContaining("glob:**/diffusion_pytorch_model.fp16-00001-of-00001.safetensors")
			.isDirectoryNotContaining("glob:**/*.bf16.safetensors")
			.isDirectoryNotContaining("glob:**/" + WEIGHTS);
		assertThat(hub(true).fetch(source)).isEqualTo(snapshot);
		assertThatExceptionOfType(CheckpointException.class)
			.isThrownBy(() -> hub(true).fetch(new CheckpointSource.OnHub(source.reference(), Optional.of("bf16"))))
			.withMessageContaining("is not in the cache");
	}

	@Test
	void aSubfolderIsACheckpointOfItsOwn() throws IOException {
		String pipeline = this.server.commit("owner/pipeline",
				Map.of("model_index.json", new byte[] { '{', '}' }, "vae/config.json", file("config.json"),
						"vae/" + WEIGHTS, this.weights, "text_encoder/model.safetensors", new byte[] { 1 }));
		Snapshot snapshot = fetch("hf:owner/pipeline/vae");
		assertThat(snapshot.folder())
			.isEqualTo(this.cache.resolve("models--owner--pipeline/snapshots/" + pipeline + "/vae"));
		assertThat(snapshot.folder().resolve(WEIGHTS)).hasBinaryContent(this.weights).isSymbolicLink();
		assertThat(this.server.downloads()).hasSize(1);
		assertThatExceptionOfType(CheckpointException.class).isThrownBy(() -> fetch("hf:owner/pipeline"))
			.withMessageContaining("has no config.json")
			.withMessageContaining("name it");
	}

	@Test
	void aRepositoryWithoutSafetensorsIsRefusedAndNothingElseTried() {
		this.files.remove(WEIGHTS);
		this.server.commit(REPOSITORY, this.files);
		assertThatExceptionOfType(CheckpointException.class).isThrownBy(this::fetch)
			.withMessageContaining("hf:owner/tiny@")
			.withMessageContaining("no .safetensors file");
		assertThat(this.server.downloads()).isEmpty();
	}

	@Test
	void aDownloadThatAnEarlierProcessLeftIsContinued() throws IOException {
		Files.createDirectories(incomplete().getParent());
		Files.write(incomplete(), start(PART));
		assertFetched(fetch());
		assertThat(this.server.downloads()).extracting(Request::range).containsExactly("bytes=%d-".formatted(PART));
	}

	@Test
	void aDownloadWhoseConnectionBreaksIsContinuedWithWhatItWasOf() throws IOException {
		cutOff(this.weights, FakeHub.storedTag(this.weights));
		assertFetched(fetch());
		assertThat(this.server.downloads()).extracting(Request::range).containsExactly("", "bytes=%d-".formatted(PART));
		assertThat(this.server.downloads()).extracting(Request::ifRange)
			.containsExactly("", FakeHub.storedTag(this.weights));
		assertThat(this.waits).containsExactly(Duration.ofSeconds(1));
	}

	@Test
	void aFileThatHasChangedMeanwhileIsStartedAnew() throws IOException {
		byte[] other = this.weights.clone();
		other[100] ^= 1;
		cutOff(other, FakeHub.storedTag(other));
		assertFetched(fetch());
		// The part that was there is of the other: the storage answers with all of it.
		assertThat(this.server.downloads()).extracting(Request::ifRange).containsExactly("", FakeHub.storedTag(other));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "W/\"weak\"", "\"quote\"d\"" })
	void withoutATagToTrustTheHashTellsThatTheBeginningIsOfAnotherFile(String etag) throws IOException {
		byte[] other = this.weights.clone();
		other[100] ^= 1;
		cutOff(other, etag);
		assertFetched(fetch());
		assertThat(this.server.downloads()).extracting(Request::ifRange).containsOnly("");
		assertThat(this.server.downloads()).extracting(Request::range)
			.containsExactly("", "bytes=%d-".formatted(PART), "");
	}

	@Test
	void aWholeFileOfTheWrongContentThatAnEarlierProcessLeftIsReplaced() throws IOException {
		byte[] other = this.weights.clone();
		other[100] ^= 1;
		Files.createDirectories(incomplete().getParent());
		Files.write(incomplete(), other);
		assertFetched(fetch());
		assertThat(this.lines).anyMatch((line) -> line.contains("starting anew"));
	}

	@Test
	void aConnectionThatBringsNothingIsGivenUpAndContinued() throws IOException {
		this.stallTimeout = Duration.ofSeconds(2);
		CountDownLatch over = new CountDownLatch(1);
		this.server.next(blob(WEIGHTS).getFileName().toString(), (exchange, right) -> {
			part(exchange, FakeHub.storedTag(right), right);
			await(over);
		});
		assertFetched(fetch());
		over.countDown();
		assertThat(this.server.downloads()).extracting(Request::range).containsExactly("", "bytes=%d-".formatted(PART));
	}

	@Test
	void aDamagedFileIsRefusedAndForgotten() throws IOException {
		byte[] damaged = this.weights.clone();
		damaged[PART] ^= 1;
		this.server.next(blob(WEIGHTS).getFileName().toString(),
				(exchange, right) -> FakeHub.ranged(exchange, damaged, "\"x\""));
		assertThatExceptionOfType(HubException.class).isThrownBy(this::fetch)
			.withMessageContaining(WEIGHTS)
			.withMessageContaining(blob(WEIGHTS).getFileName().toString())
			.withMessageContaining("damaged");
		assertThat(blobs()).containsExactly(blob("config.json").getFileName().toString());
		assertThat(home().resolve("refs/main")).doesNotExist();
		assertFetched(fetch());
	}

	@Test
	void aDamagedSmallFileIsRefusedByGitsHash() {
		byte[] damaged = file("config.json").clone();
		damaged[10] ^= 1;
		this.server.next("/config.json", (exchange, right) -> FakeHub.ranged(exchange, damaged, "\"x\""));
		assertThatExceptionOfType(HubException.class).isThrownBy(this::fetch)
			.withMessageContaining("config.json")
			.withMessageContaining("damaged");
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 1, 1000 })
	void aFileOfAnotherSizeIsRefused(int difference) throws IOException {
		byte[] other = Arrays.copyOf(this.weights, this.weights.length + difference);
		this.server.next(blob(WEIGHTS).getFileName().toString(),
				(exchange, right) -> FakeHub.ranged(exchange, other, "\"x\""));
		assertThatExceptionOfType(HubException.class).isThrownBy(this::fetch)
			.withMessageContaining("has %d bytes".formatted(other.length))
			.withMessageContaining(Integer.toString(this.weights.length));
		assertFetched(fetch());
	}

	@Test
	void aFileThatDoesNotSayItsSizeAndIsTooLongIsRefused() {
		this.server.next(blob(WEIGHTS).getFileName().toString(), (exchange, right) -> {
			exchange.sendResponseHeaders(200, 0);
			try (OutputStream out = exchange.getResponseBody()) {
				out.write(right);
				out.write(1);
			}
		});
		assertThatExceptionOfType(HubException.class).isThrownBy(this::fetch).withMessageContaining("is longer than");
	}

	@ParameterizedTest
	@ValueSource(strings = { "X-Repo-Commit", "X-Linked-Etag", "X-Linked-Size" })
	void aHubThatSaysOtherThanItListedIsNotTrusted(String header) {
		this.server.next("resolve/" + this.commit + "/" + WEIGHTS, (exchange, right) -> FakeHub.send(exchange, 302,
				new byte[0], "Location", "/elsewhere", header, "\"0123456789012345678901234567890123456789\""));
		this.server.next("/elsewhere", (exchange, right) -> FakeHub.ranged(exchange, this.weights, "\"x\""));
		assertThatExceptionOfType(HubException.class).isThrownBy(this::fetch)
			.withMessageContaining("is not what the hub lists");
	}

	@Test
	void aConnectionThatAlwaysBreaksWithoutProgressIsGivenUp() {
		for (int i = 0; i < Retries.ATTEMPTS; i++) {
			this.server.next(blob(WEIGHTS).getFileName().toString(), (exchange, right) -> {
				exchange.sendResponseHeaders(200, right.length);
				exchange.getResponseBody().flush();
			});
		}
		assertThatExceptionOfType(HubUnreachableException.class).isThrownBy(this::fetch)
			.withMessageContaining("bytes received: 0");
		assertThat(this.waits).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L);
	}

	@Test
	void progressIsShownWithWhatIsLeft() throws IOException {
		fetch();
		assertThat(this.lines).anyMatch((line) -> line.startsWith(WEIGHTS + ": ") && line.contains(" of "));
		assertThat(this.lines.getLast())
			.isEqualTo("%s: %s in 0 s".formatted(WEIGHTS, Transfer.bytes(this.weights.length)));
	}

	/**
	 * Answers the next download of the weights with the beginning of a content, and
	 * breaks the connection when it has arrived.
	 */
	private void cutOff(byte[] content, String etag) {
		this.server.next(blob(WEIGHTS).getFileName().toString(), (exchange, right) -> {
			part(exchange, etag, content);
			while (!Files.exists(incomplete()) || Files.size(incomplete()) < PART) {
				Thread.onSpinWait();
			}
		});
	}

	private static void part(HttpExchange exchange, String etag, byte[] content) throws IOException {
		if (!etag.isEmpty()) {
			exchange.getResponseHeaders().set("ETag", etag);
		}
		exchange.sendResponseHeaders(200, content.length);
		exchange.getResponseBody().write(content, 0, PART);
		exchange.getResponseBody().flush();
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
