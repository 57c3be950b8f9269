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
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.dcae.tensor.Tensor;

/**
 * Turns the names of Wan's own files, which QwenImage's have in some programs, into
 * diffusers'. Blocks and samplers of both ends are flat lists there.
 */
final class WanNames {

	private static final Pattern BLOCK = Pattern.compile("encoder\\.downsamples\\.(\\d{1,4})\\.(.+)");

	private static final Pattern UP = Pattern.compile("decoder\\.upsamples\\.(\\d{1,4})\\.(.+)");

	private static final Pattern MIDDLE = Pattern.compile("(encoder|decoder)\\.middle\\.([012])\\.(.+)");

	private WanNames() {
	}

	/**
	 * Tells names of this kind.
	 */
	static boolean areOriginal(Set<String> names) {
		return names.stream().anyMatch((name) -> BLOCK.matcher(name).matches() || UP.matcher(name).matches());
	}

	static Map<String, Tensor> toDiffusers(Map<String, Tensor> tensors) {
		int blocks = blocks(tensors.keySet());
		Map<String, Tensor> renamed = new LinkedHashMap<>();
		tensors.forEach((name, tensor) -> {
			String today = rename(name, blocks);
			if (renamed.put(today, tensor) != null) {
				throw new CheckpointException("The tensor %s is there twice, under different names".formatted(today));
			}
		});
		return renamed;
	}

	/**
	 * Blocks of each of the decoder's stages: as many as come before its first sampler.
	 */
	private static int blocks(Set<String> names) {
		return names.stream()
			.map(UP::matcher)
			.filter((matcher) -> matcher.matches() && matcher.group(2).startsWith("resample."))
			.mapToInt((matcher) -> Integer.parseInt(matcher.group(1)))
			.min()
			.orElse(Integer.MAX_VALUE - 1);
	}

	private static String rename(String name, int blocks) {
		Matcher down = BLOCK.matcher(name);
		if (down.matches()) {
			return "encoder.down_blocks.%s.%s".formatted(down.group(1), part(down.group(2)));
		}
		Matcher up = UP.matcher(name);
		if (up.matches()) {
			int place = Integer.parseInt(up.group(1));
			int within = place % (blocks + 1);
			return "decoder.up_blocks.%d.%s.%s".formatted(place / (blocks + 1),
					(within < blocks) ? "resnets." + within : "upsamplers.0", part(up.group(2)));
		}
		Matcher middle = MIDDLE.matcher(name);
		if (middle.matches()) {
			String block = switch (middle.group(2)) {
				case "0" -> "resnets.0";
				case "1" -> "attentions.0";
				default -> "resnets.1";
			};
			return "%s.mid_block.%s.%s".formatted(middle.group(1), block, part(middle.group(3)));
		}
		return name.replaceFirst("^conv1\\.", "quant_conv.")
			.replaceFirst("^conv2\\.", "post_quant_conv.")
			.replaceFirst("^(encoder|decoder)\\.conv1\\.", "$1.conv_in.")
			.replaceFirst("^(encoder|decoder)\\.head\\.0\\.", "$1.norm_out.")
			.replaceFirst("^(encoder|decoder)\\.head\\.2\\.", "$1.conv_out.");
	}

	private static String part(String name) {
		return name.replaceFirst("^residual\\.0\\.", "norm1.")
			.replaceFirst("^residual\\.2\\.", "conv1.")
			.replaceFirst("^residual\\.3\\.", "norm2.")
			.replaceFirst("^residual\\.6\\.", "conv2.")
			.replaceFirst("^shortcut\\.", "conv_shortcut.");
	}

}
