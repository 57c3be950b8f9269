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

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

import dev.dcae.image.Fixtures;
import dev.dcae.image.Formats;
import dev.dcae.image.PngBuilder;
import dev.dcae.image.RgbImage;
import dev.dcae.image.Samples;
import dev.dcae.image.colour.ColourTransform;
import dev.dcae.image.colour.ColourTransforms;
import dev.dcae.image.jpeg.JpegTests;
import dev.dcae.image.metrics.ImageMetrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

public class ColourProfileTests extends FormatsTest {

	@ParameterizedTest
	@CsvSource({ "wide-gamut.png,2", "wide-gamut.jpg,2", "wide-gamut.webp,2", "grey-profile.png,1",
			"cmyk-profile.jpg,3" })
	void coloursOfAProfileBecomeSrgb(String name, int levels) {
		RgbImage image = decode(Fixtures.file(name));
		RgbImage expected = new RgbImage(37, 23, Fixtures.file(name + ".rgb"));
		// Pillow's sRGB profile and the JDK's are not the same to the last bit.
		assertThat(Fixtures.distance(image, expected.pixels())).isLessThanOrEqualTo(levels);
		assertThat(ImageMetrics.mse(image, expected)).isLessThan(0.1);
	}

	@Test
	void aProfileMovesTheColoursAtAll() {
		RgbImage image = decode(Fixtures.file("wide-gamut.png"));
		assertThat(Fixtures.distance(image, Fixtures.gradient().pixels())).isGreaterThan(40);
	}

	@Test
	void imagesLargerThanAStripAreConvertedWhole() {
		RgbImage large = Fixtures.gradient().resize(701, 503);
		byte[] profile = profile("wide-gamut.png");
		RgbImage converted = decode(withProfile(large, profile));
		RgbImage corner = decode(withProfile(large.crop(600, 400, 101, 103), profile));
		assertThat(converted.crop(600, 400, 101, 103)).isEqualTo(corner);
	}

	@Test
	void transparentColoursAreConvertedBeforeTheyAreLaidOverWhite() {
		byte[] profile = profile("wide-gamut.png");
		byte[] opaque = new PngBuilder(1, 1, 8, 2, false).chunk("iCCP", compressed(profile))
			.pixels(new int[] { 200, 80, 40 }, new Random(1))
			.end();
		byte[] transparent = new PngBuilder(1, 1, 8, 6, false).chunk("iCCP", compressed(profile))
			.pixels(new int[] { 200, 80, 40, 51 }, new Random(1))
			.end();
		byte[] expected = decode(opaque).pixels();
		for (int c = 0; c < 3; c++) {
			expected[c] = (byte) Math.round((expected[c] & 0xff) * 0.2 + 255 * 0.8);
		}
		assertThat(decode(transparent).pixels()).isEqualTo(expected);
	}

	@Test
	void srgbIsRecognisedAndLeftAlone() {
		byte[] srgb = ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();
		assertThat(ColourTransform.of(srgb, 3)).isEmpty();
		assertThat(decode(withProfile(Fixtures.gradient(), srgb))).isEqualTo(Fixtures.gradient());
		assertThat(ColourTransform.of(ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData(), 3)).isPresent();
	}

	@Test
	void aProfileSeenBeforeIsNotSetUpAgain() {
		byte[] profile = profile("wide-gamut.png");
		ColourTransforms colours = new ColourTransforms();
		assertThat(colours.of(profile.clone(), 3)).isPresent().isSameAs(colours.of(profile, 3));
		assertThat(colours.of(profile, 1)).isEmpty();
	}

	@Test
	void aProfileOfOtherColoursIsIgnored() {
		byte[] grey = profile("grey-profile.png");
		byte[] inks = profile("cmyk-profile.jpg");
		for (byte[] profile : new byte[][] { grey, inks, ICC_Profile.getInstance(ColorSpace.CS_CIEXYZ).getData() }) {
			assertThat(decode(withProfile(Fixtures.gradient(), profile))).isEqualTo(Fixtures.gradient());
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 127, 128, 132, 200, 400 })
	void aProfileThatIsCutShortIsIgnored(int length) {
		byte[] profile = profile("wide-gamut.png");
		byte[] cut = Arrays.copyOf(profile, length);
		assertThat(decode(withProfile(Fixtures.gradient(), cut))).isEqualTo(Fixtures.gradient());
	}

	@Test
	void aProfileWithDamageAnywhereDoesNotFailTheImage() {
		byte[] rgb = profile("wide-gamut.png");
		byte[] inks = profile("cmyk-profile.jpg");
		ColourTransforms colours = new ColourTransforms();
		Random random = new Random(20);
		System.out.println("Seed 20");
		for (int i = 0; i < 2000; i++) {
			byte[] damaged = ((i % 2 == 0) ? rgb : inks).clone();
			for (int k = random.nextInt(8); k >= 0; k--) {
				damaged[random.nextInt(Math.min(damaged.length, 500))] = (byte) random.nextInt();
			}
			int channels = (i % 2 == 0) ? 3 : 4;
			Samples samples = new Samples(2, 1, channels, new byte[2 * channels], null);
			assertThat(samples.toRgb(Optional.of(damaged), colours).width()).isEqualTo(2);
		}
	}

	@Test
	void anUnknownIntentDoesNotMatter() {
		byte[] profile = profile("wide-gamut.png");
		profile[67] = 99;
		assertThat(decode(withProfile(Fixtures.gradient(), profile)))
			.isEqualTo(decode(Fixtures.file("wide-gamut.png")));
	}

	@Test
	void aProfileInPiecesIsAssembledByNumber() {
		byte[] profile = profile("wide-gamut.jpg");
		byte[] first = Arrays.copyOf(profile, 300);
		byte[] second = Arrays.copyOfRange(profile, 300, profile.length);
		byte[] plain = Fixtures.file("444.jpg");
		byte[] both = JpegTests.insert(plain, PngBuilder.concatenate(piece(2, 2, second), piece(1, 2, first)));
		assertThat(Formats.JPEG.parse(both).profile())
			.hasValueSatisfying((found) -> assertThat(found).isEqualTo(profile));
		byte[] one = JpegTests.insert(plain, piece(1, 2, first));
		assertThat(Formats.JPEG.parse(one).profile()).isEmpty();
	}

	private static byte[] profile(String name) {
		byte[] file = Fixtures.file(name);
		return (name.endsWith(".png") ? Formats.PNG : Formats.JPEG).parse(file).profile().orElseThrow();
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
