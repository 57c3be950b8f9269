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
package dev.dcae.training;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import ai.djl.ndarray.NDArray;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Safetensors;
import dev.dcae.tensor.Tensor;

/**
 * The state of a run, to go on from there.
 *
 * @param steps that were made
 * @param skipped batches whose loss was not finite
 * @param best the best validation so far
 * @param tensors the optimizer's {@link Optimizer#state() state}
 */
record Snapshot(int steps, long skipped, Validation.Best best, Map<String, Tensor> tensors) {

	private static final String FILE = "snapshot.safetensors";

	private static final String STEPS = "steps";

	private static final String SKIPPED = "skipped";

	private static final String BEST = "best";

	private static final String SETTINGS = "settings";

	static boolean exists(Path folder) {
		return Files.exists(folder.resolve(FILE));
	}

	/**
	 * Reads the snapshot of a run's folder, if there is one.
	 * @param settings of the run, as text
	 * @throws TrainingException if it is of a run with other settings
	 */
	static Optional<Snapshot> read(Path folder, String settings) throws IOException {
		Path file = folder.resolve(FILE);
		if (!Files.exists(file)) {
			return Optional.empty();
		}
		try (Arena arena = Arena.ofConfined()) {
			Safetensors found = Safetensors.map(file, arena);
			Map<String, String> metadata = found.metadata();
			if (!settings.equals(metadata.get(SETTINGS))) {
				throw new TrainingException(
						"%s is of a run with other settings; choose another output, or empty the folder to start anew"
							.formatted(file));
			}
			Map<String, Tensor> tensors = new LinkedHashMap<>();
			found.tensors().forEach((name, tensor) -> tensors.put(name, tensor.to(DType.F32)));
			tensors.replaceAll((name, tensor) -> Tensor.of(tensor.shape(), tensor.toFloats()));
			return Optional.of(new Snapshot(Integer.parseInt(metadata.getOrDefault(STEPS, "0")),
					Long.parseLong(metadata.getOrDefault(SKIPPED, "0")),
					Validation.Best.of(metadata.getOrDefault(BEST, "")), tensors));
		}
	}

	/**
	 * Writes a snapshot, whole or not at all.
	 */
	static void write(Path folder, String settings, int steps, long skipped, Validation.Best best,
			Map<String, NDArray> state) throws IOException {
		Map<String, Tensor> tensors = new LinkedHashMap<>();
		state.forEach((name, array) -> tensors.put(name, TrainableModel.read(array)));
		CheckpointFolder.write(folder.resolve(FILE), tensors, new TreeMap<>(Map.of(STEPS, Integer.toString(steps),
				SKIPPED, Long.toString(skipped), BEST, best.text(), SETTINGS, settings)));
	}

	/**
	 * The tensor of a kind of state.
	 */
	Tensor tensor(String name) {
		Tensor tensor = this.tensors.get(name);
		if (tensor == null) {
			throw new TrainingException("The snapshot lacks " + name + "; empty the folder to start anew");
		}
		return tensor;
	}

}
