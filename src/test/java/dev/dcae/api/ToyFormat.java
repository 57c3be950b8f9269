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

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import dev.dcae.image.ImageFormat;
import dev.dcae.image.Orientation;
import dev.dcae.image.Quality;
import dev.dcae.image.RgbImage;
import dev.dcae.image.Samples;
import dev.dcae.image.StoredImage;
import dev.dcae.image.codec.Magic;

/**
 * A format that nobody else has: four letters, the size and the pixels.
 */
final class ToyFormat extends ImageFormat {

	private static final String LETTERS = "TOY1";

	private static final int HEADER_BYTES = 12;

	ToyFormat() {
		super("Toy", "x-toy", List.of("toy"), Integer.MAX_VALUE, Quality.BEST);
	}

	@Override
	public boolean recognises(byte[] file) {
		return Magic.begins(ByteBuffer.wrap(file), LETTERS);
	}

	@Override
	protected StoredImage read(byte[] file) {
		ByteBuffer data = ByteBuffer.wrap(file);
		return new Stored(data, data.getInt(4), data.getInt(8));
	}

	@Override
	protected byte[] write(RgbImage image, Quality quality) {
		return ByteBuffer.allocate(HEADER_BYTES + image.pixels().length)
			.put(LETTERS.getBytes(StandardCharsets.US_ASCII))
			.putInt(image.width())
			.putInt(image.height())
			.put(image.pixels())
			.array();
	}

	private record Stored(ByteBuffer data, int width, int height) implements StoredImage {

		@Override
		public Orientation orientation() {
			return Orientation.NONE;
		}

		@Override
		public Optional<byte[]> profile() {
			return Optional.empty();
		}

		@Override
		public boolean isEndDamaged() {
			return false;
		}

		@Override
		public Samples samples() {
			byte[] colour = new byte[3 * this.width * this.height];
			this.data.get(HEADER_BYTES, colour);
			return new Samples(this.width, this.height, 3, colour, null);
		}

	}

}
