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

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.dcae.image.ImageFormat;
import dev.dcae.image.Orientation;
import dev.dcae.image.Quality;
import dev.dcae.image.RgbImage;
import dev.dcae.image.Samples;
import dev.dcae.image.StoredImage;

/**
 * A format that remembers which threads read headers and which read pixels.
 */
final class WatchedFormat extends ImageFormat {

	private final ImageFormat format;

	private final List<Thread> headers = new CopyOnWriteArrayList<>();

	private final List<Thread> pixels = new CopyOnWriteArrayList<>();

	WatchedFormat(ImageFormat format) {
		super(format.title(), format.name(), format.extensions(), format.longestSide(), format.usualQuality());
		this.format = format;
	}

	/**
	 * The threads that have read a header, each time they did.
	 */
	List<Thread> headers() {
		return this.headers;
	}

	/**
	 * The threads that have read pixels, each time they did.
	 */
	List<Thread> pixels() {
		return this.pixels;
	}

	void forget() {
		this.headers.clear();
		this.pixels.clear();
	}

	@Override
	public boolean recognises(byte[] file) {
		return this.format.recognises(file);
	}

	@Override
	protected StoredImage read(byte[] file) {
		this.headers.add(Thread.currentThread());
		StoredImage stored = this.format.parse(file);
		return new StoredImage() {

			@Override
			public int width() {
				return stored.width();
			}

			@Override
			public int height() {
				return stored.height();
			}

			@Override
			public Orientation orientation() {
				return stored.orientation();
			}

			@Override
			public Optional<byte[]> profile() {
				return stored.profile();
			}

			@Override
			public boolean isEndDamaged() {
				return stored.isEndDamaged();
			}

			@Override
			public Samples samples() throws IOException {
				WatchedFormat.this.pixels.add(Thread.currentThread());
				return stored.samples();
			}

		};
	}

	@Override
	protected byte[] write(RgbImage image, Quality quality) {
		return this.format.encode(image, quality);
	}

}
