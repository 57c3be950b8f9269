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
 * The numbers and bits that an image takes.
 *
 * @param valuesPerPixel numbers held for each pixel; the image itself has 3
 * @param bitsPerPixel these numbers as they are stored, without entropy coding; the image
 * itself has 24
 */
public record Rate(double valuesPerPixel, double bitsPerPixel) {

	/**
	 * Bits of a latent's value or a coefficient: float16, in which diffusion pipelines
	 * keep latents.
	 */
	public static final int FLOAT16 = 16;

	/**
	 * Bits of a value of an image.
	 */
	public static final int UINT8 = 8;

	/**
	 * The rate of an image that is held in some values.
	 * @param values all of them
	 * @param bits of each
	 * @param pixels of the image
	 */
	public static Rate of(long values, int bits, long pixels) {
		double valuesPerPixel = (double) values / pixels;
		return new Rate(valuesPerPixel, bits * valuesPerPixel);
	}

}
