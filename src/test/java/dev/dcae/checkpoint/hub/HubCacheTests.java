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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import dev.dcae.checkpoint.CheckpointException;
import dev.dcae.checkpoint.CheckpointSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Files that are in the cache already, whoever put them there, and the cache without the
 * hub.
 */
class HubCacheTests extends HubTest {

	private static final String HALF = "diffusion_pytorch_model.fp16.safetensors";

	@Test
	void aCacheThatPythonFilledIsUsedAsItIs() throws IOException {
		byte[] content = pythonsCache();
		Snapshot snapshot = fetch();
		assertFetched(snapshot);
		assertThat(this.server.requests("/resolve/")).isEmpty();
		assertThat(snapshot.folder().resolve(WEIGHTS)).hasBinaryContent(content);
	}

	/**
	 * A file where folders should be stands for a cache that cannot be written: root
	 * could.
	 */
	@Test
	void aWholeCacheNeedNotBeWritten() throws IOException {
		pythonsCache();
		Files.writeString(home().resolve(".dcae"), "a file where a folder should be");
		assertFetched(fetch());
		assertFetched(hub(false).verify(source(Optional.empty())));
		Files.delete(home().resolve("refs/main"));
		Files.delete(home().resolve("refs"));
		Files.writeString(home().resolve("refs"), "a file where a folder should be");
		Files.delete(home().resolve(".dcae"));
		assertThat(fetch().folder()).isDirectoryContaining("glob:**/" + WEIGHTS);
		assertThat(this.server.downloads()).isEmpty();
	}

	@Test
	void whatPythonLeftOutIsAdded() throws IOException {
		pythonsCache();
		Files.delete(home().resolve("snapshots/%s/config.json".formatted(this.commit)));
		Files.delete(blob("config.json"));
		assertFetched(fetch());
		assertThat(this.server.downloads()).isEmpty();
	}

	@Test
	void aFileThatPythonCopiedForLackOfLinksIsUsed() throws IOException {
		pythonsCache();
		Path file = home().resolve("snapshots/%s/%s".formatted(this.commit, WEIGHTS));
		Files.delete(file);
		Files.move(blob(WEIGHTS), file);
		fetch();
		assertThat(this.server.downloads()).isEmpty();
		assertThat(file).isRegularFile();
	}

	@Test
	void aLinkToABlobThatIsGoneIsMended() throws IOException {
		pythonsCache();
		Files.delete(blob(WEIGHTS));
		assertFetched(fetch());
	}

	@Test
	void aBlobThatIsCutIsReplaced() throws IOException {
		pythonsCache();
		Files.write(blob(WEIGHTS), start(100));
		assertFetched(fetch());
	}

	@Test
	void offlineTheCacheIsEnough() throws IOException {
		fetch();
		this.server.close();
		assertFetched(hub(true).fetch(new CheckpointSource.OnHub(HubReference.of("hf:owner/tiny"))));
		assertFetched(hub(true).fetch(new CheckpointSource.OnHub(HubReference.of("hf:owner/tiny@" + this.commit))));
	}

	@Test
	void offlineAnEmptyCacheIsRefusedAndNothingAsked() {
		assertThatExceptionOfType(CheckpointException.class)
			.isThrownBy(() -> hub(true).fetch(new CheckpointSource.OnHub(HubReference.of("hf:owner/tiny"))))
			.withMessageContaining("hf:owner/tiny@main is not in the cache " + this.cache)
			.withMessageContaining("HF_HUB_OFFLINE");
		assertThat(this.server.requests("")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "config.json", WEIGHTS })
	void offlineHalfACheckpointIsRefused(String missing) throws IOException {
		fetch();
		Files.delete(blob(missing));
		assertThatExceptionOfType(CheckpointException.class)
			.isThrownBy(() -> hub(true).fetch(new CheckpointSource.OnHub(HubReference.of("hf:owner/tiny"))))
			.withMessageContaining("is not in the cache");
	}

	/**
	 * The repository may well have what the cache lacks.
	 */
	@Test
	void offlineAVariantIsNotTakenForThePlainWeights() throws IOException {
		this.files.put(HALF, this.weights);
		this.commit = this.server.commit(REPOSITORY, this.files);
		Snapshot half = hub(false).fetch(source(Optional.of("fp16")));
		assertThat(half.folder()).isDirectoryNotContaining("glob:**/" + WEIGHTS);
		assertThat(hub(true).fetch(source(Optional.of("fp16")))).isEqualTo(half);
		assertAbsent();
		this.server.close();
		assertThatExceptionOfType(HubUnreachableException.class).isThrownBy(this::fetch);
	}

	@Test
	void offlineTheOnlyVariantOfARepositoryIsTaken() throws IOException {
		this.files.remove(WEIGHTS);
		this.files.put(HALF, this.weights);
		this.commit = this.server.commit(REPOSITORY, this.files);
		Snapshot half = fetch();
		assertThat(half.folder()).isDirectoryContaining("glob:**/" + HALF);
		assertThat(hub(true).fetch(source(Optional.empty()))).isEqualTo(half);
		assertThat(hub(true).fetch(source(Optional.of("fp16")))).isEqualTo(half);
	}

	@Test
	void offlineOfWhatPythonFetchedThePlainWeightsAreTaken() throws IOException {
		pythonsCache();
		assertThat(hub(true).fetch(source(Optional.empty())).folder()).isDirectoryContaining("glob:**/" + WEIGHTS);
	}

	@Test
	void offlineAVariantThatPythonFetchedIsTakenIfItIsAskedFor() throws IOException {
		pythonsCache();
		Path snapshot = home().resolve("snapshots/" + this.commit);
		Files.move(snapshot.resolve(WEIGHTS), snapshot.resolve(HALF));
		assertThat(hub(true).fetch(source(Optional.of("fp16"))).folder()).isEqualTo(snapshot);
		assertAbsent();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "../../..", "main", "0123" })
	void aRefThatIsNoCommitIsNoRef(String ref) throws IOException {
		fetch();
		Files.writeString(home().resolve("refs/main"), ref);
		assertThatExceptionOfType(CheckpointException.class)
			.isThrownBy(() -> hub(true).fetch(new CheckpointSource.OnHub(HubReference.of("hf:owner/tiny"))))
			.withMessageContaining("is not in the cache");
	}

	@Test
	void aHubThatIsAwayLeavesTheLastKnownCommit() throws IOException {
		fetch();
		this.server.close();
		assertFetched(fetch());
		// Whoever has what it needs does not wait for the hub.
		assertThat(this.waits).isEmpty();
	}

	@Test
	void aHubThatGoesAwayDuringTheDownloadLeavesTheLastKnownCommit() throws IOException {
		fetch();
		byte[] retrained = this.weights.clone();
		retrained[retrained.length - 1] ^= 1;
		Map<String, byte[]> changed = new LinkedHashMap<>(this.files);
		changed.put(WEIGHTS, retrained);
		String next = this.server.commit(REPOSITORY, changed);
		for (int i = 0; i < Retries.ATTEMPTS; i++) {
			this.server.next("/resolve/" + next + "/" + WEIGHTS,
					(exchange, right) -> FakeHub.send(exchange, 503, new byte[0]));
		}
		assertThat(fetch().reference().revision()).isEqualTo(this.commit);
		assertThat(Files.readString(home().resolve("refs/main"))).isEqualTo(this.commit);
		assertThat(fetch().reference().revision()).isEqualTo(next);
	}

	@Test
	void aHubThatIsAwayAndAnEmptyCacheIsAnError() {
		this.server.close();
		assertThatExceptionOfType(HubUnreachableException.class).isThrownBy(this::fetch)
			.withMessageContaining(this.server.endpoint())
			.withMessageContaining("cannot be reached");
		assertThat(this.waits).hasSize(Retries.ATTEMPTS - 1);
	}

	@Test
	void aRefusalIsNotHiddenByTheCache() {
		fetch();
		this.server.require("hf_secret");
		assertThatExceptionOfType(HubException.class).isThrownBy(this::fetch).withMessageContaining("401");
	}

	@Test
	void ofACommitThatIsThereToItsEndTheHubIsAskedNothing() throws IOException {
		CheckpointSource.OnHub pinned = new CheckpointSource.OnHub(HubReference.of("hf:owner/tiny@" + this.commit));
		fetch();
		int asked = this.server.requests("").size();
		this.server.require("hf_secret");
		assertFetched(hub(false).fetch(pinned));
		assertFetched(hub(false).verify(pinned));
		assertThat(this.server.requests("")).hasSize(asked);
		Files.write(blob(WEIGHTS), start(100));
		assertThatExceptionOfType(HubException.class).isThrownBy(() -> hub(false).verify(pinned))
			.withMessageContaining("401");
		Files.delete(blob(WEIGHTS));
		assertThatExceptionOfType(HubException.class).isThrownBy(() -> hub(false).fetch(pinned))
			.withMessageContaining("401");
	}

	@Test
	void aCacheThatCannotBeWrittenIsNamed() throws IOException {
		Files.writeString(home(), "a file where a folder should be");
		assertThatExceptionOfType(HubException.class).isThrownBy(this::fetch)
			.withMessageContaining("The hub's cache " + this.cache)
			.withMessageContaining("HF_HUB_CACHE");
	}

	private void assertAbsent() {
		assertThatExceptionOfType(CheckpointException.class).isThrownBy(() -> hub(true).fetch(source(Optional.empty())))
			.withMessageContaining("is not in the cache");
	}

	private static CheckpointSource.OnHub source(Optional<String> variant) {
		return new CheckpointSource.OnHub(HubReference.of("hf:" + REPOSITORY), variant);
	}

	/**
	 * Fills the cache as {@code huggingface_hub.snapshot_download} does.
	 */
	private byte[] pythonsCache() throws IOException {
		Files.createDirectories(home().resolve("blobs"));
		Files.createDirectories(home().resolve("refs"));
		Files.createDirectories(home().resolve("snapshots/" + this.commit));
		Files.createDirectories(this.cache.resolve(".locks/models--owner--tiny"));
		Files.writeString(home().resolve("refs/main"), this.commit);
		for (String name : new String[] { "config.json", WEIGHTS }) {
			Files.write(blob(name), file(name));
			Files.createSymbolicLink(home().resolve("snapshots/%s/%s".formatted(this.commit, name)),
					Path.of("../../blobs/" + blob(name).getFileName()));
		}
		return this.weights;
	}

}
