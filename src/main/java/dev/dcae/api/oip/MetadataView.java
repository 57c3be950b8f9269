package dev.dcae.api.oip;

import java.util.List;
import java.util.Map;

/**
 * What a model is.
 *
 * @param properties facts beside the protocol's
 */
record MetadataView(String name, List<String> versions, String platform, List<TensorSpec> inputs,
		List<TensorSpec> outputs, Map<String, String> properties) {

	static MetadataView of(InferenceModel model) {
		return new MetadataView(model.name(), List.of(InferenceModel.VERSION), InferenceModel.PLATFORM,
				List.of(model.input()), List.of(model.output()),
				Map.of("model", model.autoencoder().id(), "ratio",
						Integer.toString(model.autoencoder().config().ratio()), "checkpoint_sha256",
						model.autoencoder().digest(), "encoder_sha256", model.autoencoder().encoderDigest()));
	}

}
