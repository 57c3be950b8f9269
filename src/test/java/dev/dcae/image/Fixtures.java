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

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.Objects;

import com.sun.management.ThreadMXBean;

/**
 * Files of the class path, and images made here.
 */
public final class Fixtures {

	public static final ImageLimits LIMITS = new ImageLimits(4_000_000, 4096);

	private Fixtures() {
	}

	/**
	 * A file made by {@code image/fixtures.py}.
	 */
	public static byte[] file(String name) {
		return resource("/image/" + name);
	}

	public static byte[] photo(String name) {
		return resource("/photos/" + name);
	}

	/**
	 * The image that most fixtures show.
	 */
	public static RgbImage gradient() {
		return new RgbImage(37, 23, file("rgb.png.rgb"));
	}

	/**
	 * Squares of one grey each, large enough to survive JPEG, named by letters: A is 10,
	 * B is 50, and so on in steps of 40.
	 */
	public static RgbImage squares(int side, String... rows) {
		int width = rows[0].length() * side;
		byte[] pixels = new byte[3 * width * rows.length * side];
		for (int i = 0; i < pixels.length; i++) {
			int x = i / 3 % width / side;
			int y = i / 3 / width / side;
			pixels[i] = (byte) (10 + 40 * (rows[y].charAt(x) - 'A'));
		}
		return new RgbImage(width, rows.length * side, pixels);
	}

	/**
	 * The letters of such squares.
	 */
	public static String letters(RgbImage image, int side) {
		StringBuilder letters = new StringBuilder();
		for (int y = side / 2; y < image.height(); y += side) {
			for (int x = side / 2; x < image.width(); x += side) {
				int grey = image.pixels()[3 * (y * image.width() + x)] & 0xff;
				letters.append((char) ('A' + Math.round((grey - 10) / 40f)));
			}
			letters.append('/');
		}
		return letters.substring(0, letters.length() - 1);
	}

	/**
	 * The largest difference of two images, in levels.
	 */
	public static int distance(RgbImage one, byte[] other) {
		int largest = 0;
		for (int i = 0; i < other.length; i++) {
			largest = Math.max(largest, Math.abs((one.pixels()[i] & 0xff) - (other[i] & 0xff)));
		}
		return largest;
	}

	/**
	 * Bytes taken from the heap by this thread so far.
	 */
	public static long allocated() {
		return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
	}

	private static byte[] resource(String path) {
		try (InputStream input = Objects.requireNonNull(Fixtures.class.getResourceAsStream(path), path)) {
			return input.readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
