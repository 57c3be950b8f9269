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
