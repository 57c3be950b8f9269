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
package dev.dcae.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.dcae.image.Kernel;
import dev.dcae.image.RgbImage;

/**
 * Sizes by aspect ratio. An image gets the one whose ratio of height to width is nearest
 * to its own; of two that are equally near, the first.
 *
 * @param name of the table, or the list itself
 * @param sizes at least one
 * @param kernel that images are resized with unless another is asked for
 */
public record Buckets(String name, List<Bucket> sizes, Kernel kernel) {

	/**
	 * PixArt's and SANA's tables ({@code ASPECT_RATIO_512}, {@code _1024} and
	 * {@code _2048}): the ratio by which a size is chosen, as rounded there, its height
	 * and its width, both in 32nds of the side of the square.
	 */
	private static final double[][] TABLE = { { 0.25, 16, 64 }, { 0.26, 16, 62 }, { 0.27, 16, 60 }, { 0.28, 16, 58 },
			{ 0.32, 18, 56 }, { 0.33, 18, 54 }, { 0.35, 18, 52 }, { 0.4, 20, 50 }, { 0.42, 20, 48 }, { 0.48, 22, 46 },
			{ 0.5, 22, 44 }, { 0.52, 22, 42 }, { 0.57, 24, 42 }, { 0.6, 24, 40 }, { 0.68, 26, 38 }, { 0.72, 26, 36 },
			{ 0.78, 28, 36 }, { 0.82, 28, 34 }, { 0.88, 30, 34 }, { 0.94, 30, 32 }, { 1, 32, 32 }, { 1.07, 32, 30 },
			{ 1.13, 34, 30 }, { 1.21, 34, 28 }, { 1.29, 36, 28 }, { 1.38, 36, 26 }, { 1.46, 38, 26 }, { 1.67, 40, 24 },
			{ 1.75, 42, 24 }, { 2, 44, 22 }, { 2.09, 46, 22 }, { 2.4, 48, 20 }, { 2.5, 50, 20 }, { 2.89, 52, 18 },
			{ 3, 54, 18 }, { 3.11, 56, 18 }, { 3.62, 58, 16 }, { 3.75, 60, 16 }, { 3.88, 62, 16 }, { 4, 64, 16 } };

	/**
	 * The sides of the squares of the tables, and the kernel that SANA resizes with for
	 * each.
	 */
	private static final Map<String, Kernel> TABLES = Map.of("512", Kernel.BICUBIC, "1024", Kernel.BICUBIC, "2048",
			Kernel.LANCZOS);

	private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,5})x([1-9][0-9]{0,5})");

	/**
	 * Copies the list.
	 */
	public Buckets {
		sizes = List.copyOf(sizes);
	}

	/**
	 * A size and the ratio that it is chosen by.
	 *
	 * @param width in pixels
	 * @param height in pixels
	 * @param ratio of height to width
	 */
	public record Bucket(int width, int height, double ratio) {

		/**
		 * Resizes an image so that it covers the size, and cuts the middle. Rounds as
		 * SANA's data sets do with torchvision: the longer side is rounded down, and a
		 * margin of half a pixel goes to the even side.
		 */
		RgbImage cut(RgbImage image, Kernel kernel) {
			RgbImage resized = image.resize((int) coveringWidth(image.width(), image.height()),
					(int) coveringHeight(image.width(), image.height()), kernel);
			int left = (int) Math.rint((resized.width() - this.width) / 2.0);
			int top = (int) Math.rint((resized.height() - this.height) / 2.0);
			return resized.crop(left, top, this.width, this.height);
		}

		/**
		 * The width of an image that covers the size in its own proportions.
		 */
		long coveringWidth(int width, int height) {
			return isHigherThan(width, height)
					? Math.max((long) ((double) ((long) width * this.height) / height), this.width) : this.width;
		}

		/**
		 * The height of that image.
		 */
		long coveringHeight(int width, int height) {
			return isHigherThan(width, height) ? this.height
					: Math.max((long) ((double) ((long) height * this.width) / width), this.height);
		}

		private boolean isHigherThan(int width, int height) {
			return (double) this.height / height > (double) this.width / width;
		}

		@Override
		public String toString() {
			return this.width + "x" + this.height;
		}

	}

	/**
	 * Reads the name of a table, {@code 512}, {@code 1024} or {@code 2048}, or sizes with
	 * commas between, width first: {@code 512x512,640x384}.
	 * @throws IllegalArgumentException if it is neither
	 */
	public static Buckets of(String text) {
		Kernel kernel = TABLES.get(text);
		return (kernel != null) ? new Buckets(text, table(Integer.parseInt(text)), kernel)
				: new Buckets(text, listed(text), Kernel.LANCZOS);
	}

	private static List<Bucket> table(int side) {
		return Arrays.stream(TABLE)
			.map((row) -> new Bucket((int) (row[2] * side / 32), (int) (row[1] * side / 32), row[0]))
			.toList();
	}

	private static List<Bucket> listed(String text) {
		List<Bucket> sizes = new ArrayList<>();
		for (String size : text.split(",", -1)) {
			Matcher sides = SIZE.matcher(size.strip());
			if (!sides.matches()) {
				throw new IllegalArgumentException(
						"'%s' is neither 512, 1024 or 2048 nor sizes like 512x512,640x384 (width first)"
							.formatted(text));
			}
			int width = Integer.parseInt(sides.group(1));
			int height = Integer.parseInt(sides.group(2));
			sizes.add(new Bucket(width, height, (double) height / width));
		}
		return sizes;
	}

	/**
	 * The size for an image.
	 */
	public Bucket nearest(int width, int height) {
		double ratio = (double) height / width;
		return this.sizes.stream()
			.min(Comparator.comparingDouble((size) -> Math.abs(size.ratio() - ratio)))
			.orElseThrow();
	}

	/**
	 * Checks that a model takes every size as it is.
	 * @throws IllegalArgumentException naming one that it does not
	 */
	public void requireMultiplesOf(int ratio) {
		for (Bucket size : this.sizes) {
			if (size.width() % ratio != 0 || size.height() % ratio != 0) {
				throw new IllegalArgumentException(
						"The bucket %s has sides that are no multiples of %d, the model's ratio".formatted(size,
								ratio));
			}
		}
	}

	@Override
	public String toString() {
		return TABLES.containsKey(this.name) ? this.name
				: this.sizes.stream().map(Bucket::toString).collect(Collectors.joining(","));
	}

}
