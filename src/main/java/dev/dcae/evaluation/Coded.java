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

import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.dcae.image.RgbImage;

/**
 * An image after a codec.
 *
 * @param image as it came back
 * @param rate of what was held in between
 * @param encoding time
 * @param decoding time
 */
public record Coded(RgbImage image, Rate rate, Duration encoding, Duration decoding) {

	/**
	 * Encodes and decodes, and looks at the clock.
	 * @param <T> what is held in between
	 */
	public static <T> Coded of(Supplier<T> encode, Function<T, RgbImage> decode, Function<T, Rate> rate) {
		long start = System.nanoTime();
		T held = encode.get();
		long between = System.nanoTime();
		RgbImage image = decode.apply(held);
		long end = System.nanoTime();
		return new Coded(image, rate.apply(held), Duration.ofNanos(between - start), Duration.ofNanos(end - between));
	}

}
