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

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

import dev.dcae.tensor.Shape;

/**
 * The names and shapes of a tiny autoencoder's tensors, in diffusers' naming: the modules
 * of an end are numbered in the order in which they run, activations and doublings, too.
 */
final class TinyWeights {

	private final TinyConfig config;

	private final SequencedMap<String, Shape> weights = new LinkedHashMap<>();

	private TinyWeights(TinyConfig config) {
		this.config = config;
	}

	static SequencedMap<String, Shape> of(TinyConfig config) {
		TinyWeights table = new TinyWeights(config);
		table.encoder();
		table.decoder();
		return Collections.unmodifiableSequencedMap(table.weights);
	}

	private void encoder() {
		List<TinyConfig.Blocks> stages = this.config.encoder();
		int module = 0;
		int in = AutoencoderConfig.IMAGE_CHANNELS;
		for (int channels : this.config.stem()) {
			conv("encoder", module, in, channels, true);
			in = channels;
			// The activation between is a module, too.
			module += 2;
		}
		for (int i = 0; i < stages.size(); i++) {
			TinyConfig.Blocks stage = stages.get(i);
			conv("encoder", module++, in, stage.channels(), i == 0);
			if (i == 0 && !this.config.stem().isEmpty()) {
				module++;
			}
			module = blocks("encoder", module, stage, i == stages.size() - 1);
			in = stage.channels();
		}
		conv("encoder", module, in, this.config.latentChannels(), true);
	}

	private void decoder() {
		List<TinyConfig.Blocks> stages = this.config.decoder();
		conv("decoder", 0, this.config.latentChannels(), stages.getFirst().channels(), true);
		int module = 2;
		for (int i = 0; i < stages.size(); i++) {
			TinyConfig.Blocks stage = stages.get(i);
			module = blocks("decoder", module, stage, i == 0);
			if (i < stages.size() - 1) {
				conv("decoder", module + 1, stage.channels(), stages.get(i + 1).channels(), false);
				module += 2;
			}
		}
		conv("decoder", module, stages.getLast().channels(), AutoencoderConfig.IMAGE_CHANNELS, true);
	}

	private int blocks(String end, int first, TinyConfig.Blocks stage, boolean deepest) {
		int channels = stage.channels();
		int pooled = deepest ? this.config.pooled() : 0;
		for (int j = 0; j < stage.count(); j++) {
			String block = "%s.layers.%d.".formatted(end, first + j);
			for (int layer : new int[] { 0, 2, 4 }) {
				add(block + "conv.%d.weight".formatted(layer), channels, channels, 3, 3);
				add(block + "conv.%d.bias".formatted(layer), channels);
			}
			if (pooled > 0) {
				add(block + "pool.0.weight", pooled, channels, 1, 1);
				add(block + "pool.1.weight", pooled);
				add(block + "pool.1.bias", pooled);
				add(block + "pool.3.weight", channels, pooled, 1, 1);
			}
		}
		return first + stage.count();
	}

	private void conv(String end, int module, int in, int out, boolean bias) {
		add("%s.layers.%d.weight".formatted(end, module), out, in, 3, 3);
		if (bias) {
			add("%s.layers.%d.bias".formatted(end, module), out);
		}
	}

	private void add(String name, long... sizes) {
		this.weights.put(name, new Shape(sizes));
	}

}
