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

import java.util.Map;

import dev.dcae.tensor.Tensor;
import tools.jackson.databind.JsonNode;

/**
 * A KL autoencoder from its definition, with q, k and v apart and the attention as a sum
 * over all pixels for each. Every field has to be there.
 */
final class NaiveKl implements Definition {

	private final JsonNode config;

	private final Values values;

	NaiveKl(JsonNode config, Map<String, Tensor> tensors) {
		this.config = config;
		this.values = new Values(tensors);
	}

	/**
	 * The means.
	 */
	@Override
	public FeatureMap encode(FeatureMap image) {
		FeatureMap moments = moments(image);
		return moments.slice(0, moments.channels() / 2);
	}

	FeatureMap moments(FeatureMap image) {
		FeatureMap x = conv("encoder.conv_in", image);
		for (int i = 0; i < stages(); i++) {
			String name = "encoder.down_blocks." + i;
			x = resnets(name, number("layers_per_block"), x);
			if (i < stages() - 1) {
				x = x.padRightAndBottom().conv(this.values.kernel(name + ".downsamplers.0.conv"), 2, 1, 0);
			}
		}
		x = out("encoder", middle("encoder.mid_block", x));
		return flag("use_quant_conv") ? conv("quant_conv", x) : x;
	}

	@Override
	public FeatureMap decode(FeatureMap latent) {
		FeatureMap x = flag("use_post_quant_conv") ? conv("post_quant_conv", latent) : latent;
		x = middle("decoder.mid_block", conv("decoder.conv_in", x));
		for (int i = 0; i < stages(); i++) {
			String name = "decoder.up_blocks." + i;
			x = resnets(name, number("layers_per_block") + 1, x);
			if (i < stages() - 1) {
				x = conv(name + ".upsamplers.0.conv", x.nearestTwice());
			}
		}
		return out("decoder", x);
	}

	private FeatureMap out(String end, FeatureMap x) {
		return conv(end + ".conv_out", norm(end + ".conv_norm_out", x).apply(NaiveDcAe.activation("silu")));
	}

	private FeatureMap middle(String name, FeatureMap x) {
		FeatureMap y = resnet(name + ".resnets.0", x);
		if (flag("mid_block_add_attention")) {
			y = attention(name + ".attentions.0", y);
		}
		return resnet(name + ".resnets.1", y);
	}

	private FeatureMap resnets(String name, int count, FeatureMap x) {
		FeatureMap y = x;
		for (int j = 0; j < count; j++) {
			y = resnet("%s.resnets.%d".formatted(name, j), y);
		}
		return y;
	}

	private FeatureMap resnet(String name, FeatureMap x) {
		FeatureMap h = conv(name + ".conv1", norm(name + ".norm1", x).apply(activation()));
		h = conv(name + ".conv2", norm(name + ".norm2", h).apply(activation()));
		boolean shortcut = this.values.has(name + ".conv_shortcut.weight");
		return h.plus(shortcut ? conv(name + ".conv_shortcut", x) : x);
	}

	private java.util.function.DoubleUnaryOperator activation() {
		return NaiveDcAe.activation(this.config.get("act_fn").asString());
	}

	private FeatureMap attention(String name, FeatureMap x) {
		FeatureMap normed = norm(name + ".group_norm", x);
		FeatureMap query = conv(name + ".to_q", normed);
		FeatureMap key = conv(name + ".to_k", normed);
		FeatureMap value = conv(name + ".to_v", normed);
		int area = x.area();
		FeatureMap out = new FeatureMap(x.channels(), x.height(), x.width());
		for (int to = 0; to < area; to++) {
			double[] weights = new double[area];
			double sum = 0;
			for (int from = 0; from < area; from++) {
				double product = 0;
				for (int c = 0; c < x.channels(); c++) {
					product += query.values()[c * area + to] * key.values()[c * area + from];
				}
				weights[from] = Math.exp(product / Math.sqrt(x.channels()));
				sum += weights[from];
			}
			for (int c = 0; c < x.channels(); c++) {
				for (int from = 0; from < area; from++) {
					out.values()[c * area + to] += weights[from] / sum * value.values()[c * area + from];
				}
			}
		}
		return x.plus(conv(name + ".to_out.0", out));
	}

	private FeatureMap norm(String name, FeatureMap x) {
		return x.groupNorm(number("norm_num_groups"), this.values.vector(name + ".weight"),
				this.values.vector(name + ".bias"));
	}

	private FeatureMap conv(String name, FeatureMap x) {
		return x.conv(this.values.kernel(name), 1, 1);
	}

	private int stages() {
		return this.config.get("block_out_channels").size();
	}

	private int number(String field) {
		return this.config.get(field).asInt();
	}

	private boolean flag(String field) {
		return this.config.get(field).asBoolean();
	}

}
