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

/**
 * The number of a latent's values: {@code channels} for each {@code ratio × ratio}
 * pixels.
 *
 * @param ratio pixels per latent cell side
 * @param channels of a cell
 */
public record LatentGrid(int ratio, int channels) {

	/**
	 * The values of an image.
	 * @param width in pixels, a multiple of the ratio
	 * @param height in pixels, a multiple of the ratio
	 */
	public long values(int width, int height) {
		return (long) (width / this.ratio) * (height / this.ratio) * this.channels;
	}

	/**
	 * The rate of an image's values in float16.
	 */
	public Rate rate(int width, int height) {
		return Rate.of(values(width, height), Rate.FLOAT16, (long) width * height);
	}

	/**
	 * The grid as models are named: {@code f32c32}.
	 */
	@Override
	public String toString() {
		return "f%dc%d".formatted(this.ratio, this.channels);
	}

}
