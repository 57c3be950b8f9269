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
package dev.dcae.serving;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;

import dev.dcae.model.AutoencoderConfig;
import dev.dcae.model.Operation;

/**
 * The bounds that the shape of a model sets to the size of its batches.
 *
 * @param peakElementsPerPixel for every operation, the elements of its largest activation
 * for each pixel of the image
 * @param memory for the activations of a batch
 */
public record ModelLimits(Map<Operation, Long> peakElementsPerPixel, Memory memory) {

	/**
	 * Activations that are there at once, in units of the largest: from full-size models
	 * on a CPU.
	 */
	private static final int LIVE = 4;

	/**
	 * Elements for each pixel that no width of a model makes fewer: the image itself, and
	 * the working memory of its convolutions.
	 */
	private static final int EDGES = 48;

	/**
	 * Elements of an activation that kernels index safely, less the padding of maps: one
	 * that is doubled has a row and a column more on each side, which of 64 by 64 pixels
	 * makes 66 by 66. Of smaller images no batch that is configured with sense has so
	 * many.
	 */
	private static final long INDEXED = (1L << 31) * (64 * 64) / (66 * 66);

	/**
	 * The memory for the activations of a batch.
	 *
	 * @param bytes that there are at the moment; {@link Long#MAX_VALUE} where the device
	 * itself says what does not fit
	 * @param leastPixels that may run in any case, such as those of a tile
	 */
	public record Memory(LongSupplier bytes, long leastPixels) {

		/**
		 * The memory of a device that says when it is full.
		 */
		public static final Memory OF_DEVICE = new Memory(() -> Long.MAX_VALUE, 0);

	}

	/**
	 * The limits of an architecture.
	 */
	public static ModelLimits of(AutoencoderConfig config, Memory memory) {
		Map<Operation, Long> peaks = new EnumMap<>(Operation.class);
		for (Operation operation : Operation.values()) {
			peaks.put(operation, (long) config.peakElementsPerPixel(operation));
		}
		return new ModelLimits(peaks, memory);
	}

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
	 * is not safe: kernels index with 32 bits, and fail, fault or, worse, leave zeros. A
	 * 16th less is allowed, for the padding of maps. Where the memory is known,
	 * activations in float32 are to fit it.
	 */
	public long largestPixels(Operation operation) {
		Long elements = this.peakElementsPerPixel.get(operation);
		if (elements == null) {
			return 0;
		}
		long fitting = this.memory.bytes().getAsLong() / (Float.BYTES * (LIVE * elements + EDGES));
		return Math.min(INDEXED / elements, Math.max(this.memory.leastPixels(), fitting));
	}

}
