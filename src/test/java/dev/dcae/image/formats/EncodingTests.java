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
package dev.dcae.image.formats;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import dev.dcae.image.Fixtures;
import dev.dcae.image.Formats;
import dev.dcae.image.ImageException;
import dev.dcae.image.ImageFormat;
import dev.dcae.image.Quality;
import dev.dcae.image.RgbImage;
import dev.dcae.image.metrics.ImageMetrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

public class EncodingTests extends FormatsTest {

	private static final RgbImage PHOTO = Formats.decode(Fixtures.photo("coffee.png"));

	@ParameterizedTest
	@ValueSource(strings = { "png", "jpeg", "webp" })
	void theFormatIsTheOneAskedFor(String format) {
		ImageFile file = formats().read(format(format).encode(PHOTO), Fixtures.LIMITS);
		assertThat(file.format()).isSameAs(format(format));
		assertThat(file.width()).isEqualTo(600);
		assertThat(file.height()).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "png", "webp" })
	void pngAndWebpAreLosslessByDefault(String format) {
		assertThat(decode(format(format).encode(PHOTO))).isEqualTo(PHOTO);
	}

	@ParameterizedTest
	@CsvSource({ "1,1", "2,1", "1,7", "13,5" })
	void smallImagesAreNoException(int width, int height) {
		RgbImage small = PHOTO.crop(100, 100, width, height);
		assertThat(decode(format("png").encode(small))).isEqualTo(small);
		assertThat(decode(format("webp").encode(small))).isEqualTo(small);
		assertThat(decode(format("jpeg").encode(small)).width()).isEqualTo(width);
	}

	@Test
	void othersReadOurPng() throws IOException {
		byte[] png = format("png").encode(PHOTO);
		var read = ImageIO.read(new ByteArrayInputStream(png));
		for (int i = 0; i < 600 * 400; i++) {
			int rgb = read.getRGB(i % 600, i / 600);
			assertThat((byte) (rgb >> 16)).isEqualTo(PHOTO.pixels()[3 * i]);
			assertThat((byte) (rgb >> 8)).isEqualTo(PHOTO.pixels()[3 * i + 1]);
			assertThat((byte) rgb).isEqualTo(PHOTO.pixels()[3 * i + 2]);
		}
	}

	@Test
	void pngCompresses() {
		assertThat(format("png").encode(PHOTO).length).isLessThan(PHOTO.pixels().length * 3 / 4);
	}

	/**
	 * Photo, paper, photo: rows of each kind are deflated in their own way.
	 */
	@Test
	void paperBetweenPhotosCostsPngNextToNothing() {
		int third = PHOTO.pixels().length;
		byte[] pixels = new byte[3 * third];
		System.arraycopy(PHOTO.pixels(), 0, pixels, 0, third);
		Arrays.fill(pixels, third, 2 * third, (byte) 0xf4);
		System.arraycopy(PHOTO.pixels(), 0, pixels, 2 * third, third);
		RgbImage sheet = new RgbImage(PHOTO.width(), 3 * PHOTO.height(), pixels);
		byte[] png = format("png").encode(sheet);
		assertThat(decode(png)).isEqualTo(sheet);
		int photo = format("png").encode(PHOTO).length;
		assertThat(png.length).isBetween(2 * photo - third / 50, 2 * photo + third / 50);
	}

	@ParameterizedTest
	@ValueSource(strings = { "jpeg", "webp" })
	void moreQualityIsMoreBytesAndLessError(String format) {
		List<byte[]> files = Stream.of(10, 50, 90).map((q) -> format(format).encode(PHOTO, new Quality(q))).toList();
		assertThat(files).extracting((file) -> file.length).isSorted();
		assertThat(files).extracting((file) -> ImageMetrics.psnr(PHOTO, decode(file))).isSorted();
		assertThat(ImageMetrics.psnr(PHOTO, decode(files.get(2)))).isGreaterThan(33);
	}

	@Test
	void jpegHalvesTheResolutionOfChroma() {
		byte[] jpeg = format("jpeg").encode(PHOTO);
		// The SOF0 segment: luma has twice the samples of chroma in both directions.
		int frame = 0;
		while (jpeg[frame] != (byte) 0xff || jpeg[frame + 1] != (byte) 0xc0) {
			frame++;
		}
		assertThat(jpeg[frame + 11]).isEqualTo((byte) 0x22);
		assertThat(jpeg[frame + 14]).isEqualTo((byte) 0x11);
	}

	@Test
	void sidesAreAsLongAsTheFormatAllows() {
		RgbImage longest = new RgbImage(16_384, 1, new byte[3 * 16_384]);
		assertThatExceptionOfType(ImageException.Unencodable.class).isThrownBy(() -> format("webp").encode(longest))
			.withMessage("An image of 16384 × 1 pixels is too long for WebP, which has at most 16383 on a side; "
					+ "ask for image/png.");
		assertThat(format("jpeg").encode(longest)).isNotEmpty();
		assertThat(format("webp").encode(longest.crop(0, 0, 16_383, 1))).isNotEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, -1, 101 })
	void qualityIsAPercentage(int percent) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Quality(percent));
	}

	@Test
	void nothingIsWrittenToDisk() {
		List<Path> before = imageIoFiles();
		for (ImageFormat format : formats().all()) {
			decode(format.encode(PHOTO));
		}
		assertThat(imageIoFiles()).isEqualTo(before);
	}

	private static List<Path> imageIoFiles() {
		try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
			return files.filter((file) -> file.getFileName().toString().startsWith("imageio")).sorted().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
