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
package dev.dcae.dataset.source;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.zip.GZIPOutputStream;

import dev.dcae.image.formats.ImageFormats;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tars that are not what they should be.
 */
class TarReaderTests {

	private static final int BLOCK = 512;

	private static final int IMAGE = 700;

	@ParameterizedTest
	@ValueSource(bytes = { TarConstants.LF_LINK, TarConstants.LF_SYMLINK, TarConstants.LF_FIFO, TarConstants.LF_CHR,
			TarConstants.LF_BLK })
	void whatIsNoFileIsLeftOut(byte type) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
			file(tar, "a.png");
			TarArchiveEntry link = new TarArchiveEntry("b.png", type);
			link.setLinkName("a.png");
			tar.putArchiveEntry(link);
			tar.closeArchiveEntry();
			file(tar, "c.png");
		}
		try (TarReader reader = reader(bytes.toByteArray())) {
			assertThat(keys(reader)).containsExactly("a", "c");
			assertThat(reader.leftOut()).containsEntry("(no file)", 1);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 100, 511 })
	void aTarThatIsCutWithinAHeaderIsDamaged(int left) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
			file(tar, "a.png");
			file(tar, "b.png");
		}
		int second = BLOCK + 2 * BLOCK;
		try (TarReader reader = reader(Arrays.copyOf(bytes.toByteArray(), second + left))) {
			assertThatExceptionOfType(DamagedShardException.class).isThrownBy(() -> keys(reader))
				.withMessageContaining("within a header");
		}
	}

	@Test
	void aTarWithoutAnEndMarkIsWhole() throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
			file(tar, "a.png");
		}
		try (TarReader reader = reader(Arrays.copyOf(bytes.toByteArray(), BLOCK + 2 * BLOCK))) {
			assertThat(keys(reader)).containsExactly("a");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "a.tgz", "A.TGZ", "a.Tar.GZ" })
	void aTarIsInflatedHoweverItsEndingIsWritten(String name) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
			file(tar, "a.png");
		}
		try (TarReader reader = new TarReader(new ByteArrayInputStream(bytes.toByteArray()), name,
				ImageFormats.ofCollections())) {
			assertThat(keys(reader)).containsExactly("a");
		}
	}

	/**
	 * On a stack of half the size that a thread has.
	 */
	@Test
	void aNameMayBeginWithAnyNumberOfDots() throws Exception {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
			tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
			file(tar, ".//".repeat(20_000) + "a.png");
		}
		FutureTask<List<String>> read = new FutureTask<>(() -> keys(reader(bytes.toByteArray())));
		new Thread(null, read, "shallow", 512 << 10).start();
		assertThat(read.get()).containsExactly("a");
	}

	@Test
	void aTarMayBeGroupedByEndings() throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
			for (String name : List.of("a.json", "b.json", "a.png", "b.png", "a.txt")) {
				file(tar, name);
			}
		}
		try (TarReader reader = reader(bytes.toByteArray())) {
			assertThat(keys(reader)).containsExactly("a", "b");
			assertThat(reader.leftOut()).containsExactly(Map.entry(".json", 2), Map.entry(".txt", 1));
		}
	}

	private static void file(TarArchiveOutputStream tar, String name) throws IOException {
		TarArchiveEntry entry = new TarArchiveEntry(name);
		entry.setSize(IMAGE);
		tar.putArchiveEntry(entry);
		tar.write(new byte[IMAGE]);
		tar.closeArchiveEntry();
	}

	private static TarReader reader(byte[] tar) throws IOException {
		return new TarReader(new ByteArrayInputStream(tar), "a.tar", ImageFormats.ofCollections());
	}

	private static List<String> keys(TarReader reader) throws IOException {
		List<String> keys = new ArrayList<>();
		for (Optional<Found> found = reader.next(); found.isPresent(); found = reader.next()) {
			keys.add(((Sample) found.get()).key());
		}
		return keys;
	}

}
