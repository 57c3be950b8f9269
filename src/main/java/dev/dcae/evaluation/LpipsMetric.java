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

import java.util.OptionalDouble;
import java.util.function.LongSupplier;

import dev.dcae.engine.EngineRunException;
import dev.dcae.engine.PerceptualDistance;
import dev.dcae.image.RgbImage;
import dev.dcae.image.metrics.PerceptualMetric;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A perceptual network as a metric; an image that it cannot take is warned about.
 *
 * @param memory that measuring may take at the moment, in bytes
 */
public record LpipsMetric(PerceptualDistance network, LongSupplier memory) implements PerceptualMetric, AutoCloseable {

	/**
	 * The memory of measuring, for a pixel of an image: the activations of VGG at full
	 * size, and its features of both images twice. AlexNet takes far less.
	 */
	static final long BYTES_A_PIXEL = 2048;

	private static final Logger log = LoggerFactory.getLogger(LpipsMetric.class);

	@Override
	public OptionalDouble between(RgbImage one, RgbImage other) {
		if ((long) one.width() * one.height() > this.memory.getAsLong() / BYTES_A_PIXEL) {
			log.debug("There is no memory to measure the perceptual distance of {}", one);
			return OptionalDouble.empty();
		}
		try {
			return OptionalDouble.of(this.network.between(pixels(one), pixels(other)));
		}
		catch (EngineRunException ex) {
			// Its layers halve an image several times, and a small one to nothing.
			log.warn("The perceptual distance of {} cannot be measured", one, ex);
			return OptionalDouble.empty();
		}
	}

	private static Tensor pixels(RgbImage image) {
		return Tensor.ofBytes(new Shape(image.height(), image.width(), 3), image.pixels());
	}

	@Override
	public void close() {
		this.network.close();
	}

}
