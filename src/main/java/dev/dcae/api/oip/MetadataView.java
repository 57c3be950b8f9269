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
package dev.dcae.api.oip;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.dcae.model.Autoencoder;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * The description of a model.
 *
 * @param name of the model: that of the autoencoder, a dot and the task
 * @param versions that there are, 1 alone
 * @param platform that runs it
 * @param inputs that it takes, one
 * @param outputs that it answers, one
 * @param properties facts beside the protocol's: the autoencoder, its ratio and its
 * digests
 */
@Schema(name = "InferenceModel")
record MetadataView(String name, List<String> versions, String platform, List<TensorSpec> inputs,
		List<TensorSpec> outputs, Map<String, String> properties) {

	static MetadataView of(InferenceModel model) {
		return new MetadataView(model.name(), List.of(InferenceModel.VERSION), InferenceModel.PLATFORM,
				List.of(model.input()), List.of(model.output()), properties(model.autoencoder()));
	}

	private static Map<String, String> properties(Autoencoder model) {
		Map<String, String> properties = new TreeMap<>(Map.of("model", model.id(), "ratio",
				Integer.toString(model.config().ratio()), "checkpoint_sha256", model.digest()));
		model.encoder().ifPresent((digest) -> properties.put("encoder_sha256", digest));
		return properties;
	}

}
