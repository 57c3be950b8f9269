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
package dev.dcae.image.rows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

import dev.dcae.image.Formats;
import dev.dcae.image.ImageException;
import dev.dcae.image.PngBuilder;
import dev.dcae.image.RgbImage;
import dev.dcae.image.png.PngReader;
import dev.dcae.image.png.PngWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Images that pass by row by row.
 */
class RowsTests {

	private static final int WIDTH = 37;

	private static final int HEIGHT = 23;

	private final RgbImage image = noise(WIDTH, HEIGHT);

	@TempDir
	private Path folder;

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 7, 23 })
	void anImageInMemoryIsReadInBandsOfAnyHeight(int band) throws IOException {
		assertThat(read(RowSource.of(this.image), band)).isEqualTo(this.image);
	}

	@ParameterizedTest
	@CsvSource({ "64, 32", "37, 24", "38, 23", "37, 23" })
	void paddingIsThatOfAWholeImage(int width, int height) throws IOException {
		PaddedRows padded = new PaddedRows(RowSource.of(this.image), width, height);
		assertThat(read(padded, 5)).isEqualTo(this.image.padTo(width, height));
	}

	@ParameterizedTest
	@CsvSource({ "36, 23", "37, 22" })
	void paddingDoesNotShrink(int width, int height) {
		assertThatIllegalArgumentException().isThrownBy(() -> new PaddedRows(RowSource.of(this.image), width, height));
	}

	@ParameterizedTest
	@CsvSource({ "37, 23", "36, 23", "37, 1", "1, 22", "20, 10" })
	void croppingIsThatOfAWholeImage(int width, int height) throws IOException {
		ByteArrayOutputStream pixels = new ByteArrayOutputStream();
		CroppedRows cropped = new CroppedRows((rows, count) -> pixels.write(rows, 0, 3 * width * count), WIDTH, width,
				height);
		for (int y = 0; y < HEIGHT; y += 5) {
			int count = Math.min(5, HEIGHT - y);
			cropped.write(this.image.crop(0, y, WIDTH, count).pixels().clone(), count);
		}
		assertThat(new RgbImage(width, height, pixels.toByteArray())).isEqualTo(this.image.crop(0, 0, width, height));
	}

	@ParameterizedTest
	@CsvSource({ "37, 23, 23", "37, 23, 1", "37, 23, 4", "1, 1, 1", "700, 900, 90" })
	void aWrittenPngIsReadAgainByBothReaders(int width, int height, int band) throws IOException {
		RgbImage image = noise(width, height);
		ByteArrayOutputStream file = new ByteArrayOutputStream();
		try (PngWriter writer = new PngWriter(file, width, height)) {
			for (int y = 0; y < height; y += band) {
				int count = Math.min(band, height - y);
				writer.write(image.crop(0, y, width, count).pixels(), count);
			}
		}
		assertThat(file.toByteArray()).isEqualTo(Formats.PNG.encode(image));
		assertThat(Formats.decode(file.toByteArray())).isEqualTo(image);
		assertThat(read(open(file.toByteArray()), 7)).isEqualTo(image);
	}

	@Test
	void everyFilterOfARowIsUndone() throws IOException {
		Random random = new Random(7);
		byte[] file = PngBuilder.rgb(WIDTH, HEIGHT)
			.pixels(random.ints(3 * WIDTH * HEIGHT, 0, 256).toArray(), random)
			.end();
		assertThat(read(open(file), 4)).isEqualTo(Formats.decode(file));
	}

	@Test
	void onlyThePlainestKindIsReadRowByRow() throws IOException {
		byte[] plain = Formats.PNG.encode(this.image);
		assertThat(plainly(plain)).isPresent();
		for (byte[] other : new byte[][] { Formats.JPEG.encode(this.image), new byte[0], Arrays.copyOf(plain, 20),
				new PngBuilder(2, 2, 8, 6, false).end(), new PngBuilder(2, 2, 16, 2, false).end(),
				new PngBuilder(2, 2, 8, 2, true).end(),
				PngBuilder.rgb(2, 2).chunk("tRNS", new byte[6]).chunk("IDAT").end(),
				PngBuilder.rgb(2, 2).chunk("eXIf").chunk("IDAT").end(),
				PngBuilder.rgb(2, 2).chunk("iCCP").chunk("IDAT").end() }) {
			assertThat(plainly(other)).isEmpty();
		}
	}

	@Test
	void aFileThatIsCutShortIsRefused() throws IOException {
		byte[] plain = Formats.PNG.encode(this.image);
		for (int length = 60; length < plain.length - 100; length += 97) {
			PngReader reader = open(Arrays.copyOf(plain, length));
			assertThatExceptionOfType(ImageException.Undecodable.class).isThrownBy(() -> read(reader, 1))
				.withMessageContaining("cut short");
		}
	}

	@Test
	void aFileWithAFlippedBitIsRefused() throws IOException {
		RgbImage large = noise(900, 900);
		byte[] plain = Formats.PNG.encode(large);
		for (int at = 100; at < 2_000_000; at += 333_333) {
			byte[] damaged = plain.clone();
			damaged[at] ^= 1;
			assertThatExceptionOfType(ImageException.Undecodable.class).isThrownBy(() -> read(open(damaged), 10));
		}
	}

	private PngReader open(byte[] file) throws IOException {
		return plainly(file).orElseThrow();
	}

	private Optional<PngReader> plainly(byte[] file) throws IOException {
		return PngReader.open(Files.write(this.folder.resolve("image"), file));
	}

	private static RgbImage read(RowSource source, int band) throws IOException {
		byte[] pixels = new byte[3 * source.width() * source.height()];
		for (int y = 0; y < source.height(); y += band) {
			source.read(pixels, 3 * source.width() * y, Math.min(band, source.height() - y));
		}
		return new RgbImage(source.width(), source.height(), pixels);
	}

	private static RgbImage noise(int width, int height) {
		byte[] pixels = new byte[3 * width * height];
		new Random(7).nextBytes(pixels);
		return new RgbImage(width, height, pixels);
	}

}
