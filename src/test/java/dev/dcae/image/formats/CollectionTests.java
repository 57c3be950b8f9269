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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.DeflaterOutputStream;

import dev.dcae.image.Fixtures;
import dev.dcae.image.Formats;
import dev.dcae.image.ImageException;
import dev.dcae.image.ImageLimits;
import dev.dcae.image.Orientation;
import dev.dcae.image.PngBuilder;
import dev.dcae.image.RgbImage;
import dev.dcae.image.TiffBuilder;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The formats that are read in folders and nowhere else.
 */
class CollectionTests extends FormatsTest {

	private static final int TILE_WIDTH = 322;

	private static final int PHOTOMETRIC = 262;

	private static final int COMPRESSION = 259;

	private static final int BYTE_COUNTS = 279;

	private static final int PREDICTOR = 317;

	private static final int COLOUR_MAP = 320;

	private static final int EXTRA_SAMPLES = 338;

	private static final int PROFILE = 34_675;

	private static final int SHORT = 3;

	private static final int UNDEFINED = 7;

	@Override
	protected ImageFormats formats() {
		return ImageFormats.ofCollections();
	}

	@ParameterizedTest
	@ValueSource(strings = { "indexed.gif", "interlaced.gif", "transparent.gif", "rgb.bmp", "grey.bmp", "indexed.bmp",
			"bilevel.bmp", "rgba.bmp", "rgb.tif", "lzw.tif", "deflate.tif", "packbits.tif", "grey.tif", "bilevel.tif",
			"indexed.tif", "rgba.tif", "cmyk.tif", "grey16.tif", "wide-gamut.tif", "rgba.png", "420.jpg",
			"lossy.webp" })
	void everyKindOfFileReturnsPillowsBytes(String name) {
		RgbImage image = decode(Fixtures.file(name));
		assertThat(image).hasToString("RgbImage[37 x 23]");
		// Profiles, and TIFF's palettes of 16 bits, are rounded otherwise.
		int close = name.startsWith("wide-gamut") ? 2 : name.equals("indexed.tif") ? 1 : 0;
		assertThat(Fixtures.distance(image, Fixtures.file(name + ".rgb"))).isLessThanOrEqualTo(close);
	}

	@ParameterizedTest
	@ValueSource(strings = { "indexed.gif", "interlaced.gif", "transparent.gif", "rgb.bmp", "grey.bmp", "indexed.bmp",
			"bilevel.bmp", "rgba.bmp", "rgb.tif", "lzw.tif", "deflate.tif", "packbits.tif", "bilevel.tif", "cmyk.tif",
			"grey16.tif", "indexed.tif", "rgba.tif" })
	void aFileCutInItsPixelsIsRefused(String name) {
		byte[] file = Fixtures.file(name);
		int taken = 0;
		for (int length = 0; length < file.length; length++) {
			byte[] cut = Arrays.copyOf(file, length);
			try {
				assertThat(decode(cut)).as("%d of %d bytes", length, file.length).isEqualTo(decode(file));
				taken++;
			}
			catch (ImageException ex) {
				assertThat(ex).isNotInstanceOf(ImageException.TooLarge.class);
			}
		}
		// Pillow pads, and GIF has marks of the end.
		assertThat(taken).isLessThan(10);
	}

	@Test
	void aGifWithoutItsEndIsTold() {
		byte[] file = Fixtures.file("indexed.gif");
		for (int missing = 2; missing < 4; missing++) {
			byte[] cut = Arrays.copyOf(file, file.length - missing);
			assertThat(decode(cut)).isEqualTo(decode(file));
			assertThat(read(cut).note())
				.hasValue("The end of the GIF file is missing or damaged; all of the image is there.");
		}
		assertThat(read(file).note()).isEmpty();
	}

	@Test
	void ofAnAnimatedGifTheFirstFrameIsTaken() {
		byte[] file = Fixtures.file("indexed.gif");
		byte[] twice = PngBuilder.concatenate(Arrays.copyOf(file, file.length - 1),
				Arrays.copyOfRange(file, file.length - 200, file.length));
		assertThat(decode(twice)).isEqualTo(decode(file));
	}

	@Test
	void theCanvasAroundAFrameIsTransparent() {
		byte[] file = Fixtures.file("indexed.gif");
		RgbImage frame = decode(file);
		ByteBuffer gif = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
		gif.putShort(6, (short) 50).putShort(8, (short) 40);
		int at = frame(gif);
		gif.putShort(at + 1, (short) 3).putShort(at + 3, (short) 7);
		RgbImage canvas = decode(file);
		assertThat(canvas).hasToString("RgbImage[50 x 40]");
		assertThat(canvas.crop(3, 7, 37, 23)).isEqualTo(frame);
		assertThat(canvas.crop(0, 0, 50, 7).pixels()).containsOnly(-1);
		gif.putShort(6, (short) 0).putShort(8, (short) 0);
		assertThat(decode(file)).hasToString("RgbImage[40 x 30]");
	}

	/**
	 * The size in the header alone decides, before memory is taken.
	 */
	@Test
	void aHugeImageInATinyFileCostsNothing() {
		byte[] gif = Fixtures.file("indexed.gif");
		ByteBuffer.wrap(gif).putInt(6, -1);
		byte[] frame = Fixtures.file("indexed.gif");
		ByteBuffer bytes = ByteBuffer.wrap(frame);
		bytes.putInt(frame(bytes) + 5, -1);
		byte[] bmp = Fixtures.file("rgb.bmp");
		ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).putInt(18, 60_000).putInt(22, -60_000);
		byte[] tiff = Fixtures.file("lzw.tif");
		setTag(tiff, 256, 60_000);
		setTag(tiff, 257, 60_000);
		decode(Fixtures.file("lzw.tif"));
		for (byte[] file : new byte[][] { gif, frame, bmp, tiff }) {
			long before = Fixtures.allocated();
			assertThatExceptionOfType(ImageException.TooLarge.class).isThrownBy(() -> decode(file));
			assertThat(Fixtures.allocated() - before).isLessThan(1_000_000);
		}
	}

	@Test
	void theLimitsAreInclusive() {
		for (String name : new String[] { "indexed.gif", "rgb.bmp", "rgb.tif" }) {
			byte[] file = Fixtures.file(name);
			assertThat(decode(file, new ImageLimits(37 * 23, 37)).width()).isEqualTo(37);
			assertThatExceptionOfType(ImageException.TooLarge.class)
				.isThrownBy(() -> decode(file, new ImageLimits(37 * 23 - 1, 37)));
		}
	}

	@Test
	void aBmpInWhichAJpegLiesIsRefused() {
		byte[] bmp = Fixtures.file("rgb.bmp");
		for (int compression : new int[] { 4, 5, -1 }) {
			bmp[30] = (byte) compression;
			assertUndecodable(bmp, "The BMP image is of a rare kind that is not supported.");
		}
	}

	@Test
	void aBmpMaySayAWrongLengthOfItself() {
		byte[] bmp = Fixtures.file("rgb.bmp");
		RgbImage image = decode(bmp);
		for (int length : new int[] { 0, 1, Integer.MAX_VALUE, -1 }) {
			ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).putInt(2, length);
			assertThat(decode(bmp)).isEqualTo(image);
		}
	}

	@Test
	void aBmpMayBeginWithItsUpperRow() {
		byte[] bmp = Fixtures.file("rgb.bmp");
		RgbImage image = decode(bmp);
		ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).putInt(22, -23);
		RgbImage flipped = decode(bmp);
		for (int y = 0; y < 23; y++) {
			assertThat(flipped.crop(0, y, 37, 1)).isEqualTo(image.crop(0, 22 - y, 37, 1));
		}
	}

	@Test
	void aTiffIsTurnedUpright() {
		byte[] file = withTag(Fixtures.file("rgb.tif"), 274, 6);
		assertThat(read(file).width()).isEqualTo(23);
		assertThat(decode(file)).isEqualTo(Orientation.ROTATE_90.upright(decode(Fixtures.file("rgb.tif"))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "grey.tif", "grey16.tif" })
	void whiteMayBeZero(String name) {
		byte[] file = Fixtures.file(name);
		byte[] plain = decode(file).pixels();
		setTag(file, PHOTOMETRIC, 0);
		byte[] inverted = decode(file).pixels();
		for (int i = 0; i < plain.length; i++) {
			assertThat((plain[i] & 0xff) + (inverted[i] & 0xff)).isCloseTo(255, Offset.offset(1));
		}
	}

	@Test
	void aTiffOfInksHasTheColoursOfItsProfile() {
		byte[] file = Fixtures.file("cmyk.tif");
		RgbImage plain = decode(file);
		RgbImage image = decode(withProfile(file, inks()));
		assertThat(image).hasToString("RgbImage[37 x 23]");
		assertThat(Fixtures.distance(image, plain.pixels())).isBetween(20, 150);
	}

	@ParameterizedTest
	@ValueSource(strings = { "rgb.tif", "lzw.tif", "grey.tif", "cmyk.tif" })
	void aBrokenProfileCostsTheColoursOfATiffAndNotTheImage(String name) {
		byte[] file = Fixtures.file(name);
		byte[] profile = inks();
		for (byte[] broken : new byte[][] { new byte[200], Arrays.copyOf(profile, 132), Arrays.copyOf(profile, 400) }) {
			assertThat(decode(withProfile(file, broken))).isEqualTo(decode(file));
		}
	}

	/**
	 * YCbCr, floats, JPEG within, and tiles that are larger than any image.
	 */
	@ParameterizedTest
	@CsvSource({ "262,6", "262,8", "258,12", "258,32", "259,6", "259,7", "259,50000" })
	void rareKindsOfTiffAreRefusedByName(int tag, int value) {
		byte[] file = Fixtures.file("grey.tif");
		setTag(file, tag, value);
		assertUndecodable(file, "The TIFF image is of a rare kind that is not supported.");
	}

	/**
	 * The reader shows the indices as grey, and white in place of what is inverted.
	 */
	@ParameterizedTest
	@ValueSource(ints = { 0, 3 })
	void indicesAndInvertedGreyWithAnotherSampleAreRefusedByName(int photometric) {
		byte[] file = new TiffBuilder(4, 2, photometric, 2, 8).with(EXTRA_SAMPLES, 2)
			.with(COLOUR_MAP, new int[3 * 256])
			.strips(2, new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 });
		assertUndecodable(file, "The TIFF image is of a rare kind that is not supported.");
	}

	/**
	 * LZW and deflate by both of its numbers.
	 */
	@ParameterizedTest
	@ValueSource(ints = { 5, 8, 32_946 })
	void differencesOfLargeSamplesAreRefusedByName(int compression) {
		byte[] file = new TiffBuilder(4, 1, 1, 1, 16).with(COMPRESSION, compression)
			.with(PREDICTOR, 2)
			.strips(1, deflated(new byte[8]));
		assertUndecodable(file,
				"The TIFF image has a predictor over samples that are not of 8 bits, which is not supported.");
	}

	@Test
	void aPredictorOfFloatsIsRefusedByName() {
		byte[] file = new TiffBuilder(4, 1, 1, 1, 8).with(COMPRESSION, 8)
			.with(PREDICTOR, 3)
			.strips(1, deflated(new byte[4]));
		assertUndecodable(file, "The TIFF image is of a rare kind that is not supported.");
	}

	@Test
	void aPredictorWithoutCompressionMeansNothing() {
		byte[] file = new TiffBuilder(2, 1, 1, 1, 16).with(PREDICTOR, 2).strips(1, new byte[] { 0, 100, 0, 50 });
		assertThat(decode(file).pixels()).containsExactly(100, 100, 100, 50, 50, 50);
	}

	@ParameterizedTest
	@ValueSource(ints = { 5, 8, 32_946, 32_773 })
	void aTiffWithAStripOfTooFewRowsIsRefused(int compression) {
		byte[] pixels = { 1, 2, 3, 4, 5, 6, 7, 8 };
		byte[] whole = compressed(compression, pixels);
		byte[] cut = compressed(compression, Arrays.copyOf(pixels, 7));
		TiffBuilder tiff = new TiffBuilder(4, 5, 1, 1, 8).with(COMPRESSION, compression);
		byte[] last = compressed(compression, Arrays.copyOf(pixels, 4));
		assertThat(decode(tiff.strips(2, whole, whole, last)).crop(0, 2, 1, 3).pixels()).containsExactly(1, 1, 1, 5, 5,
				5, 1, 1, 1);
		for (byte[] file : new byte[][] { tiff.strips(2, whole, cut, last), tiff.strips(2, cut, whole, last),
				tiff.strips(2, whole, whole, compressed(compression, new byte[3])) }) {
			assertUndecodable(file, "The TIFF image is cut short.");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "lzw.tif", "deflate.tif", "packbits.tif" })
	void aTiffWhoseStripEndsAnywhereIsRefused(String name) {
		byte[] file = Fixtures.file(name);
		RgbImage image = decode(file);
		ByteBuffer tiff = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
		int length = value(tiff, BYTE_COUNTS);
		int taken = 0;
		for (int cut = 1; cut < length; cut++) {
			setTag(file, BYTE_COUNTS, length - cut);
			try {
				assertThat(decode(file)).as("%d of %d bytes", length - cut, length).isEqualTo(image);
				taken++;
			}
			catch (ImageException ex) {
				assertThat(ex).isInstanceOf(ImageException.Undecodable.class);
			}
		}
		// Checksums and marks of the end.
		assertThat(taken).isLessThan(10);
	}

	/**
	 * Most do not say how long the runs are.
	 */
	@ParameterizedTest
	@CsvSource({ "1, 0401 0000 0400", "1, 0401 0000 0004 00010001", "2, 0411 0000 0400", "2, 0411 0000 0004 1010" })
	void aBmpOfRunsThatEndTooSoonIsRefused(int compression, String runs) {
		byte[] data = HexFormat.of().parseHex(runs.replace(" ", ""));
		RgbImage image = decode(ofRuns(compression, PngBuilder.concatenate(data, new byte[] { 0, 0, 0, 1 })));
		assertThat(image.crop(0, 1, 4, 1).pixels()).containsOnly(-1);
		assertThat(decode(ofRuns(compression, PngBuilder.concatenate(data, new byte[2])))).isEqualTo(image);
		for (int length = 0; length <= data.length; length++) {
			assertUndecodable(ofRuns(compression, Arrays.copyOf(data, length)), "The BMP image is cut short.");
		}
	}

	@Test
	void aTiffForHugeFilesIsRefusedByName() {
		byte[] file = Fixtures.file("grey.tif");
		file[2] = 43;
		assertUndecodable(file, "The TIFF image is of a rare kind that is not supported.");
	}

	@Test
	void tilesThatAreLargerThanTheImageAreRefused() {
		byte[] file = withTag(Fixtures.file("rgb.tif"), TILE_WIDTH, 50_000);
		assertUndecodable(file, "The TIFF image is of a rare kind that is not supported.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "indexed.gif", "interlaced.gif", "indexed.bmp", "rgba.bmp", "lzw.tif", "deflate.tif",
			"bilevel.tif", "indexed.tif", "rgba.tif" })
	void damagedFilesAreDecodedOrRefused(String name) {
		long seed = name.hashCode();
		System.out.println("Seed " + seed + " for " + name);
		Random random = new Random(seed);
		byte[] file = Fixtures.file(name);
		for (int i = 0; i < 1000; i++) {
			byte[] damaged = file.clone();
			for (int j = random.nextInt(4); j >= 0; j--) {
				damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
			}
			try {
				assertThat(decode(damaged, new ImageLimits(1 << 20, 2048)).width()).isPositive();
			}
			catch (ImageException ex) {
				assertThat(ex.getMessage()).startsWith("The ").endsWith(".").doesNotContain("Exception", "java");
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "GIF87a,GIF", "GIF89a,GIF", "II*0,TIFF", "MM0*,TIFF", "II+0,TIFF", "0000ftypavif,AVIF",
			"0000ftypavis,AVIF", "0000ftypheic,HEIC", "0000ftypmif1,HEIC" })
	void overHttpAFormatIsNamedForWhatItIs(String beginning, String title) {
		byte[] file = Arrays.copyOf(beginning.replace('0', '\0').getBytes(StandardCharsets.ISO_8859_1), 100);
		ImageFormats served = ImageFormats.standard();
		assertThatExceptionOfType(ImageException.NotAnImage.class).isThrownBy(() -> served.read(file, ImageLimits.NONE))
			.withMessage("The image is %s; convert it to PNG, JPEG or WebP.".formatted(title));
	}

	@Test
	void aBmpIsNamedAndATextThatBeginsLikeOneIsNot() {
		ImageFormats served = ImageFormats.standard();
		assertThatExceptionOfType(ImageException.NotAnImage.class)
			.isThrownBy(() -> served.read(Fixtures.file("rgb.bmp"), ImageLimits.NONE))
			.withMessage("The image is BMP; convert it to PNG, JPEG or WebP.");
		byte[] text = "BMW is a maker of cars in Munich".getBytes(StandardCharsets.US_ASCII);
		assertThatExceptionOfType(ImageException.NotAnImage.class).isThrownBy(() -> served.read(text, ImageLimits.NONE))
			.withMessage("The data is not a PNG, JPEG or WebP image.");
	}

	@Test
	void inFoldersThereAreMoreToConvertTo() {
		byte[] avif = "\0\0\0\034ftypavif".getBytes(StandardCharsets.ISO_8859_1);
		assertThatExceptionOfType(ImageException.NotAnImage.class).isThrownBy(() -> decode(avif))
			.withMessage("The image is AVIF; convert it to PNG, JPEG, WebP, GIF, BMP or TIFF.");
	}

	@ParameterizedTest
	@CsvSource({ "a.gif,true", "a.BMP,true", "a.tif,true", "a.tiff,true", "a.jfif,true", "a.JPE,true", "a.mpo,true",
			"._a.jpg,false", "._.png,false", "..png,true", "a._b.png,true", "a.avif,false" })
	void aFileIsAnImageByTheEndingOfItsNameUnlessMacOsPutItThere(String name, boolean image) {
		assertThat(formats().areCalled(name)).isEqualTo(image);
	}

	private void assertUndecodable(byte[] file, String message) {
		assertThatExceptionOfType(ImageException.Undecodable.class).isThrownBy(() -> decode(file)).withMessage(message);
	}

	/**
	 * The position of the frame's descriptor.
	 */
	private static int frame(ByteBuffer gif) {
		int at = 13 + 3 * (2 << (gif.get(10) & 7));
		while (gif.get(at) != 0x2c) {
			at += 2;
			while (gif.get(at) != 0) {
				at += 1 + gif.get(at);
			}
			at++;
		}
		return at;
	}

	/**
	 * Changes the first value of a tag of a little-endian file.
	 */
	private static void setTag(byte[] file, int tag, int value) {
		ByteBuffer tiff = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
		tiff.putShort(position(tiff, tag), (short) value);
	}

	private static int value(ByteBuffer tiff, int tag) {
		return Short.toUnsignedInt(tiff.getShort(position(tiff, tag)));
	}

	/**
	 * The position of a tag's first value, if there is room for it in the directory.
	 */
	private static int position(ByteBuffer tiff, int tag) {
		int directory = tiff.getInt(4);
		for (int i = 0; i < tiff.getShort(directory); i++) {
			int at = directory + 2 + 12 * i;
			if (Short.toUnsignedInt(tiff.getShort(at)) == tag) {
				return at + 8;
			}
		}
		throw new AssertionError("No tag " + tag);
	}

	/**
	 * A file with another tag, a short, its directory copied to the end.
	 */
	private static byte[] withTag(byte[] file, int tag, int value) {
		return withTag(file, tag, SHORT, 1, value);
	}

	private static byte[] compressed(int compression, byte[] data) {
		return switch (compression) {
			case 5 -> {
				BitSet bits = new BitSet();
				int[] codes = IntStream
					.concat(IntStream.concat(IntStream.of(256), IntStream.range(0, data.length).map((i) -> data[i])),
							IntStream.of(257))
					.toArray();
				for (int i = 0; i < 9 * codes.length; i++) {
					// From the most significant bit on.
					bits.set(i / 8 * 8 + 7 - i % 8, (codes[i / 9] >> (8 - i % 9) & 1) == 1);
				}
				yield Arrays.copyOf(bits.toByteArray(), (9 * codes.length + 7) / 8);
			}
			case 32_773 -> PngBuilder.concatenate(new byte[] { (byte) (data.length - 1) }, data);
			default -> deflated(data);
		};
	}

	/**
	 * A file of 4 x 2 pixels, black and white, whose header leaves the length out.
	 */
	private static byte[] ofRuns(int compression, byte[] runs) {
		int bits = (compression == 1) ? 8 : 4;
		return PngBuilder.concatenate(ByteBuffer.allocate(62)
			.order(ByteOrder.LITTLE_ENDIAN)
			.put(new byte[] { 'B', 'M' })
			.putInt(62 + runs.length)
			.putInt(0)
			.putInt(62)
			.putInt(40)
			.putInt(4)
			.putInt(2)
			.putShort((short) 1)
			.putShort((short) bits)
			.putInt(compression)
			.putInt(0)
			.putLong(0)
			.putInt(2)
			.putInt(0)
			.putInt(0)
			.putInt(0xffffff)
			.array(), runs);
	}

	private static byte[] deflated(byte[] data) {
		ByteArrayOutputStream file = new ByteArrayOutputStream();
		try (OutputStream out = new DeflaterOutputStream(file)) {
			out.write(data);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return file.toByteArray();
	}

	private static byte[] inks() {
		return Formats.JPEG.parse(Fixtures.file("cmyk-profile.jpg")).profile().orElseThrow();
	}

	private static byte[] withProfile(byte[] file, byte[] profile) {
		return withTag(PngBuilder.concatenate(file, profile), PROFILE, UNDEFINED, profile.length, file.length);
	}

	private static byte[] withTag(byte[] file, int tag, int type, int length, int value) {
		ByteBuffer tiff = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
		int directory = tiff.getInt(4);
		int count = tiff.getShort(directory);
		int start = file.length + file.length % 2;
		ByteBuffer more = ByteBuffer.allocate(start + 2 + 12 * (count + 1) + 4).order(ByteOrder.LITTLE_ENDIAN);
		more.put(file).putInt(4, start).position(start).putShort((short) (count + 1));
		boolean put = false;
		for (int i = 0; i < count; i++) {
			int at = directory + 2 + 12 * i;
			if (!put && Short.toUnsignedInt(tiff.getShort(at)) > tag) {
				put = true;
				entry(more, tag, type, length, value);
			}
			more.put(file, at, 12);
		}
		if (!put) {
			entry(more, tag, type, length, value);
		}
		return more.array();
	}

	private static void entry(ByteBuffer tiff, int tag, int type, int length, int value) {
		tiff.putShort((short) tag).putShort((short) type).putInt(length).putInt(value);
	}

}
