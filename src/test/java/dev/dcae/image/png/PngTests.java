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
package dev.dcae.image.png;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

import dev.dcae.image.Fixtures;
import dev.dcae.image.Formats;
import dev.dcae.image.ImageException;
import dev.dcae.image.PngBuilder;
import dev.dcae.image.RgbImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class PngTests {

	private static final int GREY = 0;

	private static final int RGB = 2;

	private static final int INDEXED = 3;

	private static final int GREY_ALPHA = 4;

	private static final int RGB_ALPHA = 6;

	private static final int WIDTH = 21;

	private static final int HEIGHT = 13;

	static Stream<Arguments> kinds() {
		return Stream.of(GREY, RGB, INDEXED, GREY_ALPHA, RGB_ALPHA)
			.flatMap((colour) -> Stream.of(1, 2, 4, 8, 16)
				.filter((depth) -> isAllowed(colour, depth))
				.flatMap((depth) -> Stream.of(arguments(colour, depth, false), arguments(colour, depth, true))));
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void everyColourTypeAndDepthIsRead(int colour, int depth, boolean interlaced) {
		Random random = random(10 * colour + depth);
		int samples = samples(colour);
		int[] values = random.ints((long) WIDTH * HEIGHT * samples, 0, 1 << depth).toArray();
		byte[] palette = new byte[3 * (1 << Math.min(depth, 8))];
		random.nextBytes(palette);
		PngBuilder png = new PngBuilder(WIDTH, HEIGHT, depth, colour, interlaced);
		if (colour == INDEXED) {
			png.chunk("PLTE", palette);
		}
		RgbImage image = decode(png.pixels(values, random).end());
		for (int i = 0; i < WIDTH * HEIGHT; i++) {
			for (int c = 0; c < 3; c++) {
				assertThat(image.pixels()[3 * i + c] & 0xff).as("pixel %d, channel %d", i, c)
					.isEqualTo(expected(colour, depth, values, samples * i, c, palette));
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "1,1", "1,9", "2,1", "3,3", "4,5", "5,1", "8,8", "9,2" })
	void interlacedImagesMayBeSmallerThanAPass(int width, int height) {
		int[] values = random(width).ints(3L * width * height, 0, 256).toArray();
		byte[] png = new PngBuilder(width, height, 8, RGB, true).pixels(values, random(2)).end();
		assertThat(decode(png).pixels()).isEqualTo(bytes(values));
	}

	@Test
	void sixteenBitsAreRoundedNotCut() {
		int[] values = { 0, 128, 129, 255, 256, 0x7fff, 0x8000, 0xff7e, 0xff7f, 0xffff };
		byte[] png = new PngBuilder(values.length, 1, 16, GREY, false).pixels(values, random(3)).end();
		byte[] expected = new byte[3 * values.length];
		for (int i = 0; i < expected.length; i++) {
			expected[i] = (byte) Math.round(values[i / 3] * 255.0 / 65535);
		}
		assertThat(decode(png).pixels()).isEqualTo(expected);
	}

	@Test
	void samplesAsTheyAreStoredAreCountedWithColoursAndAlpha() {
		int pixels = 20 * 30;
		byte[] plain = new PngBuilder(20, 30, 8, RGB, false).pixels(new int[3 * pixels], random(7)).end();
		assertThat(decoding(plain)).isEqualTo(6 * pixels);
		byte[] deep = new PngBuilder(20, 30, 16, RGB_ALPHA, false).pixels(new int[4 * pixels], random(7)).end();
		int kept = 3 * pixels;
		assertThat(decoding(deep) + kept).isGreaterThanOrEqualTo((8 + 3 + 1) * pixels + deep.length);
	}

	@Test
	void aProfileIsCountedByWhatItInflatesTo() throws IOException {
		ByteArrayOutputStream chunk = new ByteArrayOutputStream();
		chunk.writeBytes(new byte[] { 'a', 0, 0 });
		try (DeflaterOutputStream zlib = new DeflaterOutputStream(chunk)) {
			zlib.write(new byte[1 << 20]);
		}
		byte[] png = new PngBuilder(2, 1, 8, RGB, false).chunk("iCCP", chunk.toByteArray())
			.pixels(new int[6], random(7))
			.end();
		assertThat(decoding(png)).isBetween(3L << 20, 4L << 20);
	}

	private static long decoding(byte[] png) {
		return Formats.ALL.read(png, Fixtures.LIMITS).decoding();
	}

	@Test
	void oneGreyMayBeTransparent() {
		byte[] png = new PngBuilder(3, 1, 16, GREY, false).chunk("tRNS", (byte) 0x12, (byte) 0x34)
			.pixels(new int[] { 0x1234, 0x1235, 0 }, random(4))
			.end();
		assertThat(decode(png).pixels()).containsExactly(255, 255, 255, 18, 18, 18, 0, 0, 0);
	}

	@Test
	void oneColourMayBeTransparent() {
		byte[] png = new PngBuilder(2, 1, 8, RGB, false)
			.chunk("tRNS", (byte) 0, (byte) 1, (byte) 0, (byte) 2, (byte) 0, (byte) 3)
			.pixels(new int[] { 1, 2, 3, 1, 2, 4 }, random(5))
			.end();
		assertThat(decode(png).pixels()).containsExactly(255, 255, 255, 1, 2, 4);
	}

	/**
	 * Of one of them the first pixel is what the bytes would make transparent.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "trns-4-bytes-a.png", "trns-4-bytes-b.png" })
	void transparencyOfAWrongLengthIsIgnored(String name) {
		byte[] file = Fixtures.file(name);
		byte[] without = PngBuilder.concatenate(Arrays.copyOf(file, 33),
				Arrays.copyOfRange(file, 33 + 16, file.length));
		assertThat(decode(file)).isEqualTo(decode(without));
	}

	@ParameterizedTest
	@CsvSource({ "0,8,0", "0,8,1", "0,8,6", "0,16,3", "2,8,0", "2,8,2", "2,8,5", "2,8,7", "2,16,4", "3,8,3", "3,8,256",
			"4,8,2", "6,8,6", "6,16,1" })
	void transparencyThatDoesNotFitThePixelsIsIgnoredWhateverTheyAre(int colour, int depth, int length) {
		int[] values = random(13).ints((long) WIDTH * HEIGHT * samples(colour), 0, 2).toArray();
		byte[] with = builder(colour, depth).chunk("tRNS", new byte[length]).pixels(values, random(14)).end();
		byte[] without = builder(colour, depth).pixels(values, random(14)).end();
		assertThat(decode(with)).isEqualTo(decode(without));
	}

	/**
	 * Two colours, black and white.
	 */
	private static PngBuilder builder(int colour, int depth) {
		PngBuilder png = new PngBuilder(WIDTH, HEIGHT, depth, colour, false);
		return (colour == INDEXED) ? png.chunk("PLTE", new byte[] { 0, 0, 0, -1, -1, -1 }) : png;
	}

	@Test
	void damagedTransparencyIsDamageWhereItCounts() {
		byte[] png = PngBuilder.rgb(1, 1).chunk("tRNS", new byte[6]).pixels(new int[3], random(15)).end();
		png[33 + 8] ^= 1;
		assertUndecodable(png, "The PNG image is damaged.");
		byte[] ignored = PngBuilder.rgb(1, 1).chunk("tRNS", new byte[4]).pixels(new int[3], random(15)).end();
		ignored[33 + 8] ^= 1;
		assertThat(decode(ignored).pixels()).containsOnly(0);
	}

	@Test
	void anUnknownCriticalChunkBehindThePixelsIsDamageAndGarbageIsNot() {
		PngBuilder png = PngBuilder.rgb(1, 1).pixels(new int[3], random(16));
		byte[] critical = png.chunk("ABCD").end();
		assertUndecodable(critical, "The PNG image is damaged.");
		critical[critical.length - 13] ^= 1;
		assertThat(decode(critical).pixels()).containsOnly(0);
	}

	@Test
	void gammaIsIgnored() {
		byte[] plain = PngBuilder.rgb(1, 1).pixels(new int[] { 10, 100, 200 }, random(6)).end();
		byte[] gamma = PngBuilder.rgb(1, 1)
			.chunk("gAMA", (byte) 0, (byte) 1, (byte) 0x86, (byte) 0xa0)
			.pixels(new int[] { 10, 100, 200 }, random(6))
			.end();
		assertThat(decode(gamma)).isEqualTo(decode(plain));
	}

	@Test
	void aHugeImageInATinyFileCostsNothing() {
		byte[] png = PngBuilder.rgb(60_000, 60_000).chunk("IDAT", PngBuilder.deflate(new byte[1_000_000])).end();
		assertThat(png.length).isLessThan(2048);
		long before = Fixtures.allocated();
		assertThatExceptionOfType(ImageException.TooLarge.class).isThrownBy(() -> decode(png))
			.withMessageContaining("60000 x 60000");
		assertThat(Fixtures.allocated() - before).isLessThan(1_000_000);
	}

	@Test
	void anImageWithFewerRowsThanItSaysIsRefused() {
		byte[] png = PngBuilder.rgb(100, 100).chunk("IDAT", PngBuilder.deflate(new byte[301 * 99])).end();
		assertUndecodable(png, "The PNG image is cut short.");
	}

	@Test
	void rowsMayBeSpreadOverChunksOfAnySize() {
		byte[] rows = new byte[(1 + 3 * WIDTH) * HEIGHT];
		random(12).nextBytes(rows);
		for (int y = 0; y < HEIGHT; y++) {
			rows[(1 + 3 * WIDTH) * y] = (byte) (y % 5);
		}
		byte[] data = PngBuilder.deflate(rows);
		PngBuilder spread = PngBuilder.rgb(WIDTH, HEIGHT).chunk("IDAT");
		for (int i = 0; i < data.length; i += 7) {
			spread.chunk("IDAT", Arrays.copyOfRange(data, i, Math.min(i + 7, data.length)));
		}
		byte[] whole = PngBuilder.rgb(WIDTH, HEIGHT).chunk("IDAT", data).end();
		assertThat(decode(spread.chunk("IDAT").end())).isEqualTo(decode(whole));
	}

	@Test
	void anUnknownFilterIsDamage() {
		byte[] png = PngBuilder.rgb(1, 1).chunk("IDAT", PngBuilder.deflate(new byte[] { 5, 1, 2, 3 })).end();
		assertUndecodable(png, "The PNG image is damaged.");
	}

	@Test
	void aDictionaryThatNobodyHasIsRefused() {
		Deflater deflater = new Deflater();
		deflater.setDictionary(new byte[] { 1, 2, 3 });
		deflater.setInput(new byte[4]);
		deflater.finish();
		byte[] stream = new byte[100];
		int length = deflater.deflate(stream);
		deflater.end();
		byte[] png = PngBuilder.rgb(1, 1).chunk("IDAT", Arrays.copyOf(stream, length)).end();
		assertThatExceptionOfType(ImageException.Undecodable.class).isThrownBy(() -> decode(png));
	}

	@Test
	void textAndProfilesThatInflateWithoutEndAreNotInflated() {
		byte[] bomb = PngBuilder.deflate(new byte[200_000_000]);
		byte[] text = PngBuilder.concatenate(new byte[] { 'a', 0, 0 }, bomb);
		byte[] international = PngBuilder.concatenate(new byte[] { 'a', 0, 1, 0, 0, 0 }, bomb);
		byte[] png = PngBuilder.rgb(1, 1)
			.chunk("zTXt", text)
			.chunk("iTXt", international)
			.chunk("iCCP", text)
			.pixels(new int[] { 1, 2, 3 }, random(7))
			.end();
		long before = Fixtures.allocated();
		assertThat(decode(png).pixels()).containsExactly(1, 2, 3);
		assertThat(Fixtures.allocated() - before).isLessThan(50_000_000);
	}

	@Test
	void millionsOfChunksTakeLittleTime() {
		PngBuilder png = PngBuilder.rgb(1, 1);
		for (int i = 0; i < 1_000_000; i++) {
			png.chunk("IDAT");
		}
		byte[] file = png.pixels(new int[] { 1, 2, 3 }, random(8)).end();
		assertTimeout(Duration.ofSeconds(5), () -> assertThat(decode(file).pixels()).containsExactly(1, 2, 3));
	}

	@Test
	void aWrongChecksumIsDamage() {
		byte[] png = Fixtures.file("rgb.png");
		for (int position : new int[] { 20, png.length - 30 }) {
			byte[] damaged = png.clone();
			damaged[position] ^= 1;
			assertUndecodable(damaged, "The PNG image is damaged.");
		}
	}

	@Test
	void anIndexPastThePaletteIsDamage() {
		byte[] png = new PngBuilder(1, 1, 8, INDEXED, false).chunk("PLTE", new byte[6])
			.pixels(new int[] { 2 }, random(9))
			.end();
		assertUndecodable(png, "The PNG image is damaged.");
	}

	@Test
	void anIndexedImageNeedsAPalette() {
		byte[] png = new PngBuilder(1, 1, 8, INDEXED, false).pixels(new int[] { 0 }, random(10)).end();
		assertUndecodable(png, "The PNG image is damaged.");
	}

	@ParameterizedTest
	@CsvSource({ "0,1,8,2", "1,0,8,2", "-1,1,8,2", "1,1,3,2", "1,1,16,3", "1,1,4,6" })
	void anImpossibleHeaderIsDamage(int width, int height, int depth, int colour) {
		byte[] png = new PngBuilder(width, height, depth, colour, false).chunk("IDAT").end();
		assertUndecodable(png, "The PNG image is damaged.");
	}

	@Test
	void anUnknownCriticalChunkIsDamageAndAnUnknownOtherIsNot() {
		byte[] other = PngBuilder.rgb(1, 1).chunk("abCd").pixels(new int[3], random(11)).end();
		assertThat(decode(other).pixels()).containsOnly(0);
		byte[] critical = PngBuilder.rgb(1, 1).chunk("CgBI").pixels(new int[3], random(11)).end();
		assertUndecodable(critical, "The PNG image is damaged.");
	}

	private static int expected(int colour, int depth, int[] values, int first, int channel, byte[] palette) {
		double max = (1 << depth) - 1;
		return switch (colour) {
			case GREY -> rounded(values[first], max);
			case RGB -> rounded(values[first + channel], max);
			case INDEXED -> palette[3 * values[first] + channel] & 0xff;
			case GREY_ALPHA -> overWhite(rounded(values[first], max), rounded(values[first + 1], max));
			default -> overWhite(rounded(values[first + channel], max), rounded(values[first + 3], max));
		};
	}

	private static int rounded(int value, double max) {
		return (int) Math.round(value * 255 / max);
	}

	private static int overWhite(int value, int alpha) {
		// Half a level may go either way.
		return 255 - (int) Math.floor((255 - value) * alpha / 255.0 + 0.5 - 1e-9);
	}

	private static int samples(int colour) {
		return switch (colour) {
			case GREY, INDEXED -> 1;
			case GREY_ALPHA -> 2;
			case RGB -> 3;
			default -> 4;
		};
	}

	private static boolean isAllowed(int colour, int depth) {
		return switch (colour) {
			case GREY -> true;
			case INDEXED -> depth <= 8;
			default -> depth >= 8;
		};
	}

	private static byte[] bytes(int[] values) {
		byte[] bytes = new byte[values.length];
		Arrays.setAll(values, (i) -> bytes[i] = (byte) values[i]);
		return bytes;
	}

	private static Random random(int seed) {
		System.out.println("Seed " + seed);
		return new Random(seed);
	}

	private static RgbImage decode(byte[] png) {
		return Formats.ALL.read(png, Fixtures.LIMITS).decode();
	}

	private static void assertUndecodable(byte[] png, String message) {
		assertThatExceptionOfType(ImageException.Undecodable.class).isThrownBy(() -> decode(png)).withMessage(message);
	}

}
