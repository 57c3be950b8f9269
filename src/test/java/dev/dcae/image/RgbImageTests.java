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
package dev.dcae.image;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RgbImageTests {

	private static final RgbImage LETTERS = Fixtures.squares(1, "ABCD", "EFAB", "CDEF");

	@Test
	void pixelsMustFillTheImage() {
		assertThatIllegalArgumentException().isThrownBy(() -> new RgbImage(2, 2, new byte[11]));
		assertThatIllegalArgumentException().isThrownBy(() -> new RgbImage(0, 2, new byte[0]));
		assertThatIllegalArgumentException().isThrownBy(() -> new RgbImage(-2, -2, new byte[12]));
		assertThatIllegalArgumentException().isThrownBy(() -> new RgbImage(65_536, 65_536, new byte[0]));
	}

	@Test
	void imagesAreEqualByTheirPixels() {
		assertThat(LETTERS).isEqualTo(Fixtures.squares(1, "ABCD", "EFAB", "CDEF"))
			.hasSameHashCodeAs(Fixtures.squares(1, "ABCD", "EFAB", "CDEF"))
			.isNotEqualTo(Fixtures.squares(1, "ABCD", "EFAB", "CDEA"))
			.isNotEqualTo(new RgbImage(3, 4, LETTERS.pixels()));
	}

	@Test
	void cropTakesARectangle() {
		assertThat(Fixtures.letters(LETTERS.crop(1, 1, 3, 2), 1)).isEqualTo("FAB/DEF");
		assertThat(LETTERS.crop(0, 0, 4, 3)).isSameAs(LETTERS);
	}

	@ParameterizedTest
	@CsvSource({ "-1,0,1,1", "0,0,5,1", "2,0,3,1", "0,2,1,2", "0,0,0,1", "1,1,2147483647,1" })
	void cropStaysInside(int x, int y, int width, int height) {
		assertThatIllegalArgumentException().isThrownBy(() -> LETTERS.crop(x, y, width, height));
	}

	@Test
	void centerCropLeavesEqualMargins() {
		assertThat(Fixtures.letters(LETTERS.centerCrop(2, 1), 1)).isEqualTo("FA");
		assertThat(Fixtures.letters(LETTERS.centerCrop(3, 2), 1)).isEqualTo("ABC/EFA");
		assertThatIllegalArgumentException().isThrownBy(() -> LETTERS.centerCrop(5, 1));
	}

	@Test
	void paddingRepeatsTheEdges() {
		assertThat(Fixtures.letters(LETTERS.padTo(6, 5), 1)).isEqualTo("ABCDDD/EFABBB/CDEFFF/CDEFFF/CDEFFF");
		assertThat(LETTERS.padTo(4, 3)).isSameAs(LETTERS);
		assertThatIllegalArgumentException().isThrownBy(() -> LETTERS.padTo(3, 5));
		assertThatIllegalArgumentException().isThrownBy(() -> LETTERS.padTo(100_000, 100_000));
	}

	@Test
	void paddingIsUndoneByCropping() {
		RgbImage image = Fixtures.gradient();
		assertThat(image.padTo(64, 32).crop(0, 0, 37, 23)).isEqualTo(image);
	}

	@ParameterizedTest
	@CsvSource({ "80,50", "12,9", "37,5", "3,23", "1,1", "53,11" })
	void resizeReturnsPillowsBytes(int width, int height) {
		RgbImage expected = new RgbImage(width, height, Fixtures.file("lanczos-" + width + "x" + height + ".rgb"));
		assertThat(Fixtures.gradient().resize(width, height)).isEqualTo(expected);
	}

	@Test
	void resizeToTheSameSizeChangesNothing() {
		assertThat(LETTERS.resize(4, 3)).isSameAs(LETTERS);
		assertThatIllegalArgumentException().isThrownBy(() -> LETTERS.resize(0, 3));
	}

	@Test
	void resizeKeepsAFlatColour() {
		RgbImage flat = Fixtures.squares(16, "C");
		assertThat(flat.resize(5, 40).pixels()).containsOnly(90);
	}

}
