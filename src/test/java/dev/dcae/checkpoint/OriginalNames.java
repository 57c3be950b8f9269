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

import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.dcae.model.DcAeConfig;
import dev.dcae.model.Downsample;
import dev.dcae.model.Stage;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * Writes a DC-AE as efficientvit does: not our mapping backwards, but each module of the
 * original under the name that it has there.
 */
public final class OriginalNames {

	private static final Pattern BLOCK = Pattern
		.compile("(encoder|decoder)\\.(?:down|up)_blocks\\.(\\d+)\\.(\\d+)\\.(.*)");

	private static final Pattern SCALE = Pattern.compile("attn\\.to_qkv_multiscale\\.(\\d+)\\.proj_(in|out)\\.weight");

	private final DcAeConfig config;

	private OriginalNames(DcAeConfig config) {
		this.config = config;
	}

	/**
	 * The tensors of a checkpoint in diffusers' naming as the original has them.
	 */
	public static Map<String, Tensor> of(DcAeConfig config, Map<String, Tensor> diffusers) {
		Map<String, Tensor> original = new LinkedHashMap<>();
		diffusers.forEach((name, tensor) -> {
			Shape shape = shape(name, tensor.shape());
			if (name.endsWith("attn.to_q.weight")) {
				String stem = name.substring(0, name.length() - "q.weight".length());
				List<Tensor> parts = List.of(tensor, get(diffusers, stem + "k.weight"),
						get(diffusers, stem + "v.weight"));
				original.put(name(config, name), new Tensor(tensor.dtype(), shape, joined(parts)));
			}
			else {
				original.putIfAbsent(name(config, name), tensor.reshape(shape.sizes()));
			}
		});
		return original;
	}

	/**
	 * The original's name of a tensor. Queries, keys and values have the same.
	 */
	static String name(DcAeConfig config, String diffusers) {
		return new OriginalNames(config).of(diffusers);
	}

	/**
	 * The shape of a tensor in the original: its convolutions of one pixel are matrices
	 * in diffusers.
	 */
	static Shape shape(String diffusers, Shape shape) {
		if (diffusers.endsWith("attn.to_q.weight")) {
			return new Shape(3 * shape.size(0), shape.size(1), 1, 1);
		}
		return diffusers.endsWith("attn.to_out.weight") ? new Shape(shape.size(0), shape.size(1), 1, 1) : shape;
	}

	private static Tensor get(Map<String, Tensor> tensors, String name) {
		return Objects.requireNonNull(tensors.get(name), name);
	}

	private static MemorySegment joined(List<Tensor> parts) {
		long bytes = parts.getFirst().data().byteSize();
		MemorySegment whole = MemorySegment.ofArray(new byte[Math.toIntExact(parts.size() * bytes)]);
		for (int i = 0; i < parts.size(); i++) {
			MemorySegment.copy(parts.get(i).data(), 0, whole, i * bytes, bytes);
		}
		return whole;
	}

	private String of(String name) {
		Matcher block = BLOCK.matcher(name);
		if (block.matches()) {
			boolean encoder = block.group(1).equals("encoder");
			return "%s.stages.%s.op_list.%s.%s".formatted(block.group(1), block.group(2), block.group(3), ofBlock(
					encoder, Integer.parseInt(block.group(2)), Integer.parseInt(block.group(3)), block.group(4)));
		}
		String leaf = name.substring(name.lastIndexOf('.') + 1);
		return switch (name.substring(0, name.lastIndexOf('.'))) {
			case "encoder.conv_in" -> "encoder.project_in.conv." + leaf;
			case "encoder.conv_in.conv" ->
				"encoder.project_in.conv." + ((this.config.downsample() == Downsample.CONV) ? "" : "conv.") + leaf;
			case "encoder.conv_out" ->
				"encoder.project_out." + (this.config.encoderOutShortcut() ? "main." : "") + "op_list.0.conv." + leaf;
			case "decoder.conv_in" ->
				"decoder.project_in." + (this.config.decoderInShortcut() ? "main." : "") + "conv." + leaf;
			case "decoder.norm_out" -> "decoder.project_out.op_list.0." + leaf;
			case "decoder.conv_out" -> "decoder.project_out.op_list.2.conv." + leaf;
			case "decoder.conv_out.conv" -> "decoder.project_out.op_list.2.conv.conv." + leaf;
			default -> throw new IllegalArgumentException(name);
		};
	}

	private String ofBlock(boolean encoder, int stage, int index, String rest) {
		List<Stage> stages = encoder ? this.config.encoder() : this.config.decoder();
		boolean resampling = encoder ? index == stages.get(stage).layers() : stage < stages.size() - 1 && index == 0;
		if (resampling) {
			boolean nested = !encoder || this.config.downsample() == Downsample.PIXEL_UNSHUFFLE;
			return "main." + (nested ? "conv." : "") + rest;
		}
		Matcher scale = SCALE.matcher(rest);
		if (scale.matches()) {
			return "context_module.main.aggreg.%s.%s.weight".formatted(scale.group(1),
					scale.group(2).equals("in") ? "0" : "1");
		}
		return rest.replaceFirst("^conv([12])\\.", "main.conv$1.conv.")
			.replaceFirst("^norm\\.", "main.conv2.norm.")
			.replaceFirst("^attn\\.to_out\\.", "context_module.main.proj.conv.")
			.replaceFirst("^attn\\.norm_out\\.", "context_module.main.proj.norm.")
			.replaceFirst("^attn\\.to_[qkv]\\.", "context_module.main.qkv.conv.")
			.replaceFirst("^conv_out\\.norm\\.", "local_module.main.point_conv.norm.")
			.replaceFirst("^conv_out\\.conv_(inverted|depth|point)\\.", "local_module.main.$1_conv.conv.");
	}

}
