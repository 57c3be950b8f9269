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
package dev.dcae.cli;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import dev.dcae.tensor.Safetensors;
import dev.dcae.tensor.Tensor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A folder of latents, read as whoever trains on it would.
 *
 * @param lines of the manifest
 * @param latents by the name of their file
 */
record LatentFolderReader(List<JsonNode> lines, Map<String, Tensor> latents) {

	/**
	 * Reads all of it.
	 */
	static LatentFolderReader of(Path folder) throws IOException {
		List<JsonNode> lines = new ArrayList<>();
		Map<String, Tensor> latents = new LinkedHashMap<>();
		Map<String, Map<String, Tensor>> shards = new LinkedHashMap<>();
		for (String text : Files.readAllLines(folder.resolve("manifest.jsonl"))) {
			JsonNode line = JsonMapper.shared().readTree(text);
			lines.add(line);
			String shard = line.path("shard").asString();
			if (!shards.containsKey(shard)) {
				shards.put(shard,
						new LinkedHashMap<>(Safetensors.map(folder.resolve(shard), Arena.ofAuto()).tensors()));
			}
			Tensor latent = Objects
				.requireNonNull(shards.getOrDefault(shard, Map.of()).remove(line.path("key").asString()), text);
			assertThat(latents.put(line.path("file").asString(), latent)).as("twice: %s", text).isNull();
			assertThat(line.path("shape").toString()).isEqualTo(latent.shape().toString().replace(" ", ""));
		}
		assertThat(shards.values()).as("tensors without a line").allMatch(Map::isEmpty);
		assertThat(shardFiles(folder)).as("shards without a line").containsExactlyInAnyOrderElementsOf(shards.keySet());
		return new LatentFolderReader(lines, latents);
	}

	Tensor latent(String file) {
		return Objects.requireNonNull(this.latents.get(file), file);
	}

	static List<String> shardFiles(Path folder) throws IOException {
		try (Stream<Path> files = Files.walk(folder)) {
			return files.filter((file) -> file.toString().contains(".safetensors"))
				.map((file) -> folder.relativize(file).toString())
				.toList();
		}
	}

}
