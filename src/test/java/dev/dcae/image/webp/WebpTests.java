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
package dev.dcae.image.webp;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;

import javax.management.ObjectName;

import dev.dcae.image.Fixtures;
import dev.dcae.image.Formats;
import dev.dcae.image.ImageException;
import dev.dcae.image.PngBuilder;
import dev.dcae.image.Quality;
import dev.dcae.image.RgbImage;
import dev.dcae.image.WebpBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class WebpTests {

	private static final int ANIMATED = 0x02;

	@Test
	void anAnimationIsRefused() {
		assertUndecodable(Fixtures.file("animated.webp"),
				"The WebP image is animated; only still images are accepted.");
	}

	@Test
	void anAnimationOfOneFrameIsAStillImage() {
		byte[] file = Fixtures.file("one-frame.webp");
		int frame = 12 + 18 + 14;
		byte[] image = Arrays.copyOfRange(file, frame + 8 + 16, file.length);
		byte[] still = new WebpBuilder().chunk("VP8L", Arrays.copyOfRange(image, 8, image.length)).end();
		assertThat(decode(file)).isEqualTo(decode(still)).hasToString("RgbImage[96 x 64]");
		assertThat(note(file)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "lossy.webp", "lossless.webp", "lossless-alpha.webp" })
	void theCanvasAroundAFrameIsTransparent(String name) {
		RgbImage image = decode(Fixtures.file(name));
		byte[] file = animated(50, 40, frame(4, 6, 37, 23, Fixtures.file(name)));
		RgbImage canvas = decode(file);
		assertThat(canvas).hasToString("RgbImage[50 x 40]");
		assertThat(canvas.crop(4, 6, 37, 23)).isEqualTo(image);
		assertThat(canvas.crop(0, 0, 50, 6).pixels()).containsOnly(-1);
		assertThat(canvas.crop(41, 0, 9, 40).pixels()).containsOnly(-1);
	}

	@Test
	void aFrameMayHaveItsAlphaApart() {
		byte[] file = Fixtures.file("lossy-alpha.webp");
		byte[] parts = Arrays.copyOfRange(file, 12 + 18, file.length);
		byte[] frame = PngBuilder.concatenate(frameHeader(0, 0, 37, 23), parts);
		assertThat(decode(animated(37, 23, frame))).isEqualTo(decode(file));
	}

	@Test
	void aFrameBeyondItsCanvasOrOfAnotherSizeThanItsImageIsDamage() {
		byte[] image = Fixtures.file("lossless.webp");
		assertUndecodable(animated(38, 24, frame(2, 0, 37, 23, image)), "The WebP image is damaged.");
		assertUndecodable(animated(38, 24, frame(0, 2, 37, 23, image)), "The WebP image is damaged.");
		assertUndecodable(animated(38, 24, frame(0, 0, 37, 24, image)), "The WebP image is damaged.");
		assertUndecodable(animated(38, 24, new byte[3]), "The WebP image is damaged.");
		assertUndecodable(animated(38, 24, frameHeader(0, 0, 37, 23)), "The WebP image is cut short.");
	}

	@Test
	void aSecondFrameIsAnAnimationThoughItIsCut() {
		byte[] file = Fixtures.file("animated.webp");
		assertUndecodable(Arrays.copyOf(file, file.length - 100),
				"The WebP image is animated; only still images are accepted.");
	}

	@Test
	void anImageMarkedAnimatedWithoutFramesIsTheImage() {
		byte[] file = Fixtures.file("lossy.webp");
		byte[] marked = new WebpBuilder().canvas(ANIMATED, 37, 23).chunk("ANIM", new byte[6]).imageOf(file).end();
		assertThat(decode(marked)).isEqualTo(decode(file));
	}

	/**
	 * Six is the prefix of EXIF, which some programs count and do not write.
	 */
	@ParameterizedTest
	@ValueSource(ints = { 1, 6, 7, 100_000, Integer.MAX_VALUE - 100, -200 })
	void aWrongLengthOfTheLastChunkIsNoMatter(int more) {
		byte[] exif = HexFormat.of().parseHex("4d4d002a000000080001011200030000000100060000" + "00000000");
		for (String name : new String[] { "lossy.webp", "lossless.webp" }) {
			byte[] file = new WebpBuilder().canvas(0x08, 37, 23).imageOf(Fixtures.file(name)).chunk("EXIF", exif).end();
			RgbImage turned = decode(file);
			assertThat(turned).hasToString("RgbImage[23 x 37]");
			ByteBuffer.wrap(file)
				.order(ByteOrder.LITTLE_ENDIAN)
				.putInt(file.length - exif.length - 4, exif.length + more);
			assertThat(decode(file)).isEqualTo(turned);
			assertThat(note(file))
				.contains("The end of the WebP file is missing or damaged; all of the image is there.");
		}
	}

	@Test
	void aLengthThatIsTooSmallIsNoMatterEither() {
		byte[] file = new WebpBuilder().canvas(0x08, 37, 23)
			.imageOf(Fixtures.file("lossy.webp"))
			.chunk("EXIF", new byte[40])
			.end();
		ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(file.length - 44, 3);
		assertThat(decode(file)).isEqualTo(decode(Fixtures.file("lossy.webp")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "lossy.webp", "lossless.webp", "lossy-alpha.webp", "one-frame.webp" })
	void aFileShorterThanItSaysIsTheImageIfThatIsThere(String name) {
		byte[] file = Fixtures.file(name);
		byte[] longer = file.clone();
		ByteBuffer.wrap(longer).order(ByteOrder.LITTLE_ENDIAN).putInt(4, file.length + 1000);
		assertThat(decode(longer)).isEqualTo(decode(file));
		assertThat(note(longer)).isPresent();
	}

	@Test
	void aMissingByteOfPaddingIsNoMatter() {
		byte[] file = Fixtures.file("lossless-alpha.webp");
		assertThat(decode(Arrays.copyOf(file, file.length - 1))).isEqualTo(decode(file));
	}

	private static Optional<String> note(byte[] file) {
		return Formats.read(file).note();
	}

	private static byte[] animated(int width, int height, byte[] frame) {
		return new WebpBuilder().canvas(ANIMATED, width, height).chunk("ANIM", new byte[6]).chunk("ANMF", frame).end();
	}

	private static byte[] frame(int x, int y, int width, int height, byte[] image) {
		return PngBuilder.concatenate(frameHeader(x, y, width, height), Arrays.copyOfRange(image, 12, image.length));
	}

	private static byte[] frameHeader(int x, int y, int width, int height) {
		ByteBuffer header = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
		return header.putInt(0, x / 2).putInt(3, y / 2).putInt(6, width - 1).putInt(9, height - 1).array();
	}

	@ParameterizedTest
	@ValueSource(strings = { "lossy.webp", "lossless.webp" })
	void anImageOnACanvasIsTheImage(String name) {
		byte[] file = Fixtures.file(name);
		byte[] extended = new WebpBuilder().canvas(0, 37, 23).imageOf(file).end();
		assertThat(decode(extended)).isEqualTo(decode(file));
	}

	@ParameterizedTest
	@ValueSource(strings = { "lossy.webp", "lossless.webp" })
	void anImageOfAnotherSizeThanItsCanvasIsDamage(String name) {
		byte[] file = Fixtures.file(name);
		assertUndecodable(new WebpBuilder().canvas(0, 1, 1).imageOf(file).end(), "The WebP image is damaged.");
		assertUndecodable(new WebpBuilder().canvas(0, 38, 23).imageOf(file).end(), "The WebP image is damaged.");
	}

	@Test
	void aHugeCanvasIsTooLarge() {
		byte[] file = new WebpBuilder().canvas(0, 1 << 24, 1 << 24).imageOf(Fixtures.file("lossy.webp")).end();
		assertThatExceptionOfType(ImageException.TooLarge.class).isThrownBy(() -> decode(file))
			.withMessageContaining("16777216 x 16777216");
	}

	@Test
	void aCanvasWithoutAImageIsCutShort() {
		assertUndecodable(new WebpBuilder().canvas(0, 1, 1).end(), "The WebP image is cut short.");
		assertUndecodable(new WebpBuilder().end(), "The WebP image is cut short.");
	}

	@Test
	void anImageThatStopsHalfwayIsRefused() {
		for (String name : new String[] { "lossy.webp", "lossless.webp" }) {
			byte[] file = Fixtures.file(name);
			String type = name.equals("lossy.webp") ? "VP8 " : "VP8L";
			byte[] half = new WebpBuilder().chunk(type, Arrays.copyOfRange(file, 20, file.length / 2)).end();
			assertUndecodable(half, "The WebP image is damaged.");
		}
	}

	private static RgbImage decode(byte[] webp) {
		return Formats.ALL.read(webp, Fixtures.LIMITS).decode();
	}

	private static void assertUndecodable(byte[] webp, String message) {
		assertThatExceptionOfType(ImageException.Undecodable.class).isThrownBy(() -> decode(webp)).withMessage(message);
	}

	/**
	 * The plug-in registers its options with a cleaner in a way that keeps them, and
	 * their native memory, for good.
	 */
	@Test
	void filesOfOneQualityShareTheirOptions() throws Exception {
		RgbImage image = new RgbImage(2, 2, new byte[12]);
		WebpCodec codec = new WebpCodec();
		byte[] file = codec.encode(image, new Quality(80));
		codec.decode(file);
		long before = options();
		for (int i = 0; i < 20; i++) {
			codec.encode(image, new Quality(80));
			codec.decode(file);
		}
		assertThat(options()).isEqualTo(before).isPositive();
	}

	@Test
	void theCopiesOfAFileAreCounted() {
		byte[] file = Fixtures.file("one-frame.webp");
		assertThat(Formats.WEBP.parse(file).decoding()).isGreaterThanOrEqualTo(6 * 96 * 64 + 2 * file.length);
	}

	/**
	 * Written: the plug-in's pixels and file, and the file. Read: the plug-in's file and
	 * its pixels as integers, and the image.
	 */
	@Test
	void filesAreNotCopiedWithoutNeed() {
		int side = 256;
		byte[] pixels = new byte[3 * side * side];
		new Random(1).nextBytes(pixels);
		RgbImage image = new RgbImage(side, side, pixels);
		byte[] file = Formats.WEBP.encode(image);
		decode(file);
		long before = Fixtures.allocated();
		Formats.WEBP.encode(image);
		long between = Fixtures.allocated();
		decode(file);
		long after = Fixtures.allocated();
		int rest = 20_000;
		assertThat(between - before).isLessThan(2 * file.length + pixels.length + rest);
		assertThat(after - between).isLessThan(file.length + Integer.BYTES * side * side + pixels.length + rest);
	}

	/**
	 * Counts the options of the plug-in that are reachable.
	 */
	private static long options() throws Exception {
		String histogram = (String) ManagementFactory.getPlatformMBeanServer()
			.invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram",
					new Object[] { new String[0] }, new String[] { String[].class.getName() });
		return histogram.lines()
			.filter((line) -> line.matches(".*com\\.luciad\\.imageio\\.webp\\.WebP(En|De)coderOptions.*"))
			.mapToLong((line) -> Long.parseLong(line.strip().split(" +")[1]))
			.sum();
	}

}
