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

import dev.dcae.image.RgbImage;

/**
 * Now from one source, now from another.
 *
 * @param parts at least one
 */
public record Mixture(List<Part> parts) implements ImageSource {

	/**
	 * Copies the parts.
	 * @throws IllegalArgumentException if there is none
	 */
	public Mixture {
		parts = List.copyOf(parts);
		if (parts.isEmpty()) {
			throw new IllegalArgumentException("A mixture has at least one source");
		}
	}

	public static Mixture of(Part... parts) {
		return new Mixture(List.of(parts));
	}

	@Override
	public RgbImage patch(int side, RandomGenerator random) {
		Part part = Weighted.one(this.parts, random);
		return part.augmentation.apply(part.source.patch(side, random), random);
	}

	/**
	 * A source among others.
	 *
	 * @param source of the images
	 * @param weight its share, relative to those of the others; above 0
	 * @param augmentation applied to its images
	 */
	public record Part(ImageSource source, double weight, ColourAugmentation augmentation) implements Weighted {

		/**
		 * Checks the weight.
		 * @throws IllegalArgumentException if it is not above 0
		 */
		public Part {
			Weighted.check(weight);
		}

		/**
		 * A source whose colours stay.
		 */
		public Part(ImageSource source, double weight) {
			this(source, weight, ColourAugmentation.NONE);
		}

	}

}
