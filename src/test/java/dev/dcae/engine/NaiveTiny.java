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
package dev.dcae.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.dcae.tensor.Tensor;
import tools.jackson.databind.JsonNode;

/**
 * A tiny autoencoder from its definition, module by module: what each is the names of its
 * tensors tell, and the numbers between them, which are activations and doublings.
 */
final class NaiveTiny implements Definition {

	private final DoubleUnaryOperator activation;

	private final Values values;

	private final List<String> names;

	NaiveTiny(JsonNode config, Map<String, Tensor> tensors) {
		this.activation = NaiveDcAe.activation(config.path("act_fn").asString("relu"));
		this.values = new Values(tensors);
		this.names = new ArrayList<>(tensors.keySet());
	}

	@Override
	public FeatureMap encode(FeatureMap image) {
		FeatureMap x = image.apply((value) -> (value + 1) / 2);
		int last = last("encoder");
		// A first convolution before an activation has a stride; any other has none.
		boolean stem = this.names.stream().noneMatch((name) -> name.startsWith("encoder.layers.1."));
		for (int module = 0; module <= last; module++) {
			String name = "encoder.layers." + module;
			if (isBlock("encoder", module)) {
				x = block(name, x);
			}
			else if (this.values.has(name + ".weight")) {
				boolean strided = (stem && module < 4) || !this.values.has(name + ".bias");
				x = x.conv(this.values.kernel(name), strided ? 2 : 1, 1);
				x = (stem && module < 4) ? x.apply(this.activation) : x;
			}
		}
		return x;
	}

	@Override
	public FeatureMap decode(FeatureMap latent) {
		FeatureMap x = latent.apply((value) -> 3 * Math.tanh(value / 3));
		int last = last("decoder");
		for (int module = 0; module <= last; module++) {
			String name = "decoder.layers." + module;
			if (isBlock("decoder", module)) {
				x = block(name, x);
			}
			else if (this.values.has(name + ".weight")) {
				x = (this.values.has(name + ".bias") ? x : x.nearestTwice()).conv(this.values.kernel(name), 1, 1);
				x = (module == 0) ? x.apply(this.activation) : x;
			}
		}
		return x.apply((value) -> 2 * value - 1);
	}

	private FeatureMap block(String name, FeatureMap input) {
		FeatureMap x = input;
		if (this.values.has(name + ".pool.0.weight")) {
			FeatureMap pooled = x.conv(this.values.kernel(name + ".pool.0"), 1, 1)
				.groupNorm(4, 1e-5, this.values.vector(name + ".pool.1.weight"),
						this.values.vector(name + ".pool.1.bias"))
				.apply((value) -> Math.max(0, value));
			x = x.plus(pooled.conv(this.values.kernel(name + ".pool.3"), 1, 1));
		}
		FeatureMap h = x.conv(this.values.kernel(name + ".conv.0"), 1, 1).apply(this.activation);
		h = h.conv(this.values.kernel(name + ".conv.2"), 1, 1).apply(this.activation);
		return h.conv(this.values.kernel(name + ".conv.4"), 1, 1).plus(x).apply((value) -> Math.max(0, value));
	}

	private boolean isBlock(String end, int module) {
		return this.values.has("%s.layers.%d.conv.0.weight".formatted(end, module));
	}

	private int last(String end) {
		Pattern pattern = Pattern.compile(end + "\\.layers\\.(\\d+)\\..*");
		return this.names.stream()
			.map(pattern::matcher)
			.filter(Matcher::matches)
			.mapToInt((matcher) -> Integer.parseInt(matcher.group(1)))
			.max()
			.orElseThrow();
	}

}
