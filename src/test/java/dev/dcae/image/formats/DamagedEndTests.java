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
import java.util.Random;
import java.util.stream.Stream;

import dev.dcae.image.Fixtures;
import dev.dcae.image.ImageException;
import dev.dcae.image.PngBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Damage behind the last pixel costs nothing, and is told.
 */
public class DamagedEndTests extends FormatsTest {

	private static final byte[] EOI = { (byte) 0xff, (byte) 0xd9 };

	/**
	 * A file cut at every byte. The last ones, which hold no pixel, are counted.
	 */
	@ParameterizedTest
	@CsvSource({ "rgb.png,12", "grey16.png,12", "indexed-transparency.png,12", "420.jpg,2", "444.jpg,2", "grey.jpg,2",
			"progressive.jpg,2", "restarts.jpg,2", "cmyk.jpg,2", "lossy.webp,0", "lossless.webp,0",
			"lossy-alpha.webp,0", "lossless-alpha.webp,1", "wide-gamut.jpg,2", "wide-gamut.png,12",
			"wide-gamut.webp,0" })
	void isTakenWhereEveryPixelIsThereAndNoByteBefore(String name, int behind) {
		byte[] file = Fixtures.file(name);
		for (int length = 0; length < file.length - behind; length++) {
			byte[] cut = Arrays.copyOf(file, length);
			assertThatExceptionOfType(ImageException.class).as("%d of %d bytes", length, file.length)
				.isThrownBy(() -> decode(cut))
				.isNotInstanceOf(ImageException.TooLarge.class);
		}
		for (int length = file.length - behind; length < file.length; length++) {
			assertIsTakenAndTold(Arrays.copyOf(file, length), file);
		}
	}

	@Test
	void aJpegWithoutItsLastMarkerIsTheImage() {
		byte[] file = Fixtures.file("no-eoi.jpg");
		assertIsTakenAndTold(file, PngBuilder.concatenate(file, EOI));
	}

	@Test
	void aPngWithoutItsLastChunkIsTheImage() {
		byte[] file = Fixtures.file("no-iend.png");
		byte[] end = Fixtures.file("rgb.png");
		assertIsTakenAndTold(file, PngBuilder.concatenate(file, Arrays.copyOfRange(end, end.length - 12, end.length)));
	}

	/**
	 * Data that cameras, servers and disks leave behind an image.
	 */
	static Stream<byte[]> trailers() {
		byte[] noise = new byte[100_000];
		new Random(3).nextBytes(noise);
		return Stream.of(noise, Fixtures.file("420.jpg"), Fixtures.file("rgb.png"), new byte[5000],
				bytes("<!-- served in 3 ms -->"), new byte[] { (byte) 0xff });
	}

	@ParameterizedTest
	@MethodSource("trailers")
	void whateverFollowsThePixelsOfAPngIsNoMatter(byte[] trailer) {
		byte[] png = Fixtures.file("rgb.png");
		assertIsTakenAndTold(PngBuilder.concatenate(Arrays.copyOf(png, png.length - 12), trailer), png);
	}

	/**
	 * Whatever follows a scan may be taken for blocks.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "420.jpg", "grey.jpg", "restarts.jpg", "progressive.jpg", "cmyk.jpg" })
	void aJpegThatIsFilledUpIsRefusedWhereverItWasCut(String name) {
		byte[] file = Fixtures.file(name);
		int scan = indexOf(file, 0xda);
		for (byte filling : new byte[] { 0, 0x55, -1 }) {
			for (int cut = scan + 20; cut < file.length - EOI.length; cut += 7) {
				byte[] filled = Arrays.copyOf(file, file.length + 4096);
				Arrays.fill(filled, cut, filled.length, filling);
				assertThatExceptionOfType(ImageException.class).as("%d at %d", filling, cut)
					.isThrownBy(() -> decode(filled));
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "420.jpg", "grey.jpg", "restarts.jpg", "progressive.jpg", "cmyk.jpg" })
	void anotherImageMayFollowWhereAJpegShouldEnd(String name) {
		byte[] file = Fixtures.file(name);
		byte[] image = Arrays.copyOf(file, file.length - EOI.length);
		assertIsTakenAndTold(PngBuilder.concatenate(image, Fixtures.file("444.jpg")), file);
		assertIsTakenAndTold(PngBuilder.concatenate(image, new byte[] { (byte) 0xff }), file);
	}

	@ParameterizedTest
	@ValueSource(strings = { "420.jpg", "grey.jpg", "restarts.jpg", "progressive.jpg", "cmyk.jpg" })
	void aCamerasTrailerMayFollowWhereAJpegShouldEnd(String name) {
		byte[] file = Fixtures.file(name);
		byte[] film = new byte[50_000];
		new Random(4).nextBytes(film);
		for (byte[] block : new byte[][] { film, new byte[3], Fixtures.file("420.jpg") }) {
			for (int cut = file.length - 10; cut < file.length - EOI.length; cut++) {
				byte[] damaged = PngBuilder.concatenate(Arrays.copyOf(file, cut), samsung(block));
				assertThatExceptionOfType(ImageException.Undecodable.class).isThrownBy(() -> decode(damaged))
					.withMessage("The JPEG image is cut short.");
			}
			byte[] whole = PngBuilder.concatenate(Arrays.copyOf(file, file.length - EOI.length), samsung(block));
			assertIsTakenAndTold(whole, file);
			assertThat(decode(PngBuilder.concatenate(file, samsung(block)))).isEqualTo(decode(file));
			assertThat(read(PngBuilder.concatenate(file, samsung(block))).note()).isEmpty();
		}
	}

	@Test
	void aTrailerThatMakesNoSenseIsNone() {
		byte[] file = Fixtures.file("420.jpg");
		for (int at = 4; at < 24; at++) {
			byte[] trailer = samsung(new byte[3]);
			for (int value : new int[] { 0, 1, 127, 255 }) {
				trailer[trailer.length - at] = (byte) value;
				assertThat(decode(PngBuilder.concatenate(file, trailer))).isEqualTo(decode(file));
			}
		}
	}

	/**
	 * Two blocks and their directory.
	 */
	private static byte[] samsung(byte[] block) {
		byte[] film = PngBuilder.concatenate(bytes("\0\0\60\n"), block);
		byte[] time = bytes("\0\0\1\nImage_UTC_Data1550");
		ByteBuffer trailer = ByteBuffer.allocate(film.length + time.length + 12 + 24 + 8)
			.order(ByteOrder.LITTLE_ENDIAN);
		trailer.put(film).put(time).put(bytes("SEFH")).putInt(107).putInt(2);
		trailer.putInt(0x0a300000).putInt(film.length + time.length).putInt(film.length);
		trailer.putInt(0x0a010000).putInt(time.length).putInt(time.length);
		return trailer.putInt(12 + 24).put(bytes("SEFT")).array();
	}

	@ParameterizedTest
	@MethodSource("trailers")
	void whateverFollowsTheEndIsNotEvenTold(byte[] trailer) {
		for (String name : new String[] { "420.jpg", "progressive.jpg", "rgb.png", "lossy.webp" }) {
			byte[] file = Fixtures.file(name);
			byte[] longer = PngBuilder.concatenate(file, trailer);
			assertThat(decode(longer)).isEqualTo(decode(file));
			assertThat(read(longer).note()).isEmpty();
		}
	}

	@Test
	void aWrongChecksumOfTheLastChunkIsNoMatter() {
		byte[] file = Fixtures.file("grey16.png");
		byte[] damaged = file.clone();
		damaged[damaged.length - 1] ^= 1;
		assertIsTakenAndTold(damaged, file);
	}

	@Test
	void aWrongChecksumOfThePixelsIsStillDamage() {
		byte[] file = Fixtures.file("no-iend.png");
		file[file.length - 1] ^= 1;
		assertThatExceptionOfType(ImageException.Undecodable.class).isThrownBy(() -> decode(file))
			.withMessage("The PNG image is damaged.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "rgb.png", "420.jpg", "progressive.jpg", "lossy.webp", "lossless.webp" })
	void nothingIsToldOfAWholeFile(String name) {
		assertThat(read(Fixtures.file(name)).note()).isEmpty();
	}

	@Test
	void aJpegWithoutHuffmanTablesHasThoseOfTheStandard() {
		byte[] frame = Fixtures.file("no-huffman-tables.jpg");
		assertThat(decode(frame)).isEqualTo(decode(Fixtures.file("no-eoi.jpg")));
		assertThat(read(frame).note()).isEmpty();
	}

	/**
	 * Its tables are the standard's too.
	 */
	@Test
	void aJpegMayLackSomeOfItsHuffmanTables() {
		byte[] file = PngBuilder.concatenate(Fixtures.file("no-eoi.jpg"), EOI);
		int first = indexOf(file, 0xc4);
		int length = 2 + ByteBuffer.wrap(file).getShort(first + 2);
		byte[] fewer = PngBuilder.concatenate(Arrays.copyOf(file, first),
				Arrays.copyOfRange(file, first + length, file.length));
		assertThat(decode(fewer)).isEqualTo(decode(file));
	}

	@Test
	void tablesOfItsOwnAreTaken() {
		byte[] optimized = Fixtures.file("progressive.jpg");
		assertThat(decode(optimized).pixels()).isEqualTo(Fixtures.file("progressive.jpg.rgb"));
	}

	private void assertIsTakenAndTold(byte[] damaged, byte[] whole) {
		assertThat(decode(damaged)).isEqualTo(decode(whole));
		ImageFile file = read(damaged);
		assertThat(file.note()).hasValue("The end of the %s file is missing or damaged; all of the image is there."
			.formatted(file.format().title()));
	}

	private static int indexOf(byte[] file, int marker) {
		int at = 0;
		while (file[at] != (byte) 0xff || file[at + 1] != (byte) marker) {
			at++;
		}
		return at;
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

}
