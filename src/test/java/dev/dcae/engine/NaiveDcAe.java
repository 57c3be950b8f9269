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

import dev.dcae.tensor.Tensor;
import tools.jackson.databind.JsonNode;

/**
 * A DC-AE from its definition, with q, k and v apart, the attention in its quadratic form
 * and every BatchNorm where it stands. Every field has to be there, and those that may be
 * one string for all stages have to be lists.
 */
final class NaiveDcAe implements Definition {

	private final JsonNode config;

	private final Values values;

	NaiveDcAe(JsonNode config, Map<String, Tensor> tensors) {
		this.config = config;
		this.values = new Values(tensors);
	}

	@Override
	public FeatureMap encode(FeatureMap image) {
		int stages = this.config.get("encoder_block_out_channels").size();
		FeatureMap x = (layers("encoder", 0) > 0) ? conv("encoder.conv_in", image)
				: down("encoder.conv_in", image, channels("encoder", 1), false);
		for (int i = 0; i < stages; i++) {
			for (int j = 0; j < layers("encoder", i); j++) {
				x = block("encoder", i, "encoder.down_blocks.%d.%d".formatted(i, j), "rms_norm", "silu", x);
			}
			if (i < stages - 1 && layers("encoder", i) > 0) {
				x = down("encoder.down_blocks.%d.%d".formatted(i, layers("encoder", i)), x, channels("encoder", i + 1),
						true);
			}
		}
		FeatureMap latent = conv("encoder.conv_out", x);
		return flag("encoder_out_shortcut") ? latent.plus(x.channelMean(latent.channels())) : latent;
	}

	@Override
	public FeatureMap decode(FeatureMap latent) {
		int stages = this.config.get("decoder_block_out_channels").size();
		FeatureMap x = conv("decoder.conv_in", latent);
		if (flag("decoder_in_shortcut")) {
			x = x.plus(latent.channelRepeat(x.channels() / latent.channels()));
		}
		for (int i = stages - 1; i >= 0; i--) {
			boolean up = i < stages - 1 && layers("decoder", i) > 0;
			if (up) {
				x = up("decoder.up_blocks.%d.0".formatted(i), x, channels("decoder", i), true);
			}
			for (int j = 0; j < layers("decoder", i); j++) {
				x = block("decoder", i, "decoder.up_blocks.%d.%d".formatted(i, up ? j + 1 : j),
						text("decoder_norm_types", i), text("decoder_act_fns", i), x);
			}
		}
		x = norm("decoder.norm_out", "rms_norm", x);
		x = x.apply(activation(this.config.get("decoder_conv_act_fn").asString()));
		return (layers("decoder", 0) > 0) ? conv("decoder.conv_out", x) : up("decoder.conv_out", x, 3, false);
	}

	private FeatureMap block(String end, int stage, String name, String norm, String activation, FeatureMap x) {
		if (text(end + "_block_types", stage).equals("ResBlock")) {
			FeatureMap h = conv(name + ".conv1", x).apply(activation(activation))
				.conv(this.values.kernel(name + ".conv2"), 1, 1);
			return x.plus(norm(name + ".norm", norm, h));
		}
		int scales = this.config.get(end + "_qkv_multiscales").get(stage).size();
		return gatedMlp(name + ".conv_out", attention(name + ".attn", scales, norm, x));
	}

	private FeatureMap attention(String name, int scales, String norm, FeatureMap x) {
		int headDim = this.config.get("attention_head_dim").asInt();
		FeatureMap qkv = FeatureMap.concat(conv(name + ".to_q", x), conv(name + ".to_k", x), conv(name + ".to_v", x));
		List<FeatureMap> all = new ArrayList<>(List.of(qkv));
		for (int s = 0; s < scales; s++) {
			String scale = "%s.to_qkv_multiscale.%d.".formatted(name, s);
			all.add(qkv.conv(this.values.kernel(scale + "proj_in"), 1, qkv.channels())
				.conv(this.values.kernel(scale + "proj_out"), 1, qkv.channels() / headDim));
		}
		FeatureMap multi = FeatureMap.concat(all.toArray(FeatureMap[]::new));
		List<FeatureMap> heads = new ArrayList<>();
		for (int at = 0; at < multi.channels(); at += 3 * headDim) {
			heads.add(head(multi.slice(at, at + headDim), multi.slice(at + headDim, at + 2 * headDim),
					multi.slice(at + 2 * headDim, at + 3 * headDim)));
		}
		FeatureMap out = conv(name + ".to_out", FeatureMap.concat(heads.toArray(FeatureMap[]::new)));
		return x.plus(norm(name + ".norm_out", norm, out));
	}

	/**
	 * Every pixel looks at every pixel: relu(q)·relu(k), normalised over the keys.
	 */
	private static FeatureMap head(FeatureMap query, FeatureMap key, FeatureMap value) {
		int area = query.area();
		FeatureMap out = new FeatureMap(value.channels(), value.height(), value.width());
		for (int to = 0; to < area; to++) {
			double[] weights = new double[area];
			double sum = 1e-15;
			for (int from = 0; from < area; from++) {
				for (int c = 0; c < query.channels(); c++) {
					weights[from] += Math.max(query.values()[c * area + to], 0)
							* Math.max(key.values()[c * area + from], 0);
				}
				sum += weights[from];
			}
			for (int c = 0; c < value.channels(); c++) {
				for (int from = 0; from < area; from++) {
					out.values()[c * area + to] += weights[from] / sum * value.values()[c * area + from];
				}
			}
		}
		return out;
	}

	private FeatureMap gatedMlp(String name, FeatureMap x) {
		FeatureMap h = conv(name + ".conv_inverted", x).apply(NaiveDcAe::silu);
		h = h.conv(this.values.kernel(name + ".conv_depth"), 1, h.channels());
		int half = h.channels() / 2;
		h = h.slice(0, half).times(h.slice(half, 2 * half).apply(NaiveDcAe::silu));
		return x.plus(norm(name + ".norm", "rms_norm", h.conv(this.values.kernel(name + ".conv_point"), 1, 1)));
	}

	private FeatureMap down(String name, FeatureMap x, int channels, boolean shortcut) {
		boolean unshuffle = this.config.get("downsample_block_type").asString().equals("pixel_unshuffle");
		FeatureMap y = unshuffle ? x.conv(this.values.kernel(name + ".conv"), 1, 1).pixelUnshuffle()
				: x.conv(this.values.kernel(name + ".conv"), 2, 1);
		return shortcut ? y.plus(x.pixelUnshuffle().channelMean(channels)) : y;
	}

	private FeatureMap up(String name, FeatureMap x, int channels, boolean shortcut) {
		boolean interpolate = this.config.get("upsample_block_type").asString().equals("interpolate");
		FeatureMap y = interpolate ? x.nearestTwice().conv(this.values.kernel(name + ".conv"), 1, 1)
				: x.conv(this.values.kernel(name + ".conv"), 1, 1).pixelShuffle();
		return shortcut ? y.plus(x.channelRepeat(4 * channels / x.channels()).pixelShuffle()) : y;
	}

	private FeatureMap norm(String name, String type, FeatureMap x) {
		double[] weight = this.values.vector(name + ".weight");
		double[] bias = this.values.vector(name + ".bias");
		return switch (type) {
			case "rms_norm" -> x.rmsNorm(weight, bias);
			case "batch_norm" -> x.batchNorm(this.values.vector(name + ".running_mean"),
					this.values.vector(name + ".running_var"), weight, bias);
			default -> throw new IllegalArgumentException(type);
		};
	}

	private FeatureMap conv(String name, FeatureMap x) {
		return x.conv(this.values.kernel(name), 1, 1);
	}

	private int layers(String end, int stage) {
		return this.config.get(end + "_layers_per_block").get(stage).asInt();
	}

	private int channels(String end, int stage) {
		return this.config.get(end + "_block_out_channels").get(stage).asInt();
	}

	private String text(String field, int stage) {
		return this.config.get(field).get(stage).asString();
	}

	private boolean flag(String field) {
		return this.config.get(field).asBoolean();
	}

	static DoubleUnaryOperator activation(String name) {
		return switch (name) {
			case "silu", "swish" -> NaiveDcAe::silu;
			case "relu" -> (x) -> Math.max(x, 0);
			case "gelu" -> (x) -> x * 0.5 * (1 + erf(x / Math.sqrt(2)));
			case "mish" -> (x) -> x * Math.tanh(Math.log1p(Math.exp(x)));
			default -> throw new IllegalArgumentException(name);
		};
	}

	private static double silu(double x) {
		return x / (1 + Math.exp(-x));
	}

	/**
	 * {@code 2/√π · e^(-x²) · Σ 2^n x^(2n+1) / (1·3·…·(2n+1))}: all terms of one sign.
	 */
	private static double erf(double x) {
		if (Math.abs(x) > 6) {
			return Math.signum(x);
		}
		double term = x;
		double sum = x;
		for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
			term *= 2 * x * x / (2 * n + 1);
			sum += term;
		}
		return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
	}

}
