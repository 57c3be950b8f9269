package dev.dcae.image;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

import dev.dcae.image.colour.ColourTransform;
import dev.dcae.image.colour.RecentTransforms;
import dev.dcae.image.metrics.ImageMetrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ColourProfileTests {

	@ParameterizedTest
	@CsvSource({ "wide-gamut.png,2", "wide-gamut.jpg,2", "wide-gamut.webp,2", "grey-profile.png,1",
			"cmyk-profile.jpg,3" })
	void coloursOfAProfileBecomeSrgb(String name, int levels) {
		RgbImage image = ImageDecoder.decode(Fixtures.file(name), Fixtures.LIMITS);
		RgbImage expected = new RgbImage(37, 23, Fixtures.file(name + ".rgb"));
		// Pillow's sRGB profile and the JDK's are not the same to the last bit.
		assertThat(Fixtures.distance(image, expected.pixels())).isLessThanOrEqualTo(levels);
		assertThat(ImageMetrics.mse(image, expected)).isLessThan(0.1);
	}

	@Test
	void aProfileMovesTheColoursAtAll() {
		RgbImage image = ImageDecoder.decode(Fixtures.file("wide-gamut.png"), Fixtures.LIMITS);
		assertThat(Fixtures.distance(image, Fixtures.gradient().pixels())).isGreaterThan(40);
	}

	@Test
	void picturesLargerThanAStripAreConvertedWhole() {
		RgbImage large = Fixtures.gradient().resize(701, 503);
		byte[] profile = PngFile.parse(Fixtures.file("wide-gamut.png")).profile().orElseThrow();
		RgbImage converted = ImageDecoder.decode(withProfile(large, profile), Fixtures.LIMITS);
		RgbImage corner = ImageDecoder.decode(withProfile(large.crop(600, 400, 101, 103), profile), Fixtures.LIMITS);
		assertThat(converted.crop(600, 400, 101, 103)).isEqualTo(corner);
	}

	@Test
	void transparentColoursAreConvertedBeforeTheyAreLaidOverWhite() {
		byte[] profile = PngFile.parse(Fixtures.file("wide-gamut.png")).profile().orElseThrow();
		byte[] opaque = new PngBuilder(1, 1, 8, 2, false).chunk("iCCP", compressed(profile))
			.pixels(new int[] { 200, 80, 40 }, new Random(1))
			.end();
		byte[] transparent = new PngBuilder(1, 1, 8, 6, false).chunk("iCCP", compressed(profile))
			.pixels(new int[] { 200, 80, 40, 51 }, new Random(1))
			.end();
		byte[] expected = ImageDecoder.decode(opaque, Fixtures.LIMITS).pixels();
		for (int c = 0; c < 3; c++) {
			expected[c] = (byte) Math.round((expected[c] & 0xff) * 0.2 + 255 * 0.8);
		}
		assertThat(ImageDecoder.decode(transparent, Fixtures.LIMITS).pixels()).isEqualTo(expected);
	}

	@Test
	void srgbIsRecognisedAndLeftAlone() {
		byte[] srgb = ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();
		assertThat(ColourTransform.of(srgb, 3)).isEmpty();
		assertThat(ImageDecoder.decode(withProfile(Fixtures.gradient(), srgb), Fixtures.LIMITS))
			.isEqualTo(Fixtures.gradient());
		assertThat(ColourTransform.of(ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData(), 3)).isPresent();
	}

	@Test
	void aProfileSeenBeforeIsNotSetUpAgain() {
		byte[] profile = PngFile.parse(Fixtures.file("wide-gamut.png")).profile().orElseThrow();
		assertThat(RecentTransforms.of(profile.clone(), 3)).isPresent().isSameAs(RecentTransforms.of(profile, 3));
		assertThat(RecentTransforms.of(profile, 1)).isEmpty();
	}

	@Test
	void aProfileOfOtherColoursIsIgnored() {
		byte[] grey = PngFile.parse(Fixtures.file("grey-profile.png")).profile().orElseThrow();
		byte[] inks = JpegFile.parse(Fixtures.file("cmyk-profile.jpg")).profile().orElseThrow();
		for (byte[] profile : new byte[][] { grey, inks, ICC_Profile.getInstance(ColorSpace.CS_CIEXYZ).getData() }) {
			assertThat(ImageDecoder.decode(withProfile(Fixtures.gradient(), profile), Fixtures.LIMITS))
				.isEqualTo(Fixtures.gradient());
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 127, 128, 132, 200, 400 })
	void aProfileThatIsCutShortIsIgnored(int length) {
		byte[] profile = PngFile.parse(Fixtures.file("wide-gamut.png")).profile().orElseThrow();
		byte[] cut = Arrays.copyOf(profile, length);
		assertThat(ImageDecoder.decode(withProfile(Fixtures.gradient(), cut), Fixtures.LIMITS))
			.isEqualTo(Fixtures.gradient());
	}

	@Test
	void aProfileWithDamageAnywhereDoesNotFailThePicture() {
		byte[] rgb = PngFile.parse(Fixtures.file("wide-gamut.png")).profile().orElseThrow();
		byte[] inks = JpegFile.parse(Fixtures.file("cmyk-profile.jpg")).profile().orElseThrow();
		Random random = new Random(20);
		System.out.println("Seed 20");
		for (int i = 0; i < 2000; i++) {
			byte[] damaged = ((i % 2 == 0) ? rgb : inks).clone();
			for (int k = random.nextInt(8); k >= 0; k--) {
				damaged[random.nextInt(Math.min(damaged.length, 500))] = (byte) random.nextInt();
			}
			int channels = (i % 2 == 0) ? 3 : 4;
			Samples samples = new Samples(2, 1, channels, new byte[2 * channels], null);
			assertThat(samples.toRgb(Optional.of(damaged)).width()).isEqualTo(2);
		}
	}

	@Test
	void anUnknownIntentDoesNotMatter() {
		byte[] profile = PngFile.parse(Fixtures.file("wide-gamut.png")).profile().orElseThrow();
		profile[67] = 99;
		assertThat(ImageDecoder.decode(withProfile(Fixtures.gradient(), profile), Fixtures.LIMITS))
			.isEqualTo(ImageDecoder.decode(Fixtures.file("wide-gamut.png"), Fixtures.LIMITS));
	}

	@Test
	void aProfileInPiecesIsAssembledByNumber() {
		byte[] jpeg = Fixtures.file("wide-gamut.jpg");
		byte[] profile = JpegFile.parse(jpeg).profile().orElseThrow();
		byte[] first = Arrays.copyOf(profile, 300);
		byte[] second = Arrays.copyOfRange(profile, 300, profile.length);
		byte[] plain = Fixtures.file("444.jpg");
		byte[] both = JpegTests.insert(plain, PngBuilder.concatenate(piece(2, 2, second), piece(1, 2, first)));
		assertThat(JpegFile.parse(both).profile()).hasValueSatisfying((found) -> assertThat(found).isEqualTo(profile));
		byte[] one = JpegTests.insert(plain, piece(1, 2, first));
		assertThat(JpegFile.parse(one).profile()).isEmpty();
	}

	private static byte[] piece(int number, int count, byte[] data) {
		byte[] header = { 'I', 'C', 'C', '_', 'P', 'R', 'O', 'F', 'I', 'L', 'E', 0, (byte) number, (byte) count };
		return JpegTests.segment(0xe2, PngBuilder.concatenate(header, data));
	}

	private static byte[] withProfile(RgbImage image, byte[] profile) {
		int[] values = new int[image.pixels().length];
		Arrays.setAll(values, (i) -> image.pixels()[i] & 0xff);
		return PngBuilder.rgb(image.width(), image.height())
			.chunk("iCCP", compressed(profile))
			.pixels(values, new Random(2))
			.end();
	}

	private static byte[] compressed(byte[] profile) {
		return PngBuilder.concatenate(new byte[] { 'x', 0, 0 }, PngBuilder.deflate(profile));
	}

}
