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
package dev.dcae.image.sheet;

import java.util.Arrays;
import java.util.List;

import dev.dcae.image.Fixtures;
import dev.dcae.image.RgbImage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A sheet shows every image whole, with ink where its words should be.
 */
class ContactSheetTests {

	private static final int PAPER = 0xf4;

	private static final RgbImage WIDE = flat(60, 40, 200);

	private static final RgbImage TALL = flat(40, 70, 120);

	private static final List<String> COLUMNS = List.of("original", "model");

	@Test
	void everyImageIsOnTheSheetByteForByte() {
		RgbImage photo = Fixtures.gradient();
		RgbImage sheet = ContactSheet.of(COLUMNS,
				List.of(row("a", WIDE, flat(60, 40, 10)), row("b", photo, flat(37, 23, 70))));
		assertThat(find(sheet, WIDE)).isTrue();
		assertThat(find(sheet, flat(60, 40, 10))).isTrue();
		assertThat(find(sheet, photo)).isTrue();
		assertThat(find(sheet, flat(37, 23, 70))).isTrue();
	}

	@Test
	void columnsAreAsWideAsTheWidestImage() {
		int both = ContactSheet.of(COLUMNS, List.of(row("a", WIDE, WIDE), row("b", TALL, TALL))).width();
		int wide = ContactSheet.of(COLUMNS, List.of(row("a", WIDE, WIDE))).width();
		int tall = ContactSheet.of(COLUMNS, List.of(row("b", TALL, TALL))).width();
		assertThat(both).isEqualTo(wide);
		assertThat(wide - tall).isEqualTo(2 * (WIDE.width() - TALL.width()));
	}

	@Test
	void headingsAndCaptionsLeaveInk() {
		List<ContactSheet.Row> blank = List.of(new ContactSheet.Row("", List.of(new ContactSheet.Cell(WIDE, ""))));
		RgbImage empty = ContactSheet.of(List.of(""), blank);
		assertThat(ink(empty)).isZero();
		assertThat(ink(ContactSheet.of(List.of("original"), blank))).isPositive();
		RgbImage heading = ContactSheet.of(List.of(""),
				List.of(new ContactSheet.Row("astronaut", List.of(new ContactSheet.Cell(WIDE, "")))));
		assertThat(ink(heading)).isPositive();
		RgbImage caption = ContactSheet.of(List.of(""),
				List.of(new ContactSheet.Row("", List.of(new ContactSheet.Cell(WIDE, "20.7 dB")))));
		assertThat(ink(caption)).isPositive();
		assertThat(caption.height()).isEqualTo(empty.height());
	}

	@Test
	void wordsThatAreTooLongShrinkAndDoNotRunIntoTheirNeighbours() {
		String words = "a caption that is far too long for an image of sixty pixels";
		RgbImage sheet = ContactSheet.of(COLUMNS, List.of(new ContactSheet.Row("",
				List.of(new ContactSheet.Cell(WIDE, words), new ContactSheet.Cell(WIDE, "")))));
		RgbImage plain = ContactSheet.of(COLUMNS, List
			.of(new ContactSheet.Row("", List.of(new ContactSheet.Cell(WIDE, ""), new ContactSheet.Cell(WIDE, "")))));
		int right = sheet.width() / 2;
		assertThat(sheet.crop(right, 0, sheet.width() - right, sheet.height()))
			.isEqualTo(plain.crop(right, 0, plain.width() - right, plain.height()));
		assertThat(sheet).isNotEqualTo(plain);
	}

	@Test
	void largeImagesAreScaledDownInTheirProportions() {
		List<ContactSheet.Row> rows = List.of(row("a", flat(600, 300, 90), flat(600, 300, 30)));
		RgbImage sheet = ContactSheet.of(COLUMNS, rows, 100);
		assertThat(sheet.width()).isLessThan(300);
		assertThat(find(sheet, flat(100, 50, 90))).isTrue();
		assertThat(find(sheet, flat(101, 50, 90))).isFalse();
		assertThat(find(sheet, flat(100, 51, 90))).isFalse();
	}

	@Test
	void smallImagesAreNotScaledUp() {
		assertThat(ContactSheet.of(COLUMNS, List.of(row("a", WIDE, WIDE)), 60))
			.isEqualTo(ContactSheet.of(COLUMNS, List.of(row("a", WIDE, WIDE))));
	}

	@Test
	void aRowMayHaveFewerImagesThanColumns() {
		assertThat(find(ContactSheet.of(COLUMNS, List.of(row("a", WIDE))), WIDE)).isTrue();
	}

	@Test
	void whatDoesNotFitTogetherIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> row("mixed", WIDE, TALL)).withMessageContaining("mixed");
		assertThatIllegalArgumentException().isThrownBy(() -> row("none"));
		assertThatIllegalArgumentException().isThrownBy(() -> ContactSheet.of(COLUMNS, List.of()));
		List<ContactSheet.Row> three = List.of(row("three", WIDE, WIDE, WIDE));
		assertThatIllegalArgumentException().isThrownBy(() -> ContactSheet.of(COLUMNS, three))
			.withMessageContaining("3 images for 2 columns");
	}

	private static ContactSheet.Row row(String heading, RgbImage... images) {
		return new ContactSheet.Row(heading,
				Arrays.stream(images).map((image) -> new ContactSheet.Cell(image, "")).toList());
	}

	private static RgbImage flat(int width, int height, int level) {
		byte[] pixels = new byte[3 * width * height];
		Arrays.fill(pixels, (byte) level);
		return new RgbImage(width, height, pixels);
	}

	/**
	 * Pixels darker than paper and images.
	 */
	private static int ink(RgbImage sheet) {
		int dark = 0;
		for (int i = 0; i < sheet.pixels().length; i += 3) {
			int level = sheet.pixels()[i] & 0xff;
			dark += (level != PAPER && level < 150) ? 1 : 0;
		}
		return dark;
	}

	private static boolean find(RgbImage sheet, RgbImage image) {
		for (int y = 0; y <= sheet.height() - image.height(); y++) {
			for (int x = 0; x <= sheet.width() - image.width(); x++) {
				if (hasAt(sheet, image, x, y)) {
					return true;
				}
			}
		}
		return false;
	}

	private static boolean hasAt(RgbImage sheet, RgbImage image, int left, int top) {
		for (int y = 0; y < image.height(); y++) {
			int from = 3 * ((top + y) * sheet.width() + left);
			int row = 3 * y * image.width();
			if (!Arrays.equals(sheet.pixels(), from, from + 3 * image.width(), image.pixels(), row,
					row + 3 * image.width())) {
				return false;
			}
		}
		return true;
	}

}
