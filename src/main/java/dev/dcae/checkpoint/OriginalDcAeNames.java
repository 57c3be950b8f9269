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
import java.util.Set;
import java.util.regex.Pattern;

import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * Turns the names of the original DC-AE into diffusers'. As in diffusers' {@code
 * scripts/convert_dcae_to_diffusers.py} parts of each name are replaced in turn, but how
 * an end begins or ends is seen from the names and not from the kind of model: DC-AE-Lite
 * mixes them.
 */
final class OriginalDcAeNames {

	private static final Pattern FORM = Pattern.compile("(encoder|decoder)\\.(project_in|stages|project_out)\\..+");

	private static final Pattern SCALE = Pattern.compile("aggreg\\.(\\d+)\\.([01])\\.");

	private static final String FUSED = ".qkv.conv.weight";

	private static final String PROJECTION = ".proj.conv.weight";

	private final List<Replacement> replacements;

	private record Replacement(String part, String by) {
	}

	/**
	 * A mapping for a checkpoint.
	 * @param names of all its tensors
	 */
	OriginalDcAeNames(Set<String> names) {
		boolean plainStart = names.contains("encoder.project_in.conv.bias");
		boolean plainEnd = names.contains("decoder.project_out.op_list.2.conv.bias");
		// In this order: later ones rely on earlier ones.
		this.replacements = List.of(new Replacement("main.", ""), new Replacement("op_list.", ""),
				new Replacement("context_module", "attn"), new Replacement("local_module", "conv_out"),
				new Replacement("depth_conv.conv", "conv_depth"),
				new Replacement("inverted_conv.conv", "conv_inverted"),
				new Replacement("point_conv.conv", "conv_point"), new Replacement("point_conv.norm", "norm"),
				new Replacement("conv.conv.", "conv."), new Replacement("conv1.conv", "conv1"),
				new Replacement("conv2.conv", "conv2"), new Replacement("conv2.norm", "norm"),
				new Replacement("proj.norm", "norm_out"),
				new Replacement("encoder.project_in.conv", plainStart ? "encoder.conv_in" : "encoder.conv_in.conv"),
				new Replacement("encoder.project_out.0.conv", "encoder.conv_out"),
				new Replacement("encoder.stages", "encoder.down_blocks"),
				new Replacement("decoder.project_in.conv", "decoder.conv_in"),
				new Replacement("decoder.project_out.0", "decoder.norm_out"),
				new Replacement("decoder.project_out.2.conv", plainEnd ? "decoder.conv_out" : "decoder.conv_out.conv"),
				new Replacement("decoder.stages", "decoder.up_blocks"));
	}

	/**
	 * Tells a name of this kind.
	 */
	static boolean matches(String name) {
		return FORM.matcher(name).matches();
	}

	Map<String, Tensor> toDiffusers(Map<String, Tensor> tensors) {
		Map<String, Tensor> renamed = new LinkedHashMap<>();
		tensors.forEach((original, tensor) -> {
			String name = matches(original) ? rename(original) : original;
			if (name.endsWith(FUSED)) {
				split(original, name.substring(0, name.length() - FUSED.length()), tensor, renamed);
			}
			else if (name.endsWith(PROJECTION)) {
				String to = name.substring(0, name.length() - PROJECTION.length()) + ".to_out.weight";
				put(original, to, matrix(original, tensor), renamed);
			}
			else {
				put(original, name, tensor, renamed);
			}
		});
		return renamed;
	}

	private String rename(String original) {
		String name = SCALE.matcher(original)
			.replaceAll((scale) -> "to_qkv_multiscale.%s.%s.".formatted(scale.group(1),
					scale.group(2).equals("0") ? "proj_in" : "proj_out"));
		for (Replacement replacement : this.replacements) {
			name = name.replace(replacement.part(), replacement.by());
		}
		return name;
	}

	/**
	 * Queries, keys and values are one convolution [3 · inner, C, 1, 1] here and three
	 * matrices [inner, C] there.
	 */
	private static void split(String original, String stem, Tensor fused, Map<String, Tensor> renamed) {
		Tensor matrix = matrix(original, fused);
		long rows = matrix.shape().size(0);
		if (rows % 3 != 0) {
			throw new CheckpointException(
					"%s has %d rows, which are not queries, keys and values alike".formatted(original, rows));
		}
		Tensor parts = matrix.reshape(3, rows / 3, matrix.shape().size(1));
		put(original, stem + ".to_q.weight", parts.get(0), renamed);
		put(original, stem + ".to_k.weight", parts.get(1), renamed);
		put(original, stem + ".to_v.weight", parts.get(2), renamed);
	}

	private static Tensor matrix(String original, Tensor convolution) {
		Shape shape = convolution.shape();
		if (shape.rank() != 4 || shape.size(2) != 1 || shape.size(3) != 1) {
			throw new CheckpointException(
					"%s has the shape %s, which is not a 1x1 convolution's".formatted(original, shape));
		}
		return convolution.reshape(shape.size(0), shape.size(1));
	}

	private static void put(String original, String name, Tensor tensor, Map<String, Tensor> renamed) {
		if (renamed.putIfAbsent(name, tensor) != null) {
			throw new CheckpointException(
					"%s is %s in diffusers, and so is another tensor of the checkpoint".formatted(original, name));
		}
	}

}
