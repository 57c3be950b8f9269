package dev.dcae.serving;

import java.util.EnumMap;
import java.util.Map;

import dev.dcae.model.Operation;

/**
 * What the shape of a model says about the size of its batches.
 *
 * @param peakElementsPerPixel for every operation, the elements of its largest activation
 * for each pixel of the image
 */
public record ModelLimits(Map<Operation, Long> peakElementsPerPixel) {

	/**
	 * Checks and copies the map.
	 * @throws IllegalArgumentException if an operation has no positive entry
	 */
	public ModelLimits {
		EnumMap<Operation, Long> copy = new EnumMap<>(Operation.class);
		for (Operation operation : Operation.values()) {
			Long elements = peakElementsPerPixel.get(operation);
			if (elements == null || elements < 1) {
				throw new IllegalArgumentException("Operation %s needs its peak elements per pixel, not %s"
					.formatted(operation.method(), elements));
			}
			copy.put(operation, elements);
		}
		peakElementsPerPixel = Map.copyOf(copy);
	}

	/**
	 * The most pixels that may run in one batch. An activation of 2^31 elements or more
	 * is not safe: kernels index with 32 bits, and fail, fault or, worse, leave zeros.
	 */
	public long largestPixels(Operation operation) {
		Long elements = this.peakElementsPerPixel.get(operation);
		return (elements != null) ? Integer.MAX_VALUE / elements : 0;
	}

}
