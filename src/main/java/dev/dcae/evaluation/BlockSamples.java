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
package dev.dcae.evaluation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import dev.dcae.image.Kernel;
import dev.dcae.image.RgbImage;

/**
 * Square blocks of the images of a folder, at random places and at several scales, as
 * many of each image. The same folder and seed give the same blocks.
 */
final class BlockSamples {

	/**
	 * An image is sampled as it is, at half its size and at a quarter: what is far away
	 * in one is near in another.
	 */
	private static final List<Integer> SHRINKS = List.of(1, 2, 4);

	private final int length;

	private final List<byte[]> blocks = new ArrayList<>();

	private BlockSamples(int side) {
		this.length = 3 * side * side;
	}

	/**
	 * Takes blocks.
	 * @param side of a block, in pixels
	 * @param count of blocks, about
	 * @throws EvaluationException if no image is as large as a block
	 */
	static BlockSamples of(ImageFolder folder, int side, int count, long seed) {
		SplittableRandom random = new SplittableRandom(seed);
		BlockSamples samples = new BlockSamples(side);
		int each = Math.ceilDiv(count, folder.files().size() * SHRINKS.size());
		for (Path file : folder.files()) {
			RgbImage image = folder.read(file);
			for (int shrink : SHRINKS) {
				int width = image.width() / shrink;
				int height = image.height() / shrink;
				if (Math.min(width, height) >= side) {
					samples.take(image.resize(width, height, Kernel.BICUBIC), side, each, random);
				}
			}
		}
		if (samples.blocks.isEmpty()) {
			throw new EvaluationException(
					"No image in %s is as large as a block of %d × %d pixels".formatted(folder.path(), side, side));
		}
		return samples;
	}

	private void take(RgbImage image, int side, int count, SplittableRandom random) {
		for (int i = 0; i < count; i++) {
			int x = random.nextInt(image.width() - side + 1);
			int y = random.nextInt(image.height() - side + 1);
			this.blocks.add(image.crop(x, y, side, side).pixels());
		}
	}

	int count() {
		return this.blocks.size();
	}

	/**
	 * The values of a block: {@code 3 · side²}.
	 */
	int length() {
		return this.length;
	}

	/**
	 * The uint8 values [side, side, 3] of a block.
	 */
	byte[] get(int index) {
		return this.blocks.get(index);
	}

}
