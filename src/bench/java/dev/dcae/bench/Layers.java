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
package dev.dcae.bench;

import java.util.ArrayList;
import java.util.List;

import dev.dcae.model.AutoencoderConfig;
import dev.dcae.model.DcAeConfig;
import dev.dcae.model.Flux2Config;
import dev.dcae.model.KlConfig;

/**
 * Collects the layers of one end of a model, as its archive runs them in bfloat16. Bytes are those of each kernel's
 * inputs and outputs: nothing stays in a cache between two kernels, as feature maps are larger.
 */
final class Layers {

	/**
	 * Bytes of an element.
	 */
	private static final int BYTES = 2;

	/**
	 * One pass that reads a map and writes it.
	 */
	private static final int PASS = 2 * BYTES;

	/**
	 * Bytes an element of an RMS norm as the archive has it: to float32 (2 + 4), the norm (4), times the scale (4 + 4),
	 * times the factors plus the offsets (4 + 4), back (4 + 2).
	 */
	private static final int RMS_NORM = 32;

	/**
	 * One kernel that reads the map, keeps a pixel's channels, and writes.
	 */
	private static final int FUSED_NORM = PASS;

	/**
	 * A sum of two maps.
	 */
	private static final int ADD = 3 * BYTES;

	private final List<Layer> layers = new ArrayList<>();

	/**
	 * Those of one end of a model for an image of {@code size × size}.
	 */
	static List<Layer> of(AutoencoderConfig config, boolean encoder, int size) {
		Layers layers = new Layers();
		switch (config) {
			case DcAeConfig dcAe -> new DcAeLayers(dcAe, size, layers).walk(encoder);
			case KlConfig kl -> new KlLayers(kl, size, layers).walk(encoder);
			case Flux2Config flux -> new KlLayers(encoder ? flux.encoder() : flux.decoder(), size, layers).walk(encoder);
			default -> throw new IllegalArgumentException("No layers are known of " + config.family());
		}
		return layers.layers;
	}

	/**
	 * A convolution that leaves the pixels as many as they are.
	 * @param groups that it is divided in
	 */
	void conv(String name, int kernel, double in, double out, double pixels, double groups) {
		conv(name, kernel, in, out, pixels, pixels, groups);
	}

	void conv(String name, int kernel, double in, double out, double read, double written, double groups) {
		double weights = kernel * kernel * in / groups * out;
		double bytes = BYTES * (in * read + out * written);
		this.layers.add(new Layer(name, weights * written, weights * written, weights, bytes, bytes));
	}

	/**
	 * Nearest neighbour and a 3 × 3 convolution, as four 2 × 2 ones over one more row and column; then each phase goes to
	 * its place.
	 * @param side before it is doubled
	 */
	void phasedUp(String name, double in, double out, double side) {
		double weights = 4 * in * 4 * out;
		double pixels = (side + 1) * (side + 1);
		double written = 4 * out * side * side;
		this.layers.add(new Layer(name, 9 * in * written, weights * pixels, weights,
				BYTES * (in * side * side + 4 * out * pixels) + PASS * written, BYTES * (in * side * side + written)));
	}

	/**
	 * An activation of what a convolution has just written.
	 */
	void activation(double elements) {
		pointwise("activation", elements, PASS, 0);
	}

	/**
	 * A sum of what a convolution has just written and another map.
	 */
	void add(double elements) {
		pointwise("sum", elements, ADD, BYTES);
	}

	/**
	 * An RMS norm, and perhaps a sum with another map.
	 */
	void rmsNorm(double elements, boolean added) {
		pointwise("RMS norm", elements, RMS_NORM + (added ? ADD : 0), FUSED_NORM + (added ? BYTES : 0));
	}

	/**
	 * A group norm, which has to read all before it writes anything, and its activation.
	 */
	void groupNorm(double elements, boolean activated) {
		pointwise("group norm", elements, 3 * BYTES + (activated ? PASS : 0), 3 * BYTES);
	}

	/**
	 * A copy in another order, or of several maps behind each other.
	 */
	void copy(double elements) {
		pointwise("copy", elements, PASS, 0);
	}

	/**
	 * A step without products.
	 * @param moved bytes an element
	 * @param least bytes an element
	 */
	void pointwise(String name, double elements, double moved, double least) {
		this.layers.add(new Layer(name, 0, 0, 0, moved * elements, least * elements));
	}

	/**
	 * Products of feature maps with each other.
	 */
	void products(String name, double products, double moved, double least) {
		this.layers.add(new Layer(name, products, products, 0, moved, least));
	}

}
