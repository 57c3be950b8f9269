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
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * The names of a tiny autoencoder's tensors: diffusers', and those of its own repository,
 * which has a file for each end with the bare numbers of modules. The decoder's first is
 * the clamp, which diffusers does not count.
 */
final class TinyNames {

	private static final Pattern ORIGINAL = Pattern.compile("(encoder|decoder)\\.(\\d{1,4})\\.(.+)");

	private TinyNames() {
	}

	/**
	 * Tells the names of the own repository, each behind its end.
	 */
	static boolean areOriginal(Set<String> names) {
		return names.stream().anyMatch((name) -> ORIGINAL.matcher(name).matches());
	}

	static Map<String, Tensor> toDiffusers(Map<String, Tensor> tensors) {
		Map<String, Tensor> renamed = new LinkedHashMap<>();
		tensors.forEach((name, tensor) -> {
			Matcher original = ORIGINAL.matcher(name);
			String today = name;
			if (original.matches()) {
				int module = Integer.parseInt(original.group(2)) - (original.group(1).equals("decoder") ? 1 : 0);
				today = "%s.layers.%d.%s".formatted(original.group(1), module, original.group(3));
			}
			if (renamed.put(today, tensor) != null) {
				throw new CheckpointException("The tensor %s is there twice, under different names".formatted(today));
			}
		});
		return renamed;
	}

	/**
	 * The channels of the latent, as the decoder takes them.
	 * @param tensors under diffusers' names
	 */
	static Optional<Integer> latentChannels(Map<String, Tensor> tensors) {
		Tensor first = tensors.get("decoder.layers.0.weight");
		if (first == null || first.shape().rank() != 4) {
			return Optional.empty();
		}
		Shape shape = first.shape();
		return (shape.size(1) >= 1 && shape.size(1) <= 1024) ? Optional.of((int) shape.size(1)) : Optional.empty();
	}

}
