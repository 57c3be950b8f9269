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
package dev.dcae.pipeline;

import dev.dcae.image.RgbImage;

/**
 * The treatment of an image whose sides are not multiples of the model's ratio.
 */
public enum Fit {

	/**
	 * Repeat the last column and row up to the next multiple; decoding crops them away
	 * again.
	 */
	PAD,

	/**
	 * Keep the middle, down to the multiple below.
	 */
	CROP,

	/**
	 * Resample to the nearest multiple.
	 */
	RESIZE,

	/**
	 * Refuse it.
	 */
	REJECT;

	/**
	 * An image that a model can take.
	 *
	 * @param image with sides that are multiples of the ratio
	 * @param width of the image that decoding gives back, in pixels
	 * @param height of the image that decoding gives back, in pixels
	 */
	record Fitted(RgbImage image, int width, int height) {
	}

	/**
	 * The sides of an image that a model can take, in pixels.
	 */
	record Size(int width, int height) {
	}

	/**
	 * The multiples of a ratio that an image's sides become.
	 * @throws RequestException.UnfitSize if this fit cannot make them
	 */
	Size size(int width, int height, int ratio) {
		if (width % ratio == 0 && height % ratio == 0) {
			return new Size(width, height);
		}
		return switch (this) {
			case PAD -> new Size(up(width, ratio), up(height, ratio));
			case CROP -> {
				if (width < ratio || height < ratio) {
					throw new RequestException.UnfitSize(
							"An image of %d × %d pixels cannot be cropped to multiples of %d; use fit=pad or fit=resize"
								.formatted(width, height, ratio));
				}
				yield new Size(width - width % ratio, height - height % ratio);
			}
			case RESIZE -> new Size(nearest(width, ratio), nearest(height, ratio));
			case REJECT -> throw new RequestException.UnfitSize(
					"An image of %d × %d pixels does not have sides that are multiples of %d; use fit=pad, crop or resize"
						.formatted(width, height, ratio));
		};
	}

	/**
	 * Makes an image's sides multiples of a ratio.
	 * @throws RequestException.UnfitSize if this fit cannot
	 */
	Fitted apply(RgbImage image, int ratio) {
		Size size = size(image.width(), image.height(), ratio);
		return switch (this) {
			case PAD -> new Fitted(image.padTo(size.width(), size.height()), image.width(), image.height());
			case CROP -> whole(image.centerCrop(size.width(), size.height()));
			case RESIZE -> whole(image.resize(size.width(), size.height()));
			case REJECT -> whole(image);
		};
	}

	private static Fitted whole(RgbImage image) {
		return new Fitted(image, image.width(), image.height());
	}

	private static int up(int size, int ratio) {
		return Math.ceilDiv(size, ratio) * ratio;
	}

	private static int nearest(int size, int ratio) {
		return Math.max(ratio, Math.round((float) size / ratio) * ratio);
	}

}
