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
package dev.dcae.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

import dev.dcae.image.Formats;
import dev.dcae.image.RgbImage;

/**
 * Images to send.
 */
public final class TestImages {

	private static final Path FOLDER = Path.of("src/test/resources/image");

	private TestImages() {
	}

	/**
	 * Noise, by which every pixel can be told from its neighbours.
	 */
	public static RgbImage noise(int width, int height) {
		byte[] pixels = new byte[3 * width * height];
		new Random(7).nextBytes(pixels);
		return new RgbImage(width, height, pixels);
	}

	/**
	 * A gradient, which lossy formats keep.
	 */
	public static RgbImage gradient(int width, int height) {
		byte[] pixels = new byte[3 * width * height];
		for (int i = 0; i < width * height; i++) {
			pixels[3 * i] = (byte) (i % width * 255 / width);
			pixels[3 * i + 1] = (byte) (i / width * 255 / height);
			pixels[3 * i + 2] = (byte) 128;
		}
		return new RgbImage(width, height, pixels);
	}

	public static byte[] png(RgbImage image) {
		return file(image, "png");
	}

	/**
	 * The file of an image.
	 * @param subtype of its media type
	 */
	public static byte[] file(RgbImage image, String subtype) {
		return Formats.ALL.called(subtype).orElseThrow().encode(image);
	}

	/**
	 * A file of the test resources.
	 */
	public static byte[] resource(String name) {
		try {
			return Files.readAllBytes(FOLDER.resolve(name));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The pixels that Pillow sees in a file of the test resources.
	 */
	public static RgbImage asPillowSees(String name) {
		return new RgbImage(37, 23, resource(name + ".rgb"));
	}

	/**
	 * The largest difference of two images of one size, in levels.
	 */
	public static int maxDifference(RgbImage one, RgbImage other) {
		if (one.width() != other.width() || one.height() != other.height()) {
			throw new AssertionError(one + " and " + other);
		}
		int max = 0;
		for (int i = 0; i < one.pixels().length; i++) {
			max = Math.max(max, Math.abs(Byte.toUnsignedInt(one.pixels()[i]) - Byte.toUnsignedInt(other.pixels()[i])));
		}
		return max;
	}

}
