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

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.dcae.model.AutoencoderConfig;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * Holds what a checkpoint has against what its config asks for.
 */
final class CheckpointVerifier {

	private static final int MAX_NAMED = 10;

	private static final String COUNTER = ".num_batches_tracked";

	private CheckpointVerifier() {
	}

	/**
	 * Holds tensors against a config's.
	 * @param naming whose names they had before they were renamed
	 */
	static void verify(String checkpoint, Naming naming, AutoencoderConfig config, Map<String, Tensor> found) {
		Map<String, Shape> expected = config.weights();
		List<String> problems = new ArrayList<>();
		expected.forEach((name, shape) -> {
			Tensor tensor = found.get(name);
			if (tensor == null) {
				if (!config.isOptional(name)) {
					problems.add("missing " + name);
				}
			}
			else if (!tensor.shape().equals(shape)) {
				problems.add("%s has the shape %s, not %s".formatted(name, tensor.shape(), shape));
			}
			else if (name.endsWith(COUNTER) ? tensor.dtype() != DType.I64 : !tensor.dtype().isFloat()) {
				problems.add("%s is %s, not %s".formatted(name, tensor.dtype().torchName(),
						name.endsWith(COUNTER) ? "int64" : "float32, float16 or bfloat16"));
			}
		});
		for (String name : found.keySet()) {
			if (!expected.containsKey(name)) {
				problems.add("unexpected " + name);
			}
		}
		if (!problems.isEmpty()) {
			String renamed = (naming == Naming.DIFFUSERS) ? ""
					: ", renamed from %s's names to diffusers',".formatted(naming);
			throw new CheckpointException("The tensors of %s%s do not fit its config: %s".formatted(checkpoint, renamed,
					summary(problems, "; ")));
		}
	}

	/**
	 * Holds a shard against its index, so that no tensor is lost or taken from two files.
	 * @param indexed the tensors that it should have; empty where there is no index
	 */
	static void requireAsIndexed(String file, Set<String> indexed, Set<String> found) {
		if (indexed.isEmpty()) {
			return;
		}
		Set<String> missing = new TreeSet<>(indexed);
		missing.removeAll(found);
		if (!missing.isEmpty()) {
			throw new CheckpointException(
					"%s lacks tensors that the index puts into it: %s".formatted(file, summary(missing, ", ")));
		}
		Set<String> extra = new TreeSet<>(found);
		extra.removeAll(indexed);
		if (!extra.isEmpty()) {
			throw new CheckpointException(
					"%s has tensors that the index does not put into it: %s".formatted(file, summary(extra, ", ")));
		}
	}

	private static String summary(Collection<String> problems, String separator) {
		String named = problems.stream().limit(MAX_NAMED).collect(Collectors.joining(separator));
		return (problems.size() > MAX_NAMED) ? "%s and %d more".formatted(named, problems.size() - MAX_NAMED) : named;
	}

}
