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

import dev.dcae.image.RgbImage;
import dev.dcae.image.metrics.Fidelity;
import dev.dcae.image.metrics.PerceptualMetric;

/**
 * An image after a codec, to be looked at.
 */
public record Reconstruction(RgbImage image, Measurement measurement) {

	/**
	 * Sends an image through a codec and measures what comes back.
	 * @param image with sides that are multiples of the codec's ratio
	 * @param perceptual for LPIPS
	 * @throws RuntimeException if the codec or the network cannot do it, saying why
	 */
	public static Reconstruction of(RgbImage image, ImageCodec codec, PerceptualMetric perceptual) {
		Coded coded = codec.code(image);
		return new Reconstruction(coded.image(), new Measurement(codec.name(), coded.rate(),
				Fidelity.of(image, coded.image(), perceptual), coded.encoding(), coded.decoding()));
	}

}
