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

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;

import dev.dcae.image.Fixtures;
import dev.dcae.image.ImageException;
import dev.dcae.image.ImageLimits;
import dev.dcae.image.PngBuilder;
import dev.dcae.image.RgbImage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

/**
 * Whatever bytes come, there is an image within the limits or an {@link ImageException}.
 */
public class ImageFuzzTests extends FormatsTest {

	private static final int MUTATIONS = 2000;

	private static final ImageLimits LIMITS = new ImageLimits(1 << 20, 2048);

	@ParameterizedTest
	@ValueSource(strings = { "rgba.png", "indexed-transparency.png", "wide-gamut.png", "420.jpg", "progressive.jpg",
			"restarts.jpg", "cmyk-profile.jpg", "lossy.webp", "lossless.webp", "lossy-alpha.webp",
			"lossless-alpha.webp", "wide-gamut.webp", "animated.webp", "one-frame.webp", "no-eoi.jpg",
			"no-huffman-tables.jpg", "no-iend.png" })
	void damagedFilesAreDecodedOrRefused(String name) {
		long seed = name.hashCode();
		System.out.println("Seed " + seed + " for " + name);
		Random random = new Random(seed);
		byte[] file = Fixtures.file(name);
		int decoded = 0;
		for (int i = 0; i < MUTATIONS; i++) {
			byte[] damaged = mutate(file, random);
			decoded += assertTimeout(Duration.ofSeconds(5), () -> isDecoded(damaged)) ? 1 : 0;
		}
		System.out.println(decoded + " of " + MUTATIONS + " still decode");
	}

	/**
	 * PNG's checksums stop most mutations at the door. These get past it.
	 */
	@ParameterizedTest
	@ValueSource(ints = { 0, 2, 3, 4, 6 })
	void damagedPixelsUnderRightChecksumsAreDecodedOrRefused(int colour) {
		System.out.println("Seed " + colour);
		Random random = new Random(colour);
		for (int i = 0; i < MUTATIONS; i++) {
			byte[] data = new byte[random.nextInt(3000)];
			random.nextBytes(data);
			byte[] stream = PngBuilder.deflate(data);
			stream[random.nextInt(stream.length)] ^= (byte) random.nextInt(2);
			byte[] transparency = Arrays.copyOf(data, random.nextInt(8));
			byte[] png = new PngBuilder(1 + random.nextInt(30), 1 + random.nextInt(30), 1 << random.nextInt(5), colour,
					random.nextBoolean())
				.chunk("PLTE", Arrays.copyOf(data, random.nextInt(400)))
				.chunk("tRNS", transparency)
				.chunk("IDAT", stream)
				.end();
			isDecoded(png);
		}
	}

	private boolean isDecoded(byte[] file) {
		try {
			RgbImage image = decode(file, LIMITS);
			assertThat(Math.max(image.width(), image.height())).isLessThanOrEqualTo(LIMITS.maxSide());
			assertThat((long) image.width() * image.height()).isLessThanOrEqualTo(LIMITS.maxPixels());
			return true;
		}
		catch (ImageException ex) {
			assertThat(ex.getMessage()).startsWith("The ").endsWith(".").doesNotContain("Exception", "java");
			return false;
		}
	}

	private static byte[] mutate(byte[] file, Random random) {
		byte[] damaged = file.clone();
		for (int i = random.nextInt(6); i >= 0; i--) {
			int at = random.nextBoolean() ? random.nextInt(damaged.length)
					: random.nextInt(Math.min(damaged.length, 200));
			switch (random.nextInt(4)) {
				case 0 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
				case 1 -> damaged[at] = (byte) random.nextInt();
				case 2 -> damaged[at] = (byte) (random.nextBoolean() ? 0 : 255);
				default -> {
					// Moves a stretch over another.
					int from = random.nextInt(damaged.length);
					int length = Math.min(random.nextInt(16), damaged.length - Math.max(at, from));
					System.arraycopy(file, from, damaged, at, length);
				}
			}
		}
		return (random.nextInt(5) == 0) ? Arrays.copyOf(damaged, random.nextInt(damaged.length)) : damaged;
	}

}
