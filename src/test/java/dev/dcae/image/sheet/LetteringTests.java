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

import java.awt.Color;
import java.awt.Graphics2D;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import dev.dcae.image.RgbImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Labels on images, without a font.
 */
class LetteringTests {

	private static final String CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
			+ ".,:;-+=/()%#·×→_'\"!?<>[]";

	private static final int SIDE = 96;

	private static final int X = 30;

	private static final int BASELINE = 60;

	private static final int HEIGHT = 24;

	static List<String> characters() {
		return CHARACTERS.chars().mapToObj(Character::toString).toList();
	}

	@ParameterizedTest
	@MethodSource("characters")
	void everyCharacterShowsAndKeepsToItsPlace(String character) {
		double width = Lettering.width(character, HEIGHT);
		RgbImage drawn = drawn(character);
		assertThat(ink(drawn)).isPositive();
		for (int y = 0; y < SIDE; y++) {
			for (int x = 0; x < SIDE; x++) {
				if (grey(drawn, x, y) > 0) {
					assertThat((double) x).isBetween(X - 1.0, X + width);
					assertThat((double) y).isBetween(BASELINE - 1.2 * HEIGHT - 1, BASELINE + 0.45 * HEIGHT);
				}
			}
		}
	}

	@Test
	void noTwoCharactersLookTheSame() {
		Stream<String> all = Stream.concat(characters().stream(), Stream.of("é"));
		assertThat(all.map(LetteringTests::drawn)).doesNotHaveDuplicates();
	}

	@Test
	void unknownCharactersAreABox() {
		assertThat(drawn("é")).isEqualTo(drawn("語"));
		assertThat(ink(drawn("é"))).isPositive();
	}

	@Test
	void spaceTakesRoomAndLeavesNoInk() {
		assertThat(ink(drawn(" "))).isZero();
		assertThat(Lettering.width(" ", HEIGHT)).isGreaterThan(HEIGHT / 4.0);
	}

	@ParameterizedTest
	@ValueSource(doubles = { 5, 9.5, 40 })
	void widthGrowsWithTextAndHeight(double height) {
		assertThat(Lettering.width("", height)).isZero();
		assertThat(Lettering.width("PSNR 20.7 dB", height))
			.isCloseTo(Lettering.width("PSNR", height) + Lettering.width(" 20.7 dB", height), within(1e-9));
		assertThat(Lettering.width("x", 2 * height)).isCloseTo(2 * Lettering.width("x", height), within(1e-9));
	}

	@Test
	void edgesAreSmoothAndTheColourIsTheGraphics() {
		RgbImage image = black();
		Graphics2D graphics = image.asBufferedImage().createGraphics();
		graphics.setColor(Color.RED);
		Lettering.draw(graphics, "O", X, BASELINE, HEIGHT);
		assertThat(graphics.getColor()).isEqualTo(Color.RED);
		graphics.dispose();
		boolean[] reds = new boolean[256];
		for (int i = 0; i < image.pixels().length; i += 3) {
			reds[image.pixels()[i] & 0xff] = true;
			assertThat(image.pixels()[i + 1]).isZero();
			assertThat(image.pixels()[i + 2]).isZero();
		}
		assertThat(reds[0] && reds[255]).isTrue();
		assertThat(Arrays.copyOfRange(reds, 64, 192)).contains(true);
	}

	private static RgbImage drawn(String text) {
		RgbImage image = black();
		Graphics2D graphics = image.asBufferedImage().createGraphics();
		graphics.setColor(Color.WHITE);
		Lettering.draw(graphics, text, X, BASELINE, HEIGHT);
		graphics.dispose();
		return image;
	}

	private static RgbImage black() {
		return new RgbImage(SIDE, SIDE, new byte[3 * SIDE * SIDE]);
	}

	private static int grey(RgbImage image, int x, int y) {
		return image.pixels()[3 * (y * image.width() + x)] & 0xff;
	}

	private static long ink(RgbImage image) {
		long ink = 0;
		for (byte value : image.pixels()) {
			ink += value & 0xff;
		}
		return ink;
	}

}
