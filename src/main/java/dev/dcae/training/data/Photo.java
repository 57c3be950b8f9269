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
package dev.dcae.training.data;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

import dev.dcae.image.Orientation;
import dev.dcae.image.RgbImage;

/**
 * A photograph and its halves, quarters and so on, from which a crop of any size is made
 * in a time that depends on the patch alone.
 *
 * @param levels the photograph, then each half as wide and high as the one before
 */
record Photo(List<RgbImage> levels) {

	/**
	 * Shorter side of the smallest level: no patch is worth less.
	 */
	private static final int SMALLEST = 32;

	/**
	 * Deviation of the green channel, in levels, below which a patch is flat: a dark sky,
	 * a wall. There is little to learn from them, and photographs have many.
	 */
	private static final double FLAT = 5;

	private static final double KEPT_THOUGH_FLAT = 0.3;

	private static final double UPSIDE_DOWN = 0.05;

	private static final double TURNED = 0.05;

	static Photo of(RgbImage image) {
		List<RgbImage> levels = new ArrayList<>();
		levels.add(image);
		while (shorter(levels.getLast()) >= 2 * SMALLEST) {
			levels.add(half(levels.getLast()));
		}
		return new Photo(List.copyOf(levels));
	}

	/**
	 * A square of any place and size, from as many pixels as the patch has to the whole
	 * shorter side, shrunk to the patch, and turned. A photograph smaller than the patch
	 * is enlarged. Where the place is flat, another is mostly tried once.
	 */
	RgbImage patch(int side, RandomGenerator random) {
		RgbImage crop = crop(side, random);
		if (deviation(crop) < FLAT && !Draws.happens(KEPT_THOUGH_FLAT, random)) {
			crop = crop(side, random);
		}
		return turn(random).upright(crop);
	}

	private RgbImage crop(int side, RandomGenerator random) {
		int whole = shorter(this.levels.getFirst());
		int crop = (whole <= side) ? whole : (int) Draws.logUniform(side, whole + 1, random);
		int level = 0;
		while (level + 1 < this.levels.size() && crop >> (level + 1) >= side) {
			level++;
		}
		RgbImage from = this.levels.get(level);
		int size = Math.min(crop >> level, shorter(from));
		int x = random.nextInt(from.width() - size + 1);
		int y = random.nextInt(from.height() - size + 1);
		return from.crop(x, y, size, size).resize(side, side);
	}

	private static double deviation(RgbImage image) {
		long sum = 0;
		long squares = 0;
		byte[] pixels = image.pixels();
		for (int i = 1; i < pixels.length; i += 3) {
			long level = pixels[i] & 0xff;
			sum += level;
			squares += level * level;
		}
		double count = pixels.length / 3.0;
		return Math.sqrt(Math.max(squares / count - (sum / count) * (sum / count), 0));
	}

	/**
	 * The world is as likely seen from the left as from the right, and seldom from below.
	 */
	private static Orientation turn(RandomGenerator random) {
		boolean mirrored = random.nextBoolean();
		boolean upsideDown = Draws.happens(UPSIDE_DOWN, random);
		if (Draws.happens(TURNED, random)) {
			return mirrored ? Orientation.ROTATE_90 : Orientation.ROTATE_270;
		}
		if (upsideDown) {
			return mirrored ? Orientation.ROTATE_180 : Orientation.FLIP;
		}
		return mirrored ? Orientation.MIRROR : Orientation.NONE;
	}

	/**
	 * Means of two by two pixels. An odd last row or column is left out.
	 */
	private static RgbImage half(RgbImage image) {
		int width = image.width() / 2;
		int height = image.height() / 2;
		int stride = 3 * image.width();
		byte[] source = image.pixels();
		byte[] target = new byte[3 * width * height];
		int at = 0;
		for (int y = 0; y < height; y++) {
			for (int x = 0; x < width; x++) {
				int from = 2 * y * stride + 6 * x;
				for (int i = from; i < from + 3; i++) {
					int sum = (source[i] & 0xff) + (source[i + 3] & 0xff) + (source[i + stride] & 0xff)
							+ (source[i + stride + 3] & 0xff);
					target[at++] = (byte) ((sum + 2) / 4);
				}
			}
		}
		return new RgbImage(width, height, target);
	}

	private static int shorter(RgbImage image) {
		return Math.min(image.width(), image.height());
	}

}
