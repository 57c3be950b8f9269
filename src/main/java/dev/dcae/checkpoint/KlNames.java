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
package dev.dcae.checkpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * The names that a KL autoencoder's tensors have had: today's of diffusers, diffusers'
 * before its attention was renamed, and CompVis' (latent-diffusion's), which FLUX.2's own
 * files have nearly, too; alone or within a file of a whole pipeline.
 */
final class KlNames {

	/**
	 * The prefixes under which a file of a whole pipeline keeps its autoencoder.
	 */
	private static final List<String> PREFIXES = List.of("first_stage_model.", "vae.");

	/**
	 * The prefixes of what training left in CompVis' files beside the autoencoder.
	 */
	private static final List<String> LEFTOVERS = List.of("loss.", "model_ema.");

	private static final Pattern COMPVIS = Pattern
		.compile("(?:encoder|decoder)\\.(?:mid\\.(?:block|attn)_\\d+|(?:down|up)\\.\\d+)\\..*");

	private static final Pattern DOWN = Pattern.compile("encoder\\.down\\.(\\d+)\\.(.*)");

	private static final Pattern UP = Pattern.compile("decoder\\.up\\.(\\d+)\\.(.*)");

	private static final Pattern ATTENTION = Pattern.compile("(.*\\.mid_block\\.attentions\\.0\\.)([^.]+)(\\..*)");

	private KlNames() {
	}

	/**
	 * The autoencoder's tensors under today's names in diffusers; names that are already
	 * so, or not known, stay as they are.
	 */
	static Map<String, Tensor> toDiffusers(Map<String, Tensor> tensors) {
		Map<String, Tensor> own = withoutPipeline(tensors);
		boolean compVis = own.keySet().stream().anyMatch((name) -> COMPVIS.matcher(name).matches());
		int stages = compVis ? upStages(own) : 0;
		Map<String, Tensor> named = new LinkedHashMap<>();
		own.forEach((name, tensor) -> {
			if (compVis && LEFTOVERS.stream().anyMatch(name::startsWith)) {
				return;
			}
			String today = attention(compVis ? block(name, stages) : name);
			if (named.put(today, linear(today, tensor)) != null) {
				throw new CheckpointException("The tensor %s is there twice, under different names".formatted(today));
			}
		});
		return named;
	}

	/**
	 * The tensors below the prefix of a pipeline's autoencoder, without it; all where
	 * there is none.
	 */
	private static Map<String, Tensor> withoutPipeline(Map<String, Tensor> tensors) {
		for (String prefix : PREFIXES) {
			Map<String, Tensor> own = new LinkedHashMap<>();
			tensors.forEach((name, tensor) -> {
				if (name.startsWith(prefix)) {
					own.put(name.substring(prefix.length()), tensor);
				}
			});
			if (!own.isEmpty()) {
				return own;
			}
		}
		return tensors;
	}

	/**
	 * CompVis counts the decoder's resolutions from the image, diffusers from the latent.
	 */
	private static int upStages(Map<String, Tensor> tensors) {
		int deepest = -1;
		for (String name : tensors.keySet()) {
			Matcher up = UP.matcher(name);
			if (up.matches()) {
				deepest = Math.max(deepest, number(up.group(1)));
			}
		}
		return deepest + 1;
	}

	/**
	 * A number too long for any model is none of ours, and is refused as unexpected.
	 */
	private static int number(String digits) {
		return (digits.length() <= 4) ? Integer.parseInt(digits) : -1;
	}

	private static String block(String name, int stages) {
		// FLUX.2's own files have the 1×1 convolutions within the ends.
		String renamed = name.replaceFirst("^encoder\\.quant_conv\\.", "quant_conv.")
			.replaceFirst("^decoder\\.post_quant_conv\\.", "post_quant_conv.")
			.replace(".nin_shortcut.", ".conv_shortcut.")
			.replace(".mid.block_1.", ".mid_block.resnets.0.")
			.replace(".mid.block_2.", ".mid_block.resnets.1.")
			.replace(".mid.attn_1.", ".mid_block.attentions.0.")
			.replace("coder.norm_out.", "coder.conv_norm_out.");
		Matcher down = DOWN.matcher(renamed);
		if (down.matches()) {
			return "encoder.down_blocks.%s.%s".formatted(down.group(1),
					down.group(2).replace("block.", "resnets.").replace("downsample.conv.", "downsamplers.0.conv."));
		}
		Matcher up = UP.matcher(renamed);
		if (up.matches()) {
			return "decoder.up_blocks.%d.%s".formatted(stages - 1 - number(up.group(1)),
					up.group(2).replace("block.", "resnets.").replace("upsample.conv.", "upsamplers.0.conv."));
		}
		return renamed;
	}

	private static String attention(String name) {
		Matcher matcher = ATTENTION.matcher(name);
		if (!matcher.matches()) {
			return name;
		}
		String part = switch (matcher.group(2)) {
			case "norm" -> "group_norm";
			case "q", "query" -> "to_q";
			case "k", "key" -> "to_k";
			case "v", "value" -> "to_v";
			case "proj_out", "proj_attn" -> "to_out.0";
			default -> matcher.group(2);
		};
		return matcher.group(1) + part + matcher.group(3);
	}

	/**
	 * The attention's projections were 1×1 convolutions, {@code [C, C, 1, 1]}.
	 */
	private static Tensor linear(String name, Tensor tensor) {
		Shape shape = tensor.shape();
		boolean convolution = name.contains(".mid_block.attentions.0.to_") && shape.rank() == 4 && shape.size(2) == 1
				&& shape.size(3) == 1;
		return convolution ? tensor.reshape(shape.size(0), shape.size(1)) : tensor;
	}

}
