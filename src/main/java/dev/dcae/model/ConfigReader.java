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
package dev.dcae.model;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the {@code config.json} of a checkpoint.
 */
public final class ConfigReader {

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private static final String SUPPORTED = "AutoencoderDC, AutoencoderKL, AutoencoderKLFlux2, AutoencoderTiny, AutoencoderKLHunyuanImage, AutoencoderKLQwenImage, AutoencoderKLWan";

	private ConfigReader() {
	}

	/**
	 * Reads a config of any supported class.
	 * @throws InvalidConfigException if the class or a field is not supported, by name
	 */
	public static AutoencoderConfig read(byte[] json) {
		JsonNode node;
		try {
			node = MAPPER.readTree(json);
		}
		catch (JacksonException ex) {
			throw new InvalidConfigException("config.json is not JSON: " + ex.getOriginalMessage());
		}
		if (!node.isObject()) {
			throw new InvalidConfigException("config.json is not a JSON object");
		}
		String type = node.path("_class_name").asString("");
		return switch (type) {
			case "AutoencoderDC" -> new DcAeConfigReader(node).read();
			case "AutoencoderKL" -> new KlConfigReader(new ConfigFields(node)).read();
			case "AutoencoderKLFlux2" -> new Flux2ConfigReader(node).read();
			case "AutoencoderTiny" -> new TinyConfigReader(node).read();
			case "AutoencoderKLHunyuanImage" -> new HunyuanImageConfigReader(node).read();
			case "AutoencoderKLQwenImage", "AutoencoderKLWan" -> new QwenImageConfigReader(node, type).read();
			case "DCAE" -> throw new InvalidConfigException(
					"_class_name is DCAE, the format before diffusers released AutoencoderDC",
					"use a checkpoint whose name ends in -diffusers");
			default -> throw new InvalidConfigException("_class_name is '%s'; supported: %s".formatted(type, SUPPORTED),
					type.isEmpty()
							? "is this the config.json of the autoencoder? In a pipeline's repository it is in the folder vae"
							: "name the checkpoint of an autoencoder of one of these classes; of a pipeline it is the folder vae");
		};
	}

}
