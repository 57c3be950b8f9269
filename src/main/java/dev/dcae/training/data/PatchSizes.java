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

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The sides that the patches of a batch may have. All patches of a batch have the same,
 * and there are as many as bring the batch nearest to its pixels, so that every step
 * costs about the same.
 *
 * @param sides at least one
 * @param pixels of a batch
 */
public record PatchSizes(List<Side> sides, long pixels) {

	/**
	 * Copies the sides.
	 * @throws IllegalArgumentException if there is none, or a batch has no pixels
	 */
	public PatchSizes {
		sides = List.copyOf(sides);
		if (sides.isEmpty()) {
			throw new IllegalArgumentException("Patches have at least one size");
		}
		if (pixels < 1) {
			throw new IllegalArgumentException("A batch has at least one pixel, not " + pixels);
		}
	}

	/**
	 * Batches of always the same shape.
	 */
	public static PatchSizes only(int side, int count) {
		return new PatchSizes(List.of(new Side(side, 1)), (long) count * side * side);
	}

	int draw(RandomGenerator random) {
		return Weighted.one(this.sides, random).pixels;
	}

	/**
	 * The patches of a batch with this side.
	 */
	int count(int side) {
		return Math.toIntExact(Math.max(1, Math.round((double) this.pixels / side / side)));
	}

	/**
	 * A side among others.
	 *
	 * @param pixels its length, at least 1
	 * @param weight how often a batch has it, relative to the others; above 0
	 */
	public record Side(int pixels, double weight) implements Weighted {

		/**
		 * Checks the numbers.
		 * @throws IllegalArgumentException if the side is not at least 1 or the weight
		 * not above 0
		 */
		public Side {
			if (pixels < 1) {
				throw new IllegalArgumentException("A patch has a side of at least 1, not " + pixels);
			}
			Weighted.check(weight);
		}

	}

}
