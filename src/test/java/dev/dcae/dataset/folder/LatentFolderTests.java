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
package dev.dcae.dataset.folder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;

import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * The remains of a run that was stopped at a bad moment, and the next run's way with
 * them.
 */
class LatentFolderTests {

	private static final Map<String, String> SETTINGS = Map.of("dtype", "float16");

	@TempDir
	Path path;

	@Test
	void whatWasWrittenIsThereTheNextTime() throws IOException {
		write("a", "b", "c");
		try (LatentFolder folder = open()) {
			assertThat(folder.manifest().files()).containsOnlyKeys("a", "b", "c");
			assertThat(folder.manifest().shards()).containsExactly("4x1x1/000000.safetensors",
					"4x1x1/000001.safetensors");
		}
	}

	@Test
	void aShardWithoutItsLinesIsDiscardedAndItsNumberUsedAgain() throws IOException {
		write("a", "b");
		Path orphan = Files.copy(shard(0), shard(1));
		write("c", "d");
		try (LatentFolder folder = open()) {
			assertThat(folder.manifest().files()).containsOnlyKeys("a", "b", "c", "d");
			assertThat(folder.manifest().shards()).contains("4x1x1/000001.safetensors").hasSize(2);
		}
		assertThat(Files.readString(orphan, StandardCharsets.ISO_8859_1)).contains("\"c\"").doesNotContain("\"a\"");
	}

	@Test
	void aShardThatIsHalfWrittenIsDiscarded() throws IOException {
		write("a", "b");
		Path partial = Files.write(shard(1).resolveSibling("000001.safetensors.partial"), new byte[100]);
		open().close();
		assertThat(partial).doesNotExist();
		assertThat(shard(0)).exists();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 20, 75, 130 })
	void aShardWhoseLinesAreCutOffIsDiscardedWithTheRestOfThem(int missing) throws IOException {
		write("a", "b");
		long whole = Files.size(manifest());
		write("c", "d");
		try (var channel = Files.newByteChannel(manifest(), StandardOpenOption.WRITE)) {
			channel.truncate(channel.size() - missing);
		}
		try (LatentFolder folder = open()) {
			assertThat(folder.manifest().files()).containsOnlyKeys("a", "b");
		}
		assertThat(shard(1)).doesNotExist();
		assertThat(Files.size(manifest())).isEqualTo(whole);
	}

	@Test
	void theFirstShardCanBeTheOneThatIsLost() throws IOException {
		write("a", "b");
		try (var channel = Files.newByteChannel(manifest(), StandardOpenOption.WRITE)) {
			channel.truncate(5);
		}
		try (LatentFolder folder = open()) {
			assertThat(folder.manifest().files()).isEmpty();
		}
		assertThat(manifest()).isEmptyFile();
		assertThat(shard(0)).doesNotExist();
	}

	@Test
	void whatSomebodyElsePutThereStays() throws IOException {
		write("a", "b");
		Path notes = Files.writeString(this.path.resolve("notes.txt"), "mine");
		Path named = Files.writeString(this.path.resolve("4x1x1/README"), "mine");
		Path other = Files.createDirectories(this.path.resolve("old")).resolve("000009.safetensors");
		Files.writeString(other, "mine");
		open().close();
		assertThat(notes).exists();
		assertThat(named).exists();
		assertThat(other).exists();
	}

	@Test
	void aMissingShardIsNamed() throws IOException {
		write("a", "b");
		Files.delete(shard(0));
		assertThatIOException().isThrownBy(this::open).withMessageContaining("4x1x1/000000.safetensors");
	}

	@Test
	void aLineInTheMiddleThatIsNoneIsNamedAndNothingIsDeleted() throws IOException {
		write("a", "b");
		String lines = Files.readString(manifest());
		Files.writeString(manifest(), "rubbish\n" + lines);
		assertThatIOException().isThrownBy(this::open).withMessageContaining("line 1");
		assertThat(shard(0)).exists();
		Files.writeString(manifest(), "null\n" + lines);
		assertThatIOException().isThrownBy(this::open).withMessageContaining("line 1");
	}

	@Test
	void twoAtATimeAreRefused() throws IOException {
		try (LatentFolder _ = open()) {
			assertThatIOException().isThrownBy(this::open).withMessageContaining("Another process");
		}
		open().close();
	}

	@Test
	void aRunThatWasStoppedBeforeItsSettingsWereWrittenDoesNotBlockTheNext() throws IOException {
		Files.write(this.path.resolve(".lock"), new byte[0]);
		Files.write(this.path.resolve("settings.json.partial"), new byte[3]);
		write("a", "b");
	}

	@Test
	void muchThatWaitsIsWrittenBeforeItsShardIsFull() throws IOException {
		try (LatentFolder folder = open()) {
			LatentShards shards = new LatentShards(folder, 1000, 100, Map.of());
			for (int i = 0; i < 50; i++) {
				shards.add(item("square" + i, new Shape(4, 1, 1)));
				shards.add(item("wide" + i, new Shape(4, 1, 2)));
			}
			assertThat(folder.manifest().files().size()).isGreaterThan(90);
			shards.finish();
			assertThat(folder.manifest().files()).hasSize(100);
		}
	}

	/**
	 * Writes latents, two a shard.
	 */
	private void write(String... names) throws IOException {
		try (LatentFolder folder = open()) {
			LatentShards shards = new LatentShards(folder, 2, Long.MAX_VALUE, Map.of("model", "m"));
			for (String name : names) {
				shards.add(item(name, new Shape(4, 1, 1)));
			}
			shards.finish();
		}
	}

	private LatentFolder open() throws IOException {
		return LatentFolder.open(this.path, SETTINGS);
	}

	private static LatentItem item(String name, Shape shape) {
		float[] values = new float[(int) shape.elements()];
		return new LatentItem(new SourceFile(name, 1, 2), Tensor.of(shape, values), 8, 8, Optional.empty());
	}

	private Path manifest() {
		return this.path.resolve("manifest.jsonl");
	}

	private Path shard(int number) {
		return this.path.resolve("4x1x1/%06d.safetensors".formatted(number));
	}

}
