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
package dev.dcae.image.jpeg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

import dev.dcae.image.Fixtures;
import dev.dcae.image.Formats;
import dev.dcae.image.PngBuilder;
import dev.dcae.image.Quality;
import dev.dcae.image.RgbImage;
import dev.dcae.image.Samples;
import dev.dcae.image.colour.ColourTransforms;
import dev.dcae.image.metrics.ImageMetrics;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * libjpeg-turbo beside the JDK's libjpeg.
 */
class TurboJpegTests {

	private static final RgbImage PHOTO = Formats.decode(Fixtures.photo("coffee.png"));

	private static final ColourTransforms COLOURS = new ColourTransforms();

	private static final JpegCodec JDK = new JdkJpeg();

	private static final JpegCodec NONE = new JpegCodec() {

		@Override
		public Samples decode(JpegScans file) {
			throw new UnsupportedOperationException("left to the other codec");
		}

		@Override
		public byte[] encode(RgbImage image, Quality quality) {
			throw new UnsupportedOperationException("left to the other codec");
		}

	};

	@BeforeAll
	static void theLibraryIsInstalled() {
		assumeTrue("true".equals(System.getenv("CI")) || TurboJpeg.find(NONE).isPresent(),
				"libjpeg-turbo is not installed here (on Debian libturbojpeg0): its tests are skipped");
		assertThat(new JpegFormat().library()).hasValue("libjpeg-turbo");
	}

	@ParameterizedTest
	@ValueSource(strings = { "420.jpg", "422.jpg", "444.jpg", "grey.jpg", "restarts.jpg", "wide-gamut.jpg" })
	void ordinaryFilesAreNotLeftToTheOtherCodec(String name) throws IOException {
		byte[] file = Fixtures.file(name);
		assertThat(turbo(file)).isEqualTo(jdk(file));
	}

	@ParameterizedTest
	@ValueSource(strings = { "progressive.jpg", "stored-as-rgb.jpg", "cmyk.jpg", "ycck.jpg" })
	void othersAre(String name) {
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> turbo(Fixtures.file(name)));
	}

	@ParameterizedTest
	@CsvSource({ "1, 1", "2, 1", "1, 2", "7, 9", "15, 17", "16, 16", "33, 31", "600, 400" })
	void eitherReadsTheSamePixels(int width, int height) throws IOException {
		for (int percent : new int[] { 1, 30, 75, 90, 100 }) {
			byte[] file = JDK.encode(PHOTO.crop(0, 0, width, height), new Quality(percent));
			assertThat(turbo(file)).isEqualTo(jdk(file));
		}
	}

	/**
	 * Either level is right for a coefficient between two.
	 */
	@ParameterizedTest
	@CsvSource({ "1, 1", "17, 15", "600, 400" })
	void eitherWritesTheSameImageAsSmall(int width, int height) throws IOException {
		RgbImage image = PHOTO.crop(0, 0, width, height);
		for (int percent : new int[] { 1, 30, 75, 90, 100 }) {
			byte[] turbo = find().encode(image, new Quality(percent));
			byte[] jdk = JDK.encode(image, new Quality(percent));
			assertThat((double) turbo.length).isCloseTo(jdk.length, withinPercentage(1));
			assertThat(ImageMetrics.psnr(jdk(turbo), image)).isCloseTo(ImageMetrics.psnr(jdk(jdk), image),
					withinPercentage(1));
		}
	}

	@Test
	void whatItFindsFaultWithIsLeftToTheOtherCodec() {
		byte[] file = Fixtures.file("420.jpg");
		byte[] ended = PngBuilder.concatenate(Arrays.copyOf(file, file.length - 100),
				new byte[] { (byte) 0xff, (byte) 0xd9 });
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> turbo(ended));
	}

	@Test
	void whatTheOtherCodecRefusesIsHardlyEverDecoded() throws IOException {
		long seed = 11;
		System.out.println("Seed " + seed);
		Random random = new Random(seed);
		byte[] file = JDK.encode(PHOTO.crop(100, 100, 64, 48), new Quality(75));
		int[] outcomes = new int[3];
		for (int i = 0; i < 5000; i++) {
			byte[] damaged = file.clone();
			for (int j = random.nextInt(3); j >= 0; j--) {
				damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
			}
			Optional<RgbImage> turbo = outcome(damaged, find(JDK));
			Optional<RgbImage> jdk = outcome(damaged, JDK);
			outcomes[(turbo.isPresent() != jdk.isPresent()) ? 2 : turbo.isPresent() ? 1 : 0]++;
		}
		System.out.println("Refused by both, decoded by both, by one only: " + Arrays.toString(outcomes));
		// In its fast way libjpeg-turbo takes a code that there is not for a zero.
		assertThat(outcomes[2]).isLessThan(outcomes[0] / 20);
	}

	private static Optional<RgbImage> outcome(byte[] file, JpegCodec codec) {
		try {
			JpegFile parsed = JpegFile.parse(file, codec);
			Fixtures.LIMITS.check(parsed.width(), parsed.height());
			return Optional.of(parsed.samples().toRgb(Optional.empty(), COLOURS));
		}
		catch (IOException | RuntimeException ex) {
			return Optional.empty();
		}
	}

	@Test
	void nothingIsKeptOfDamagedFiles() throws IOException {
		byte[] file = JDK.encode(PHOTO.resize(1500, 1000), new Quality(75));
		byte[] ended = PngBuilder.concatenate(Arrays.copyOf(file, file.length - 100),
				new byte[] { (byte) 0xff, (byte) 0xd9 });
		IntStream.range(0, 20).forEach((i) -> refuse(ended));
		long before = resident();
		IntStream.range(0, 200).forEach((i) -> refuse(ended));
		// Each has taken 4.5 MB.
		assertThat(resident() - before).isLessThan(200_000_000);
	}

	private static void refuse(byte[] file) {
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> turbo(file));
	}

	/**
	 * Bytes of this process in memory.
	 */
	private static long resident() throws IOException {
		return 4096 * Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]);
	}

	private static RgbImage turbo(byte[] file) throws IOException {
		return decode(file, find());
	}

	private static RgbImage jdk(byte[] file) throws IOException {
		return decode(file, JDK);
	}

	private static RgbImage decode(byte[] file, JpegCodec codec) throws IOException {
		JpegFile parsed = JpegFile.parse(file, codec);
		return parsed.samples().toRgb(parsed.profile(), COLOURS);
	}

	private static TurboJpeg find() {
		return find(NONE);
	}

	private static TurboJpeg find(JpegCodec other) {
		return TurboJpeg.find(other).orElseThrow();
	}

}
