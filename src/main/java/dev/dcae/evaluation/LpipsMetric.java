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
 */
public record LpipsMetric(PerceptualDistance network) implements PerceptualMetric, AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(LpipsMetric.class);

	@Override
	public OptionalDouble between(RgbImage one, RgbImage other) {
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
