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

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

import dev.dcae.image.Fixtures;
import dev.dcae.image.Formats;
import dev.dcae.image.PngBuilder;
import dev.dcae.image.RgbImage;
import dev.dcae.image.WebpBuilder;
import dev.dcae.image.jpeg.JpegTests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stored are two rows of three squares, ABC over DEF. What each value makes of them was
 * read off Pillow's {@code ImageOps.exif_transpose}.
 */
class OrientationTests {

	private static final int SIDE = 16;

	private static final RgbImage STORED = Fixtures.squares(SIDE, "ABC", "DEF");

	@ParameterizedTest
	@CsvSource({ "1,ABC/DEF", "2,CBA/FED", "3,FED/CBA", "4,DEF/ABC", "5,AD/BE/CF", "6,DA/EB/FC", "7,FC/EB/DA",
			"8,CF/BE/AD", "0,ABC/DEF", "9,ABC/DEF" })
	void everyFormatIsTurnedUpright(int value, String shown) {
		for (ByteOrder order : new ByteOrder[] { ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN }) {
			byte[] exif = exif(order, 3, value);
			for (byte[] file : new byte[][] { jpeg(exif), png(exif), webp(exif), webp(withPrefix(exif)) }) {
				RgbImage image = Formats.decode(file);
				assertThat(Fixtures.letters(image, SIDE)).isEqualTo(shown);
				ImageFile header = Formats.read(file);
				assertThat(header.width()).isEqualTo(image.width());
				assertThat(header.height()).isEqualTo(image.height());
			}
		}
	}

	@Test
	void theTagMayBeALong() {
		assertThat(shown(jpeg(exif(ByteOrder.BIG_ENDIAN, 4, 6)))).isEqualTo("DA/EB/FC");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 3, 8, 9, 20, 25 })
	void exifThatIsCutShortTurnsNothing(int length) {
		assertThat(shown(jpeg(Arrays.copyOf(exif(ByteOrder.LITTLE_ENDIAN, 3, 6), length)))).isEqualTo("ABC/DEF");
	}

	@ParameterizedTest
	@CsvSource({ "-1,ABC/DEF", "20,ABC/DEF", "36,ABC/DEF", "-2147483648,ABC/DEF", "1000000,DA/EB/FC",
			"2147483647,DA/EB/FC" })
	void exifThatPointsElsewhereTurnsNothingUnlessTheDirectoryIsWhereItUsuallyIs(int offset, String shown) {
		byte[] exif = exif(ByteOrder.LITTLE_ENDIAN, 3, 6);
		ByteBuffer.wrap(exif).order(ByteOrder.LITTLE_ENDIAN).putInt(4, offset);
		assertThat(shown(jpeg(exif))).isEqualTo(shown);
	}

	@Test
	void thePrefixMayStandThereMoreThanOnce() {
		byte[] exif = exif(ByteOrder.BIG_ENDIAN, 3, 6);
		for (int i = 0; i < 4; i++) {
			for (byte[] file : new byte[][] { jpeg(exif), png(exif), webp(exif) }) {
				assertThat(shown(file)).as("%d times", i).isEqualTo("DA/EB/FC");
			}
			exif = withPrefix(exif);
		}
		assertThat(Formats.read(Fixtures.file("exif-prefix-twice.png")).width()).isEqualTo(64);
		assertThat(shown(png("Exif\0\0Exif\0\0".getBytes(StandardCharsets.US_ASCII)))).isEqualTo("ABC/DEF");
	}

	/**
	 * A JPEG segment has no room for that.
	 */
	@ParameterizedTest
	@ValueSource(ints = { 65_533, 65_536, 100_000, 1_000_000 })
	void theDirectoryMayLieFarBehind(int offset) {
		for (ByteOrder order : new ByteOrder[] { ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN }) {
			byte[] near = exif(order, 3, 6);
			ByteBuffer far = ByteBuffer.allocate(offset + near.length).order(order);
			far.put(near, 0, 4).putInt(offset).put(offset, near, 8, near.length - 8);
			for (byte[] file : new byte[][] { png(far.array()), webp(far.array()), png(withPrefix(far.array())) }) {
				assertThat(shown(file)).isEqualTo("DA/EB/FC");
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "exif,true", "APP1,true", "exif,false", "APP1,false" })
	void imageMagicksDigitsAreRead(String name, boolean deflated) {
		byte[] exif = withPrefix(exif(ByteOrder.BIG_ENDIAN, 3, 6));
		assertThat(shown(withDigits(name, digits(name, exif), deflated))).isEqualTo("DA/EB/FC");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "exif", "\nexif\n 44\n", "\nexif\n 44\n4", "\nexif\n many\n4d4d", "\nexif\n 44\nxyz" })
	void digitsThatAreNoneTurnNothing(String text) {
		for (boolean deflated : new boolean[] { true, false }) {
			assertThat(shown(withDigits("exif", text, deflated))).isEqualTo("ABC/DEF");
		}
		byte[] png = chunk("zTXt", "Raw profile type exif\0\0 not deflated".getBytes(StandardCharsets.US_ASCII));
		assertThat(shown(png)).isEqualTo("ABC/DEF");
		assertThat(shown(chunk("zTXt", "Raw profile type exif\0".getBytes(StandardCharsets.US_ASCII))))
			.isEqualTo("ABC/DEF");
	}

	@Test
	void digitsOfAnotherProfileAndOfAnotherTextTurnNothing() {
		byte[] exif = exif(ByteOrder.BIG_ENDIAN, 3, 6);
		assertThat(shown(withDigits("iptc", digits("iptc", exif), true))).isEqualTo("ABC/DEF");
		byte[] comment = ("Comment\0" + digits("exif", exif)).getBytes(StandardCharsets.US_ASCII);
		assertThat(shown(chunk("tEXt", comment))).isEqualTo("ABC/DEF");
	}

	@Test
	void thereIsOneOrientationAndTheChunkForItSaysIt() {
		byte[] digits = withDigits("exif", digits("exif", exif(ByteOrder.BIG_ENDIAN, 3, 6)), true);
		assertThat(shown(chunk(digits, "eXIf", exif(ByteOrder.BIG_ENDIAN, 3, 3)))).isEqualTo("FED/CBA");
	}

	@Test
	void digitsThatInflateWithoutEndAreNotInflated() {
		byte[] png = withDigits("exif", "\nexif\n 44\n" + "4d".repeat(50_000_000), true);
		long before = Fixtures.allocated();
		assertThat(Formats.read(png).width()).isEqualTo(STORED.width());
		assertThat(Fixtures.allocated() - before).isLessThan(5_000_000);
	}

	/**
	 * Each of five thousand tags claims the whole block.
	 */
	@Test
	void exifOfManyLargeTagsIsNotUnpacked() {
		ByteBuffer exif = ByteBuffer.allocate(65_000);
		exif.putShort((short) 0x4d4d).putShort((short) 42).putInt(8).putShort((short) 5000);
		while (exif.remaining() > 12) {
			exif.putShort((short) exif.position()).putShort((short) 7).putInt(64_000).putInt(8);
		}
		byte[] png = PngBuilder.rgb(1, 1).chunk("eXIf", exif.array()).pixels(new int[3], new Random(1)).end();
		long before = Fixtures.allocated();
		assertThat(Formats.read(png).width()).isEqualTo(1);
		assertThat(Fixtures.allocated() - before).isLessThan(10_000_000);
	}

	private static String shown(byte[] file) {
		return Fixtures.letters(Formats.decode(file), SIDE);
	}

	/**
	 * A text as ImageMagick writes it.
	 */
	private static String digits(String name, byte[] exif) {
		return "\n%s\n%8d\n%s\n".formatted(name, exif.length,
				HexFormat.of().formatHex(exif).replaceAll("(.{72})", "$1\n"));
	}

	private static byte[] withDigits(String name, String text, boolean deflated) {
		byte[] characters = text.getBytes(StandardCharsets.US_ASCII);
		byte[] keyword = ("Raw profile type " + name + '\0').getBytes(StandardCharsets.US_ASCII);
		return deflated ? chunk("zTXt", PngBuilder.concatenate(keyword, new byte[1], PngBuilder.deflate(characters)))
				: chunk("tEXt", PngBuilder.concatenate(keyword, characters));
	}

	private static byte[] chunk(String type, byte[] data) {
		return chunk(Formats.PNG.encode(STORED), type, data);
	}

	/**
	 * A file with a chunk behind its header.
	 */
	private static byte[] chunk(byte[] file, String type, byte[] data) {
		byte[] with = PngBuilder.rgb(STORED.width(), STORED.height()).chunk(type, data).end();
		int header = 8 + 25;
		int end = 12;
		return PngBuilder.concatenate(Arrays.copyOf(with, with.length - end),
				Arrays.copyOfRange(file, header, file.length));
	}

	/**
	 * A directory of two entries, the orientation second.
	 */
	private static byte[] exif(ByteOrder order, int type, int value) {
		ByteBuffer tiff = ByteBuffer.allocate(38).order(order);
		tiff.put((order == ByteOrder.LITTLE_ENDIAN) ? new byte[] { 'I', 'I' } : new byte[] { 'M', 'M' });
		tiff.putShort((short) 42).putInt(8).putShort((short) 2);
		tiff.putShort((short) 0x0100).putShort((short) 4).putInt(1).putInt(48);
		tiff.putShort((short) 0x0112).putShort((short) type).putInt(1);
		if (type == 3) {
			tiff.putShort((short) value).putShort((short) 0);
		}
		else {
			tiff.putInt(value);
		}
		return tiff.putInt(0).array();
	}

	private static byte[] withPrefix(byte[] exif) {
		return PngBuilder.concatenate("Exif\0\0".getBytes(StandardCharsets.US_ASCII), exif);
	}

	private static byte[] jpeg(byte[] exif) {
		return JpegTests.insert(Formats.JPEG.encode(STORED), JpegTests.segment(0xe1, withPrefix(exif)));
	}

	private static byte[] png(byte[] exif) {
		return chunk("eXIf", exif);
	}

	private static byte[] webp(byte[] exif) {
		return new WebpBuilder().canvas(0x08, STORED.width(), STORED.height())
			.imageOf(Formats.WEBP.encode(STORED))
			.chunk("EXIF", exif)
			.end();
	}

}
