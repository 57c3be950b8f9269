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
package dev.dcae.image.metrics;

import java.util.OptionalDouble;

import dev.dcae.image.RgbImage;

/**
 * A measure of how different two images look, such as LPIPS. Thread-safe.
 */
@FunctionalInterface
public interface PerceptualMetric {

	/**
	 * The metric without a network to measure with.
	 */
	PerceptualMetric NONE = (one, other) -> OptionalDouble.empty();

	/**
	 * The distance of two images of one size.
	 * @return 0 for equal images; empty if it cannot be measured for this size
	 */
	OptionalDouble between(RgbImage one, RgbImage other);

}
