package dev.dcae.image.formats;

import java.nio.ByteBuffer;
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
	 * What cameras and disks leave behind an image.
	 */
	static Stream<byte[]> trailers() {
		byte[] noise = new byte[100_000];
		new Random(3).nextBytes(noise);
		byte[] samsung = PngBuilder.concatenate(new byte[] { 0, 0, 1, 0x0a, 14, 0, 0, 0 }, bytes("Image_UTC_Data1550"),
				bytes("SEFHk\0\0\0\1\0\0\0\0\0\1\n#\0\0\0SEFT"));
		byte[] film = PngBuilder.concatenate(bytes("MotionPhoto_Data\0\0\0\30ftypmp42"), noise);
		byte[] thumbnail = Fixtures.file("420.jpg");
		return Stream.of(samsung, film, thumbnail, Fixtures.file("rgb.png"), new byte[5000], noise,
				bytes("<!-- served in 3 ms -->"), new byte[] { (byte) 0xff });
	}

	@ParameterizedTest
	@MethodSource("trailers")
	void whateverFollowsWhereTheEndShouldBeIsNoMatter(byte[] trailer) {
		for (String name : new String[] { "420.jpg", "grey.jpg", "restarts.jpg", "progressive.jpg", "cmyk.jpg" }) {
			byte[] file = Fixtures.file(name);
			byte[] other = PngBuilder.concatenate(Arrays.copyOf(file, file.length - EOI.length), trailer);
			assertThat(decode(other)).as(name).isEqualTo(decode(file));
			byte[] png = Fixtures.file("rgb.png");
			assertIsTakenAndTold(PngBuilder.concatenate(Arrays.copyOf(png, png.length - 12), trailer), png);
		}
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
