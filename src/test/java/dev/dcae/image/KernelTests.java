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

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * The values of a bicubic resize; Lanczos is held against Pillow in
 * {@link RgbImageTests}.
 */
class KernelTests {

	@ParameterizedTest
	@CsvSource({ "0, 1", "0.5, 0.5625", "1, 0", "1.5, -0.0625", "2, 0", "2.5, 0" })
	void theCubicIsThatOfKeys(double x, double weight) {
		assertThat(Kernel.BICUBIC.at(x)).isEqualTo(weight, within(1e-12));
		assertThat(Kernel.BICUBIC.at(-x)).isEqualTo(weight, within(1e-12));
	}

	/**
	 * At quarters the cubic weighs with -9, 111, 29 and -3 of 128.
	 */
	@Test
	void doublingSpreadsAPixelOverItsNeighbours() {
		byte[] line = new byte[3 * 8];
		Arrays.fill(line, (byte) 64);
		line[3 * 4] = line[3 * 4 + 1] = line[3 * 4 + 2] = (byte) 192;
		RgbImage doubled = new RgbImage(8, 1, line).resize(16, 1, Kernel.BICUBIC);
		assertThat(red(doubled)).containsExactly(64, 64, 64, 64, 64, 61, 55, 93, 175, 175, 93, 55, 61, 64, 64, 64);
	}

	@Test
	void halvingAntialiases() {
		byte[] stripes = new byte[3 * 64];
		for (int i = 0; i < stripes.length; i++) {
			stripes[i] = (byte) ((i / 3 % 2) * 255);
		}
		int[] halved = red(new RgbImage(64, 1, stripes).resize(32, 1, Kernel.BICUBIC));
		assertThat(Arrays.stream(halved, 3, 29)).allMatch((level) -> level == 127 || level == 128);
	}

	@ParameterizedTest
	@EnumSource
	void aRampStaysARamp(Kernel kernel) {
		byte[] ramp = new byte[3 * 40];
		for (int i = 0; i < ramp.length; i++) {
			ramp[i] = (byte) (40 + 4 * (i / 3));
		}
		int[] doubled = red(new RgbImage(1, 40, ramp).resize(1, 80, kernel));
		for (int i = 8; i < 72; i++) {
			assertThat((double) doubled[i]).isEqualTo(40 + 4 * ((i + 0.5) / 2 - 0.5), within(1.01));
		}
	}

	private static int[] red(RgbImage line) {
		int[] levels = new int[line.pixels().length / 3];
		Arrays.setAll(levels, (i) -> line.pixels()[3 * i] & 0xff);
		return levels;
	}

}
