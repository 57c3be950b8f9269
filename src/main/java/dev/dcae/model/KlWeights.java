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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

import dev.dcae.tensor.Shape;

/**
 * The names and shapes of a KL autoencoder's tensors, in diffusers' naming.
 */
final class KlWeights {

	private final KlConfig encoder;

	private final KlConfig decoder;

	private final SequencedMap<String, Shape> weights = new LinkedHashMap<>();

	private KlWeights(KlConfig encoder, KlConfig decoder) {
		this.encoder = encoder;
		this.decoder = decoder;
	}

	/**
	 * The tensors of two ends, which may differ in their widths.
	 */
	static SequencedMap<String, Shape> of(KlConfig encoder, KlConfig decoder) {
		KlWeights table = new KlWeights(encoder, decoder);
		table.encoder();
		table.decoder();
		return table.weights;
	}

	private void encoder() {
		List<Integer> channels = this.encoder.channels();
		int moments = 2 * this.encoder.latentChannels();
		conv("encoder.conv_in", AutoencoderConfig.IMAGE_CHANNELS, channels.getFirst(), 3);
		int in = channels.getFirst();
		for (int i = 0; i < channels.size(); i++) {
			int out = channels.get(i);
			resnets("encoder.down_blocks.%d".formatted(i), this.encoder.layers(), in, out);
			if (i < channels.size() - 1) {
				conv("encoder.down_blocks.%d.downsamplers.0.conv".formatted(i), out, out, 3);
			}
			in = out;
		}
		middle("encoder.mid_block", in);
		norm("encoder.conv_norm_out", in);
		conv("encoder.conv_out", in, moments, 3);
		if (this.encoder.quantConv()) {
			conv("quant_conv", moments, moments, 1);
		}
	}

	private void decoder() {
		List<Integer> channels = this.decoder.channels().reversed();
		int latent = this.decoder.latentChannels();
		if (this.decoder.postQuantConv()) {
			conv("post_quant_conv", latent, latent, 1);
		}
		conv("decoder.conv_in", latent, channels.getFirst(), 3);
		middle("decoder.mid_block", channels.getFirst());
		int in = channels.getFirst();
		for (int i = 0; i < channels.size(); i++) {
			int out = channels.get(i);
			resnets("decoder.up_blocks.%d".formatted(i), this.decoder.layers() + 1, in, out);
			if (i < channels.size() - 1) {
				conv("decoder.up_blocks.%d.upsamplers.0.conv".formatted(i), out, out, 3);
			}
			in = out;
		}
		norm("decoder.conv_norm_out", in);
		conv("decoder.conv_out", in, AutoencoderConfig.IMAGE_CHANNELS, 3);
	}

	private void resnets(String name, int count, int in, int out) {
		for (int j = 0; j < count; j++) {
			resnet("%s.resnets.%d".formatted(name, j), (j == 0) ? in : out, out);
		}
	}

	private void resnet(String name, int in, int out) {
		norm(name + ".norm1", in);
		conv(name + ".conv1", in, out, 3);
		norm(name + ".norm2", out);
		conv(name + ".conv2", out, out, 3);
		if (in != out) {
			conv(name + ".conv_shortcut", in, out, 1);
		}
	}

	private void middle(String name, int channels) {
		resnets(name, 2, channels, channels);
		if (this.encoder.midAttention()) {
			String attention = name + ".attentions.0";
			norm(attention + ".group_norm", channels);
			for (String projection : List.of("to_q", "to_k", "to_v", "to_out.0")) {
				add("%s.%s.weight".formatted(attention, projection), channels, channels);
				add("%s.%s.bias".formatted(attention, projection), channels);
			}
		}
	}

	private void norm(String name, int channels) {
		add(name + ".weight", channels);
		add(name + ".bias", channels);
	}

	private void conv(String name, int in, int out, int kernel) {
		add(name + ".weight", out, in, kernel, kernel);
		add(name + ".bias", out);
	}

	private void add(String name, long... sizes) {
		this.weights.put(name, new Shape(sizes));
	}

}
