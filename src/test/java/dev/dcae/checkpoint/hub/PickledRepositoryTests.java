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
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.dcae.checkpoint.Checkpoint;
import dev.dcae.checkpoint.CheckpointException;
import dev.dcae.checkpoint.CheckpointSource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A repository with a pair of .pth files: they are fetched where there are no
 * safetensors, and need no config.
 */
class PickledRepositoryTests extends HubTest {

	private static final Path PICKLES = Path.of("src/test/resources/fixtures/tiny-taesana/checkpoint");

	private static Map<String, byte[]> pickles() throws IOException {
		return new LinkedHashMap<>(FakeHub.files(PICKLES, "taesana_encoder.pth", "taesana_decoder.pth"));
	}

	@Test
	void aPairIsFetchedAndReadAndTakenFromTheCacheWithoutTheHub() throws IOException {
		Map<String, byte[]> files = pickles();
		files.put("README.md", new byte[] { '#' });
		this.server.commit(REPOSITORY, files);
		Snapshot snapshot = fetch();
		assertThat(snapshot.folder()).isDirectoryContaining("glob:**/taesana_encoder.pth")
			.isDirectoryContaining("glob:**/taesana_decoder.pth")
			.isDirectoryNotContaining("glob:**/README.md");
		try (Checkpoint checkpoint = Checkpoint.open(new CheckpointSource.Directory(snapshot.folder()))) {
			assertThat(checkpoint.config().ratio()).isEqualTo(32);
		}
		assertThat(hub(true).fetch(new CheckpointSource.OnHub(HubReference.of("hf:" + REPOSITORY))).folder())
			.isEqualTo(snapshot.folder());
	}

	@Test
	void besideSafetensorsTheyAreLeftWhereTheyAre() throws IOException {
		Map<String, byte[]> files = pickles();
		files.putAll(this.files);
		this.server.commit(REPOSITORY, files);
		assertThat(fetch().folder()).isDirectoryNotContaining("glob:**.pth");
	}

	@Test
	void halfAPairIsRefused() throws IOException {
		Map<String, byte[]> files = pickles();
		files.remove("taesana_decoder.pth");
		this.server.commit(REPOSITORY, files);
		assertThatExceptionOfType(CheckpointException.class).isThrownBy(this::fetch)
			.withMessageContaining("of .pth files a pair is read");
	}

}
