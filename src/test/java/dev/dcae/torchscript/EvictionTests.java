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
package dev.dcae.torchscript;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Archives are kept to a size; those that were used least recently go first.
 */
@ExtendWith(OutputCaptureExtension.class)
class EvictionTests {

	private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

	@TempDir
	Path folder;

	private Instant now = NOW;

	@Test
	void theOneThatWasUsedLeastRecentlyIsRemoved() throws IOException {
		archive("old.pt", 3);
		archive("older.pt", 5);
		archive("new.pt", 1);
		eviction(250).shrink();
		assertThat(names()).containsExactly("new.pt", "old.pt");
	}

	@Test
	void nothingIsRemovedWithinTheLimit() throws IOException {
		archive("a.pt", 3);
		archive("b.pt", 2);
		eviction(200).shrink();
		assertThat(names()).containsExactly("a.pt", "b.pt");
	}

	@Test
	void oneThatIsUsedAgainIsRecent() throws IOException {
		Path old = archive("old.pt", 9);
		archive("other.pt", 5);
		eviction(1000).use(old);
		// In a process that uses neither.
		eviction(100).shrink();
		assertThat(names()).containsExactly("old.pt");
		assertThat(Files.getLastModifiedTime(old).toInstant()).isEqualTo(NOW);
	}

	@Test
	void noneOfThisProcessIsRemovedAndTheLogSaysThatTheLimitIsTooLow(CapturedOutput output) throws IOException {
		Eviction eviction = eviction(100);
		eviction.use(archive("a.pt", 9));
		this.now = NOW.plusSeconds(60);
		eviction.use(archive("b.pt", 9));
		archive("c.pt", 0);
		eviction.shrink();
		assertThat(names()).containsExactly("a.pt", "b.pt");
		assertThat(output).contains("dcae.cache-limit", "have 200 bytes");
	}

	@Test
	void whatIsNoArchiveIsNeitherCountedNorRemoved() throws IOException {
		archive("a.partial", 9);
		archive("notes.txt", 9);
		archive("a.pt", 9);
		eviction(100).shrink();
		assertThat(names()).containsExactly("a.partial", "a.pt", "notes.txt");
	}

	@Test
	void aReaderKeepsWhatIsRemoved() throws IOException {
		Path read = archive("read.pt", 9);
		try (FileChannel channel = FileChannel.open(read)) {
			eviction(0).shrink();
			assertThat(read).doesNotExist();
			assertThat(channel.size()).isEqualTo(100);
		}
	}

	@Test
	void aFolderThatIsNotThereIsNoReasonToFail(CapturedOutput output) {
		new Eviction(this.folder.resolve("none"), 0, () -> NOW).shrink();
		assertThat(output).contains("none cannot be kept to its size");
	}

	private Eviction eviction(long limit) {
		return new Eviction(this.folder, limit, () -> this.now);
	}

	/**
	 * A file of 100 bytes.
	 */
	private Path archive(String name, int hoursAgo) throws IOException {
		Path file = Files.write(this.folder.resolve(name), new byte[100]);
		Files.setLastModifiedTime(file, FileTime.from(NOW.minusSeconds(3600L * hoursAgo)));
		return file;
	}

	private List<String> names() throws IOException {
		try (Stream<Path> files = Files.list(this.folder)) {
			return files.map((file) -> file.getFileName().toString()).sorted().toList();
		}
	}

}
