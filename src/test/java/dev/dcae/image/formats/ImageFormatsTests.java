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

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;

import dev.dcae.image.Fixtures;
import dev.dcae.image.ImageException;
import dev.dcae.image.ImageFormat;
import dev.dcae.image.ImageLimits;
import dev.dcae.image.RgbImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

public class ImageFormatsTests extends FormatsTest {

	@ParameterizedTest
	@ValueSource(strings = { "rgb.png", "rgba.png", "grey.png", "grey-alpha.png", "bilevel.png", "indexed.png",
			"indexed-transparency.png", "grey16.png", "420.jpg", "422.jpg", "444.jpg", "progressive.jpg",
			"restarts.jpg", "grey.jpg", "stored-as-rgb.jpg", "unmarked.jpg", "cmyk.jpg", "ycck.jpg", "lossy.webp",
			"lossless.webp", "lossy-alpha.webp", "lossless-alpha.webp" })
	void everyKindOfFileReturnsPillowsBytes(String name) {
		RgbImage expected = new RgbImage(37, 23, Fixtures.file(name + ".rgb"));
		assertThat(decode(Fixtures.file(name))).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "rgb.png", "420.jpg", "progressive.jpg", "lossy.webp", "lossless.webp", "lossy-alpha.webp",
			"animated.webp" })
	void theHeaderTellsFormatAndSize(String name) {
		ImageFile header = read(Fixtures.file(name));
		assertThat(header.format().extension()).isEqualTo(name.substring(name.indexOf('.') + 1));
		assertThat(header.width()).isEqualTo(37);
		assertThat(header.height()).isEqualTo(23);
	}

	@Test
	void photosKeepTheirPixels() {
		RgbImage photo = decode(Fixtures.photo("astronaut.png"));
		assertThat(photo).hasToString("RgbImage[512 x 512]");
		// The first and the last pixel, read with another program.
		assertThat(Arrays.copyOf(photo.pixels(), 3)).containsExactly(154, 147, 151);
		assertThat(photo.crop(511, 511, 1, 1).pixels()).containsExactly(0, 0, 0);
	}

	static Stream<byte[]> otherData() {
		return Stream
			.of("", "G", "GIF90a..........", "<svg xmlns='http://www.w3.org/2000/svg'/>", "RIFF....WAVEfmt ", "RIFF",
					"BM............", "\u0089PNG\r\n\u001a", "\u00ff\u00d8", "....ftypisom")
			.map((text) -> text.getBytes(StandardCharsets.ISO_8859_1));
	}

	@ParameterizedTest
	@MethodSource("otherData")
	void otherDataIsNoImage(byte[] data) {
		assertThatExceptionOfType(ImageException.NotAnImage.class).isThrownBy(() -> decode(data))
			.withMessage("The data is not a PNG, JPEG or WebP image.");
		assertThatExceptionOfType(ImageException.NotAnImage.class).isThrownBy(() -> read(data));
	}

	@ParameterizedTest
	@ValueSource(strings = { "png", "jpeg", "webp" })
	void theLimitsAreInclusive(String format) {
		byte[] file = format(format).encode(Fixtures.gradient());
		assertThat(decode(file, new ImageLimits(37 * 23, 37)).width()).isEqualTo(37);
		assertThatExceptionOfType(ImageException.TooLarge.class)
			.isThrownBy(() -> decode(file, new ImageLimits(37 * 23 - 1, 37)));
		assertThatExceptionOfType(ImageException.TooLarge.class)
			.isThrownBy(() -> decode(file, new ImageLimits(37 * 23, 36)))
			.satisfies((ex) -> {
				assertThat(ex.width()).isEqualTo(37);
				assertThat(ex.height()).isEqualTo(23);
				assertThat(ex.limits()).isEqualTo(new ImageLimits(37 * 23, 36));
			})
			.withMessage("The image has 37 x 23 pixels; at most 851 pixels, and 36 on a side, are accepted.");
	}

	@Test
	void whatAnnotationsSayIsWhatThereIs() {
		assertThat(ImageFormats.TITLES).isEqualTo(ImageFormats.standard().listed(ImageFormat::title));
		assertThat(ImageFormats.ENDINGS).isEqualTo(ImageFormats.ofCollections().endings());
	}

	@Test
	void aFormatIsCalledByItsNameOrByTheEndingOfItsFiles() {
		assertThat(formats().called("jpeg")).isEqualTo(formats().called("jpg")).isPresent();
		assertThat(formats().called("JPEG")).isEmpty();
		assertThat(formats().called("gif")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "a.png,true", "folder/b.JPEG,true", ".webp,true", "png,false", "a.png.txt,false", "a.,false",
			"a.png/b,false", "'',false" })
	void aFileIsAnImageByTheEndingOfItsName(String name, boolean image) {
		assertThat(formats().areCalled(name)).isEqualTo(image);
	}

	@Test
	void limitsLeaveRoomForAPixelAndFitAnArray() {
		assertThatIllegalArgumentException().isThrownBy(() -> new ImageLimits(0, 1));
		assertThatIllegalArgumentException().isThrownBy(() -> new ImageLimits(1, 0));
		assertThatIllegalArgumentException().isThrownBy(() -> new ImageLimits(ImageLimits.MOST_PIXELS + 1, 1));
	}

	@Test
	void decodingIsSafeFromManyThreads() {
		RgbImage expected = decode(Fixtures.file("wide-gamut.jpg"));
		Stream<RgbImage> decoded = new Random(1).ints(64)
			.parallel()
			.mapToObj((i) -> decode(Fixtures.file("wide-gamut.jpg")));
		assertThat(decoded).allMatch(expected::equals);
	}

}
