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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.dcae.model.ConfigJson;
import dev.dcae.tensor.Safetensors;
import dev.dcae.tensor.Tensor;
import tools.jackson.databind.json.JsonMapper;

/**
 * A folder that a test puts a checkpoint into, file by file, right or wrong.
 */
record CheckpointFolder(Path path) {

	static final String SINGLE = "diffusion_pytorch_model.safetensors";

	static final String INDEX = "diffusion_pytorch_model.safetensors.index.json";

	static final List<String> SHARDS = List.of("diffusion_pytorch_model-00001-of-00002.safetensors",
			"diffusion_pytorch_model-00002-of-00002.safetensors");

	CheckpointFolder config(ConfigJson config) throws IOException {
		Files.write(this.path.resolve("config.json"), config.bytes());
		return this;
	}

	CheckpointFolder text(String name, String text) throws IOException {
		Files.writeString(this.path.resolve(name), text);
		return this;
	}

	CheckpointFolder tensors(String name, Map<String, Tensor> tensors) throws IOException {
		Files.write(this.path.resolve(name), Safetensors.toBytes(tensors, Map.of("format", "pt")));
		return this;
	}

	CheckpointFolder index(Map<String, String> weightMap) throws IOException {
		return index(INDEX, weightMap);
	}

	CheckpointFolder index(String name, Map<String, String> weightMap) throws IOException {
		return text(name, JsonMapper.shared()
			.writeValueAsString(Map.of("metadata", Map.of("total_size", 1), "weight_map", weightMap)));
	}

	/**
	 * Spreads the tensors over two shards in turn.
	 * @return where each went
	 */
	Map<String, String> shards(Map<String, Tensor> tensors) throws IOException {
		return shards(INDEX, SHARDS, tensors);
	}

	/**
	 * Spreads the tensors over two shards in turn.
	 * @return where each went
	 */
	Map<String, String> shards(String index, List<String> names, Map<String, Tensor> tensors) throws IOException {
		List<Map<String, Tensor>> shards = List.of(new LinkedHashMap<>(), new LinkedHashMap<>());
		Map<String, String> weightMap = new LinkedHashMap<>();
		int next = 0;
		for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
			shards.get(next).put(tensor.getKey(), tensor.getValue());
			weightMap.put(tensor.getKey(), names.get(next));
			next = 1 - next;
		}
		tensors(names.get(0), shards.get(0));
		tensors(names.get(1), shards.get(1));
		index(index, weightMap);
		return weightMap;
	}

	Checkpoint open(String variant) {
		return Checkpoint.open(new CheckpointSource.Directory(this.path, Optional.of(variant)));
	}

	Checkpoint open() {
		return Checkpoint.open(new CheckpointSource.Directory(this.path));
	}

}
