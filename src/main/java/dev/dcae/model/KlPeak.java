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
package dev.dcae.model;

import java.util.List;

/**
 * The largest activation of a KL autoencoder in elements per pixel of the image, from its
 * layers' shapes. The attention keeps no matrix of all pixels by all pixels.
 */
final class KlPeak {

	private KlPeak() {
	}

	static int encoder(KlConfig config) {
		List<Integer> channels = config.channels();
		double peak = ends(config);
		for (int i = 0; i < channels.size(); i++) {
			peak = Math.max(peak, perPixel(Math.max(channels.get(Math.max(i - 1, 0)), channels.get(i)), i));
			if (i < channels.size() - 1) {
				// Before it is halved, a map gets one more row and column. The smallest
				// that comes here has 2^left of them.
				int left = channels.size() - 1 - i;
				double padded = 1 + 1.0 / (1L << left);
				peak = Math.max(peak, perPixel(channels.get(i), i) * padded * padded);
			}
		}
		return (int) Math.ceil(peak);
	}

	static int decoder(KlConfig config) {
		List<Integer> channels = config.channels();
		double peak = ends(config);
		for (int i = 0; i < channels.size(); i++) {
			// The deeper map is doubled with all of its channels.
			int deeper = channels.get(Math.min(i + 1, channels.size() - 1));
			peak = Math.max(peak, perPixel(Math.max(deeper, channels.get(i)), i));
		}
		return (int) Math.ceil(peak);
	}

	/**
	 * The image; and the queries, keys and values of the deepest map.
	 */
	private static double ends(KlConfig config) {
		int deepest = config.channels().size() - 1;
		int factor = config.midAttention() ? 3 : 1;
		return Math.max(AutoencoderConfig.IMAGE_CHANNELS, perPixel(factor * config.channels().getLast(), deepest));
	}

	/**
	 * Stage {@code i} has 4^-i of the pixels.
	 */
	private static double perPixel(int channels, int stage) {
		return (double) channels / (1L << (2 * stage));
	}

}
