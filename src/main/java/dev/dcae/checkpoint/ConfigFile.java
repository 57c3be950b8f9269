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

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.dcae.model.AutoencoderConfig;
import dev.dcae.model.ConfigReader;
import dev.dcae.model.InvalidConfigException;
import dev.dcae.tensor.Tensor;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The {@code config.json} of a checkpoint: a whole config as diffusers writes it, or the
 * name of a published model as the original repositories do.
 *
 * @param config the config
 * @param json the config as diffusers writes it, whichever the file has
 * @param note what users should know about it; often empty
 */
record ConfigFile(AutoencoderConfig config, String json, String note) {

	private static final String NAME = "model_name";

	/**
	 * Reads the file.
	 * @throws InvalidConfigException if it is not JSON or asks for what is not supported
	 * @throws CheckpointException if it names a model that is not known
	 */
	static ConfigFile read(byte[] json) {
		JsonNode node = parse(json);
		JsonNode name = node.path(NAME);
		if (!name.isString() || node.has("_class_name")) {
			return new ConfigFile(ConfigReader.read(json), new String(json, StandardCharsets.UTF_8), "");
		}
		Set<String> unknown = new TreeSet<>(node.propertyNames());
		unknown.removeIf((field) -> field.equals(NAME) || field.startsWith("_"));
		if (!unknown.isEmpty()) {
			throw new InvalidConfigException(
					"config.json names the model '%s' and has fields beside it that are not known: %s"
						.formatted(name.stringValue(), String.join(", ", unknown)));
		}
		byte[] published = PublishedConfigs.of(name.stringValue());
		return new ConfigFile(ConfigReader.read(published), new String(published, StandardCharsets.UTF_8),
				parse(published).path("_note").asString(""));
	}

	/**
	 * The config of a tiny autoencoder that came without one, as its own repository
	 * publishes it: all of it is in the tensors.
	 * @param tensors under diffusers' names
	 */
	static ConfigFile ofTiny(Map<String, Tensor> tensors) {
		int latentChannels = TinyNames.latentChannels(tensors)
			.orElseThrow(() -> new CheckpointException("There is no config.json, and no tensor says what model it is",
					"a config.json belongs to any model but TAESD and its kin"));
		String json = "{\"_class_name\": \"AutoencoderTiny\", \"latent_channels\": %d}".formatted(latentChannels);
		return new ConfigFile(ConfigReader.read(json.getBytes(StandardCharsets.UTF_8)), json, "");
	}

	private static JsonNode parse(byte[] json) {
		try {
			return JsonMapper.shared().readTree(json);
		}
		catch (JacksonException ex) {
			throw new InvalidConfigException("config.json is not JSON: " + ex.getOriginalMessage());
		}
	}

}
