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
