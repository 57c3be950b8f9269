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
package dev.dcae.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import dev.dcae.checkpoint.RandomCheckpoint;
import dev.dcae.model.ConfigJson;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every published model, layer by layer, at a thirty-second of its width: the plain loops
 * take their time.
 */
class PublishedConfigsTests {

	private static final Path FOLDER = Path.of("src/test/resources/checkpoints");

	/**
	 * Those that have a definition in plain loops and can be narrowed.
	 */
	private static final List<String> OF_DEFINITIONS = List.of("dc-ae", "sd", "flux2", "taesd", "taef1");

	private static final int NARROWER = 32;

	private static final List<String> WIDTHS = List.of("encoder_block_out_channels", "decoder_block_out_channels",
			"block_out_channels");

	private static final List<String> PER_STAGE = List.of("encoder_block_types", "decoder_block_types",
			"decoder_norm_types", "decoder_act_fns");

	@TempDir
	Path temp;

	static List<Path> models() throws IOException {
		try (Stream<Path> files = Files.list(FOLDER)) {
			return files.filter((file) -> file.toString().endsWith(".config.json"))
				.filter((file) -> OF_DEFINITIONS.stream().anyMatch(file.getFileName().toString()::startsWith))
				.sorted()
				.toList();
		}
	}

	@ParameterizedTest
	@MethodSource("models")
	void aNarrowedModelIsItsDefinition(Path file) throws IOException {
		ConfigJson json = narrowed(ConfigJson.of(Files.readString(file)));
		// A cell of a latent may be 128² pixels.
		int[] sides = { (json.readAny().ratio() < 64) ? 2 : 1, 1 };
		new Compiled(this.temp).assertIsItsDefinition(json, RandomCheckpoint.tensors(json, 14), sides);
	}

	/**
	 * A config with every list spelled out, as the definitions read them.
	 */
	private static ConfigJson narrowed(ConfigJson published) {
		ObjectNode config = published.node().deepCopy();
		int stages = 0;
		int groups = 4;
		for (String field : WIDTHS) {
			if (config.get(field) instanceof ArrayNode widths) {
				stages = widths.size();
				for (int i = 0; i < stages; i++) {
					widths.set(i, widths.get(i).asInt() / NARROWER);
					groups = (widths.get(i).asInt() % groups == 0) ? groups : 1;
				}
			}
		}
		for (String field : PER_STAGE) {
			JsonNode value = config.get(field);
			if (value != null && value.isString()) {
				ArrayNode list = config.putArray(field);
				for (int i = 0; i < stages; i++) {
					list.add(value);
				}
			}
		}
		if (config.has("attention_head_dim")) {
			config.put("attention_head_dim", 8);
			config.put("latent_channels", config.get("latent_channels").asInt() / NARROWER);
		}
		else if (config.has("norm_num_groups")) {
			config.put("norm_num_groups", groups);
		}
		return new ConfigJson(config);
	}

}
