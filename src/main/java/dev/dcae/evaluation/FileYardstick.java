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

import dev.dcae.image.ImageFormat;
import dev.dcae.image.ImageLimits;
import dev.dcae.image.Quality;
import dev.dcae.image.RgbImage;
import dev.dcae.image.formats.ImageFormats;

/**
 * An image file of as many bytes as a latent has in float16: of the best quality whose
 * file is no larger, or of the least where all are. Entropy coding, which is not counted
 * for latents, is counted for the file.
 *
 * @param format of the file, a lossy one
 * @param grid of the latent
 */
public record FileYardstick(ImageFormat format, LatentGrid grid) implements ImageCodec {

	private static final ImageFormats FORMATS = ImageFormats.standard();

	@Override
	public String name() {
		return this.format.title() + " " + this.grid;
	}

	@Override
	public Coded code(RgbImage image) {
		Quality quality = quality(image);
		return Coded.of(() -> this.format.encode(image, quality),
				(file) -> FORMATS.read(file, ImageLimits.NONE).decode(),
				(file) -> Rate.of(file.length, Rate.UINT8, (long) image.width() * image.height()));
	}

	private Quality quality(RgbImage image) {
		long bytes = this.grid.values(image.width(), image.height()) * Rate.FLOAT16 / Byte.SIZE;
		if (fits(image, Quality.BEST, bytes)) {
			// Of WebP this is lossless, which may be smaller than all others.
			return Quality.BEST;
		}
		int low = 1;
		int high = Quality.BEST.percent() - 1;
		while (low < high) {
			int middle = (low + high + 1) / 2;
			if (fits(image, new Quality(middle), bytes)) {
				low = middle;
			}
			else {
				high = middle - 1;
			}
		}
		return new Quality(low);
	}

	private boolean fits(RgbImage image, Quality quality, long bytes) {
		return this.format.encode(image, quality).length <= bytes;
	}

}
