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

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.dcae.model.AutoencoderConfig;
import dev.dcae.model.DcAeConfig;
import dev.dcae.model.Downsample;
import dev.dcae.model.Flux2Config;
import dev.dcae.model.HunyuanImageConfig;
import dev.dcae.model.KlConfig;
import dev.dcae.model.QwenImageConfig;
import dev.dcae.model.Stage;
import dev.dcae.model.TinyConfig;
import dev.dcae.model.Upsample;
import dev.dcae.tensor.Shape;

/**
 * The reference's arithmetic: the multiplications of every convolution and projection as diffusers runs them, whatever
 * ours does instead. Two floating-point operations each.
 */
final class Arithmetic {

	private static final Pattern BLOCK = Pattern.compile("(?:encoder\\.down|decoder\\.up)_blocks\\.(\\d+)\\.(\\d+)\\..*");

	private static final Pattern KL_BLOCK = Pattern.compile("(?:encoder\\.down|decoder\\.up)_blocks\\.(\\d+)\\.(\\w+)\\..*");

	private Arithmetic() {
	}

	/**
	 * GFLOP of one image of {@code size × size} pixels through one end of a model.
	 */
	static double gflop(AutoencoderConfig config, boolean encoder, int size) {
		double products = switch (config) {
			case DcAeConfig dcAe -> products(dcAe, encoder, size) + attention(dcAe, encoder, size);
			case KlConfig kl -> products(kl, encoder, size) + attention(kl, size);
			case Flux2Config flux -> products(flux, encoder, size)
					+ attention(encoder ? flux.encoder() : flux.decoder(), size);
			case TinyConfig tiny -> products(tiny, encoder, size);
			case HunyuanImageConfig hunyuan -> products(hunyuan, encoder, size)
					+ attention(hunyuan.ratio(), hunyuan.channels().getLast(), size);
			case QwenImageConfig qwen -> products(qwen, encoder, size) + attention(qwen.ratio(), qwen.deepest(), size);
		};
		return 2 * products / 1e9;
	}

	private static double products(AutoencoderConfig config, boolean encoder, int size) {
		double products = 0;
		for (var weight : config.weights().entrySet()) {
			String name = weight.getKey();
			Shape shape = weight.getValue();
			if (isOf(name, encoder) && shape.rank() >= 2) {
				int halvings = switch (config) {
					case DcAeConfig dcAe -> halvings(dcAe, name, encoder);
					case KlConfig kl -> halvings(kl, name, encoder);
					case Flux2Config flux -> halvings(flux.encoder(), name, encoder);
					case TinyConfig tiny -> TinyDepths.halvings(tiny, name);
					case HunyuanImageConfig hunyuan -> FlatDepths.halvings(hunyuan, name);
					case QwenImageConfig qwen -> FlatDepths.halvings(qwen, name);
				};
				double side = (double) size / (1L << halvings);
				products += elements(name, shape) * side * side;
			}
		}
		return products;
	}

	/**
	 * Of a kernel over frames one slice, since there is one frame, and of those over frames alone nothing.
	 */
	private static double elements(String name, Shape shape) {
		return name.contains(".time_conv.") ? 0 : (double) shape.elements() / ((shape.rank() == 5) ? shape.size(2) : 1);
	}

	private static boolean isOf(String name, boolean encoder) {
		return encoder ? name.startsWith("encoder.") || name.startsWith("quant_conv.")
				: name.startsWith("decoder.") || name.startsWith("post_quant_conv.");
	}

	/**
	 * The number of halvings of the image where a convolution of a KL autoencoder runs.
	 */
	private static int halvings(KlConfig config, String name, boolean encoder) {
		int deepest = config.channels().size() - 1;
		Matcher block = KL_BLOCK.matcher(name);
		if (block.matches()) {
			int stage = Integer.parseInt(block.group(1));
			int resampled = block.group(2).endsWith("samplers") ? 1 : 0;
			return encoder ? stage + resampled : deepest - stage - resampled;
		}
		return (name.startsWith("encoder.conv_in") || name.startsWith("decoder.conv_out")) ? 0 : deepest;
	}

	/**
	 * Query times key and that times value, of all pixels with all.
	 */
	private static double attention(KlConfig config, int size) {
		return config.midAttention() ? attention(config.ratio(), config.channels().getLast(), size) : 0;
	}

	private static double attention(int ratio, int channels, int size) {
		double tokens = Math.pow((double) size / ratio, 2);
		return 2 * tokens * tokens * channels;
	}

	/**
	 * The number of halvings of the image where a convolution runs.
	 */
	private static int halvings(DcAeConfig config, String name, boolean encoder) {
		int deepest = config.encoder().size() - 1;
		Matcher block = BLOCK.matcher(name);
		if (block.matches()) {
			int stage = Integer.parseInt(block.group(1));
			int index = Integer.parseInt(block.group(2));
			if (encoder) {
				boolean strided = config.downsample() == Downsample.CONV
						&& index == config.encoder().get(stage).layers();
				return strided ? stage + 1 : stage;
			}
			boolean before = config.upsample() == Upsample.PIXEL_SHUFFLE && index == 0 && stage < deepest;
			return before ? stage + 1 : stage;
		}
		if (name.startsWith("encoder.conv_in")) {
			return (config.encoderStartsHalved() && config.downsample() == Downsample.CONV) ? 1 : 0;
		}
		if (name.startsWith("decoder.conv_out")) {
			return (config.decoderEndsDoubling() && config.upsample() == Upsample.PIXEL_SHUFFLE) ? 1 : 0;
		}
		return deepest;
	}

	/**
	 * Per pixel and group of heads: key times value, and the sum of that times query.
	 */
	private static double attention(DcAeConfig config, boolean encoder, int size) {
		double products = 0;
		var stages = encoder ? config.encoder() : config.decoder();
		for (int i = 0; i < stages.size(); i++) {
			Stage stage = stages.get(i);
			if (stage.block() == dev.dcae.model.BlockType.EFFICIENT_VIT) {
				double side = (double) size / (1L << i);
				double groups = (double) config.heads(stage) * (1 + stage.multiscales().size());
				products += stage.layers() * groups * side * side * 2 * config.headDim() * (config.headDim() + 1);
			}
		}
		return products;
	}

}
