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
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

import dev.dcae.tensor.DType;
import dev.dcae.tensor.Safetensors;
import dev.dcae.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes checkpoints as diffusers reads them: a folder with {@code config.json} and
 * {@code diffusion_pytorch_model.safetensors}.
 */
final class CheckpointFolder {

	private static final String CONFIG = "config.json";

	private static final String WEIGHTS = "diffusion_pytorch_model.safetensors";

	private CheckpointFolder() {
	}

	/**
	 * Tells whether a folder has a checkpoint, or a part of one, that writing would
	 * replace.
	 * @param architecture a config that may lie there alone
	 */
	static boolean isIn(Path folder, @Nullable Path architecture) throws IOException {
		Path config = folder.resolve(CONFIG);
		return Files.exists(folder.resolve(WEIGHTS))
				|| Files.exists(config) && (architecture == null || !Files.isSameFile(config, architecture));
	}

	/**
	 * Writes a checkpoint; each file appears whole or not at all.
	 * @param config the JSON of the config that the weights fit
	 * @param scalingFactor to write into it; NaN leaves the config's
	 * @param tensors by their names in diffusers
	 * @param dtype of the weights
	 * @param note what the checkpoint says about itself, in its metadata
	 */
	static void write(Path folder, byte[] config, double scalingFactor, Map<String, Tensor> tensors, DType dtype,
			String note) throws IOException {
		Files.createDirectories(folder);
		JsonMapper mapper = JsonMapper.shared();
		ObjectNode json = (ObjectNode) mapper.readTree(config);
		if (!Double.isNaN(scalingFactor)) {
			json.put("scaling_factor", Math.round(scalingFactor * 1e5) / 1e5);
		}
		writeWeights(folder, tensors, dtype, note);
		write(folder.resolve(CONFIG), mapper.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
	}

	static void writeWeights(Path folder, Map<String, Tensor> tensors, DType dtype, String note) throws IOException {
		Map<String, Tensor> converted = new LinkedHashMap<>();
		tensors.forEach((name, tensor) -> converted.put(name, tensor.dtype().isFloat() ? tensor.to(dtype) : tensor));
		// In one order in every process, which Map.of is not.
		write(folder.resolve(WEIGHTS), converted, new TreeMap<>(Map.of("format", "pt", "note", note)));
	}

	/**
	 * Writes a safetensors file, whole or not at all.
	 */
	static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) throws IOException {
		write(file, (out) -> Safetensors.write(tensors, metadata, out));
	}

	/**
	 * Writes a text, whole or not at all.
	 */
	static void write(Path file, String text) throws IOException {
		write(file, (out) -> Channels.newOutputStream(out).write(text.getBytes(StandardCharsets.UTF_8)));
	}

	/**
	 * Writes a file that is on disk before it has its name.
	 */
	private static void write(Path file, Content content) throws IOException {
		Path partial = file.resolveSibling(file.getFileName() + ".partial");
		try (FileChannel out = FileChannel.open(partial, StandardOpenOption.CREATE,
				StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
			content.writeTo(out);
			out.force(true);
		}
		Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
	}

	private interface Content {

		void writeTo(FileChannel out) throws IOException;

	}

}
