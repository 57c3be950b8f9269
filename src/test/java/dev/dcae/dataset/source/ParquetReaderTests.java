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
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;

import dev.dcae.dataset.store.FailingStore;
import dev.dcae.dataset.store.LocalStore;
import dev.dcae.dataset.store.Store;
import dev.dcae.image.Formats;
import dev.dcae.image.RgbImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Parquet as the hub has it.
 */
class ParquetReaderTests {

	private static final Path FIXTURES = Path.of("src/test/resources/fixtures/parquet");

	/**
	 * Of pyarrow, then zipped: 3000 rows in two groups, with {@code image} and
	 * {@code mask}, structs of {@code bytes} and {@code path}. Each image is one MiB of
	 * zeros, which all are one entry of a dictionary; the masks' pages are overwritten.
	 */
	private static final String LARGE = """
			H4sIAEoJD2sC/wtwDDIUZRHtaGhgFC3zEWUSZRBiYNDYqv93AQuDAEMKA4MCA5BmZPj531KBiQnIxIUVGcBAlEFUTFRDR3SHuKiAKJsomwwDxD
			gF7kgGBmYgZ4c4E+MOcZA6PlEFsDoGFHXsljB1jP/JAsSYPBJ9LFljyiDBVpyckZqbKMrCYMokwZqZm5ieCmSL8qgCeUmVJanFEDZLQWJJhiqD
			D8gkoEKW3MTibELqxD7oSepI+qgxyIjySJoysAlIakAsgGgQ5RHbIS72AhjqYi8Y1RYwqnFo6gCjgUGUCRQyAkDKRqyhoeEOtySbpBnIyUAjIW
			apsjHAjALbBzHJTMxD7QOjp4woA9gMGzEGsEawPmSNYLcjO+HXbkaxHLUdTEhaH8RitxSsF83OJcw47BQ7t7eREahKjUPsCTMDsQHRwqr2hpny
			kLjCSnZIzGEjMyQ62AmFxBtmUFBoKBQkFhWWppboJhcU6CYWFeWXK5SlFhVn5ucpGJnqGegZSoISEBwxrGFiYAgAlksA99gv9ZwEAAA=
			""";

	@TempDir
	Path temp;

	@ParameterizedTest
	@ValueSource(strings = { "none.parquet", "snappy.parquet", "zstd.parquet" })
	void rowsBecomeSamplesWithTheirOtherColumns(String name) throws IOException {
		List<Sample> samples = read(FIXTURES.resolve(name));
		assertThat(samples).extracting(Sample::key).containsExactly("000000", "000001", "000002", "000004");
		assertThat(samples.get(1).file()).isEqualTo("photo-1.png");
		assertThat(samples.get(1).label()).isEqualTo(OptionalLong.of(1));
		assertThat(text(samples.get(3), "json")).isEqualTo("{\"label\":4,\"text\":\"fünf\",\"score\":4.0}");
		assertThat(text(samples.get(2), "json")).contains("\"text\":null");
		assertThat(text(samples.get(0), "cls")).isEqualTo("3");
		RgbImage image = Formats.decode(samples.get(2).image().read());
		assertThat(Arrays.copyOf(image.pixels(), 6)).containsExactly(80, 0, 40, 88, 0, 40);
	}

	@Test
	void aRowWithoutAnImageIsLeftOut() throws IOException {
		try (SampleReader reader = open(FIXTURES.resolve("none.parquet"))) {
			while (reader.next().isPresent()) {
				// Only to its end.
			}
			assertThat(reader.leftOut()).containsExactly(Map.entry("(no image)", 1));
		}
	}

	@Test
	void aFileThatIsCutIsDamaged() throws IOException {
		byte[] whole = Files.readAllBytes(FIXTURES.resolve("snappy.parquet"));
		Path cut = Files.write(this.temp.resolve("cut.parquet"), Arrays.copyOf(whole, whole.length - 100));
		assertThatExceptionOfType(DamagedShardException.class).isThrownBy(() -> read(cut))
			.withMessageContaining("cannot be read from here on");
		Path empty = Files.write(this.temp.resolve("empty.parquet"), new byte[0]);
		assertThatExceptionOfType(DamagedShardException.class).isThrownBy(() -> read(empty));
	}

	@Test
	void neitherAllRowsAreHeldNorOtherColumnsRead() throws IOException {
		try (SampleReader reader = open(large())) {
			long bytes = 0;
			for (Optional<Found> found = reader.next(); found.isPresent(); found = reader.next()) {
				bytes += ((Sample) found.get()).bytes();
			}
			assertThat(bytes).isEqualTo(3000L << 20);
		}
	}

	@Test
	void aHeapThatIsFullIsNoDamageOfTheFile() throws IOException {
		Path file = large();
		Store full = new FailingStore(this.temp) {

			@Override
			public byte[] range(String name, long offset, int length) throws IOException {
				if (offset == 4) {
					throw new OutOfMemoryError("Java heap space");
				}
				return super.range(name, offset, length);
			}

		};
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> {
			try (SampleReader reader = new ParquetReader(new StoredParquet(full, "large.parquet", Files.size(file)))) {
				reader.next();
			}
		});
	}

	private Path large() throws IOException {
		byte[] zipped = Base64.getMimeDecoder().decode(LARGE);
		try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
			return Files.write(this.temp.resolve("large.parquet"), in.readAllBytes());
		}
	}

	private static String text(Sample sample, String ending) {
		return sample.members()
			.stream()
			.filter((member) -> member.ending().equals(ending))
			.map((member) -> new String(member.content(), StandardCharsets.UTF_8))
			.findFirst()
			.orElseThrow();
	}

	private static List<Sample> read(Path file) throws IOException {
		List<Sample> samples = new ArrayList<>();
		try (SampleReader reader = open(file)) {
			for (Optional<Found> found = reader.next(); found.isPresent(); found = reader.next()) {
				samples.add((Sample) found.get());
			}
		}
		return samples;
	}

	private static SampleReader open(Path file) throws IOException {
		LocalStore store = new LocalStore(file.toAbsolutePath().resolve("..").normalize());
		return new ParquetReader(new StoredParquet(store, file.getFileName().toString(), Files.size(file)));
	}

}
