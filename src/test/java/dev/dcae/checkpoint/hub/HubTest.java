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
import java.lang.foreign.MemorySegment;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;

import dev.dcae.checkpoint.Checkpoint;
import dev.dcae.checkpoint.CheckpointHub;
import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.checkpoint.RandomCheckpoint;
import dev.dcae.model.ConfigJson;
import dev.dcae.tensor.Safetensors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A hub with the repository {@code owner/tiny} and an empty cache. Waits between tries
 * are noted and not waited for.
 */
abstract class HubTest {

	static final String REPOSITORY = "owner/tiny";

	static final String WEIGHTS = "diffusion_pytorch_model.safetensors";

	static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

	final FakeHub server = new FakeHub();

	final List<Duration> waits = Collections.synchronizedList(new ArrayList<>());

	final List<String> lines = Collections.synchronizedList(new ArrayList<>());

	Map<String, byte[]> files = Map.of();

	byte[] weights = new byte[0];

	String commit = "";

	Duration stallTimeout = Duration.ofMinutes(1);

	String token = "";

	HubNetwork network = HubNetwork.PLAIN;

	/**
	 * In place of the server's.
	 */
	String endpoint = "";

	@TempDir
	Path cache;

	@BeforeEach
	void commit() throws IOException {
		ConfigJson config = ConfigJson.tiny();
		this.weights = Safetensors.toBytes(RandomCheckpoint.tensors(config, 1), Map.of());
		this.files = new LinkedHashMap<>();
		this.files.put("config.json", config.bytes());
		this.files.put(WEIGHTS, this.weights);
		this.files.put("README.md", new byte[] { 'x' });
		this.files.put("pytorch_model.bin", new byte[] { 1 });
		this.files.put("model.ckpt", new byte[] { 2 });
		this.commit = this.server.commit(REPOSITORY, this.files);
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	CheckpointHub hub(boolean offline) {
		URI address = URI.create(this.endpoint.isEmpty() ? this.server.endpoint() : this.endpoint);
		HubSettings settings = new HubSettings(address, this.cache, offline,
				new HubToken(this.token, this.cache.resolve("token")), this.network);
		return new CheckpointHub(new Hub(settings, new Lines(), DownloadListener.NONE,
				new Timing(() -> NOW, this.waits::add, this.stallTimeout)));
	}

	/**
	 * Shows everything, however small the step.
	 */
	private final class Lines implements ProgressLine {

		@Override
		public Duration interval() {
			return Duration.ZERO;
		}

		@Override
		public void update(String line) {
			HubTest.this.lines.add(line);
		}

		@Override
		public void say(String line) {
			HubTest.this.lines.add(line);
		}

	}

	Snapshot fetch() {
		return fetch("hf:" + REPOSITORY);
	}

	Snapshot fetch(String reference) {
		return hub(false).fetch(new CheckpointSource.OnHub(HubReference.of(reference)));
	}

	byte[] file(String name) {
		return Objects.requireNonNull(this.files.get(name), name);
	}

	/**
	 * The repository's folder in the cache.
	 */
	Path home() {
		return this.cache.resolve("models--owner--tiny");
	}

	Path blob(String name) {
		return home().resolve("blobs").resolve(FakeHub.blob(name, file(name)));
	}

	Path incomplete() {
		return Path.of(blob(WEIGHTS) + ".dcae.incomplete");
	}

	byte[] start(int length) {
		return Arrays.copyOf(this.weights, length);
	}

	/**
	 * The cache has what the repository has, under the names that it should, and nothing
	 * is left over.
	 */
	void assertFetched(Snapshot snapshot) throws IOException {
		assertThat(snapshot.reference().revision()).isEqualTo(this.commit);
		for (String name : List.of("config.json", WEIGHTS)) {
			Path link = home().resolve("snapshots").resolve(this.commit).resolve(name);
			assertThat(Files.readSymbolicLink(link))
				.isEqualTo(Path.of("../../blobs", blob(name).getFileName().toString()));
			assertThat(Files.readAllBytes(link)).isEqualTo(file(name));
		}
		assertThat(Files.readString(home().resolve("refs/main"))).isEqualTo(this.commit);
		assertThat(blobs()).containsExactlyInAnyOrder(blob("config.json").getFileName().toString(),
				blob(WEIGHTS).getFileName().toString());
		Checkpoint.open(new CheckpointSource.Directory(snapshot.folder())).close();
	}

	TreeSet<String> blobs() throws IOException {
		TreeSet<String> names = new TreeSet<>();
		if (Files.exists(home().resolve("blobs"), LinkOption.NOFOLLOW_LINKS)) {
			try (Stream<Path> found = Files.list(home().resolve("blobs"))) {
				found.forEach((file) -> names.add(file.getFileName().toString()));
			}
		}
		return names;
	}

}
