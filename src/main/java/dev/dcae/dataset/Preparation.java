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

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import dev.dcae.image.Kernel;
import dev.dcae.image.RgbImage;

/**
 * The steps before an image is fitted to the model.
 *
 * @param resize what its shorter side becomes, in pixels, its proportions kept
 * @param crop the side of the square that is then cut from its middle, in pixels
 * @param buckets the sizes of which the image gets the one that is nearest in its
 * proportions; instead of the two before
 * @param kernel that it is resized with
 */
public record Preparation(OptionalInt resize, OptionalInt crop, Optional<Buckets> buckets, Kernel kernel) {

	/**
	 * The pixels that an image has when it is resized, before it is cut: many more than
	 * its own if it is very narrow.
	 */
	long pixels(int width, int height) {
		if (this.buckets.isPresent()) {
			Buckets.Bucket bucket = this.buckets.get().nearest(width, height);
			return bucket.coveringWidth(width, height) * bucket.coveringHeight(width, height);
		}
		double scale = this.resize.isPresent() ? (double) this.resize.getAsInt() / Math.min(width, height) : 1;
		return (long) (scale * width * (scale * height));
	}

	/**
	 * Prepares an image.
	 * @throws UnfitImageException if it is smaller than the square
	 */
	public RgbImage of(RgbImage image) {
		if (this.buckets.isPresent()) {
			return this.buckets.get().nearest(image.width(), image.height()).cut(image, this.kernel);
		}
		RgbImage resized = this.resize.isPresent() ? resize(image, this.resize.getAsInt()) : image;
		return this.crop.isPresent() ? crop(resized, this.crop.getAsInt()) : resized;
	}

	/**
	 * The fields that decide what an image becomes. Those that came later are left out
	 * where they are not used, so that folders from before go on.
	 */
	Map<String, String> settings() {
		Map<String, String> settings = new LinkedHashMap<>();
		settings.put("resize", text(this.resize));
		settings.put("crop", text(this.crop));
		this.buckets.ifPresent((sizes) -> settings.put("buckets", sizes.toString()));
		if (this.kernel != Kernel.LANCZOS) {
			settings.put("kernel", Recipe.name(this.kernel));
		}
		return settings;
	}

	private static String text(OptionalInt pixels) {
		return pixels.isPresent() ? Integer.toString(pixels.getAsInt()) : "none";
	}

	private RgbImage resize(RgbImage image, int shorter) {
		double scale = (double) shorter / Math.min(image.width(), image.height());
		return image.resize((int) Math.max(shorter, Math.round(scale * image.width())),
				(int) Math.max(shorter, Math.round(scale * image.height())), this.kernel);
	}

	private static RgbImage crop(RgbImage image, int side) {
		if (image.width() < side || image.height() < side) {
			throw new UnfitImageException("The image has %d × %d pixels, too few for a square of %d; --resize enlarges"
				.formatted(image.width(), image.height(), side));
		}
		return image.centerCrop(side, side);
	}

}
