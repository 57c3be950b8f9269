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
package dev.dcae.image;

/**
 * The weights of pixels when an image is resized, by their distance in pixels of the
 * smaller image.
 */
public enum Kernel {

	/**
	 * The cubic of Keys, "Cubic Convolution Interpolation for Digital Image Processing"
	 * (1981), with a = -1/2: what Pillow calls {@code BICUBIC}.
	 */
	BICUBIC(2) {

		@Override
		double at(double x) {
			double distance = Math.abs(x);
			if (distance < 1) {
				return ((A + 2) * distance - (A + 3)) * distance * distance + 1;
			}
			return (distance < 2) ? A * (((distance - 5) * distance + 8) * distance - 4) : 0;
		}

	},

	/**
	 * The sinc windowed by its own main lobe of radius 3: what Pillow calls
	 * {@code LANCZOS}.
	 */
	LANCZOS(3) {

		@Override
		double at(double x) {
			return (x >= -radius() && x < radius()) ? sinc(x) * sinc(x / radius()) : 0;
		}

	};

	private static final double A = -0.5;

	private final int radius;

	Kernel(int radius) {
		this.radius = radius;
	}

	/**
	 * The distance from which on the weight is zero.
	 */
	int radius() {
		return this.radius;
	}

	/**
	 * The weight at a distance, not normalised.
	 */
	abstract double at(double x);

	private static double sinc(double x) {
		return (x == 0) ? 1 : Math.sin(x * Math.PI) / (x * Math.PI);
	}

}
