package dev.dcae.api.v1;

import java.util.List;
import java.util.Locale;

import dev.dcae.model.AutoencoderConfig;
import dev.dcae.model.Autoencoder;
import org.jspecify.annotations.Nullable;

/**
 * A model, as clients see it.
 *
 * @param id what requests call it
 * @param isDefault whether requests that name no model get this one
 * @param family such as DC-AE
 * @param ratio pixels per latent cell side
 * @param latentChannels channels of the latent
 * @param compression values of the image per value of the latent
 * @param scalingFactor what {@code scaled=true} multiplies latents by
 * @param precision what it computes in: fp32, bf16 or fp16
 * @param devices where its replicas are
 * @param encoder the digest of its encoder: models with the same can exchange latents
 * @param digest of the whole checkpoint
 * @param note what the checkpoint says about itself
 */
record ModelView(String id, @com.fasterxml.jackson.annotation.JsonProperty("default") boolean isDefault, String family,
		int ratio, int latentChannels, double compression, double scalingFactor, String precision, List<String> devices,
		String encoder, String digest, @Nullable String note) {

	static ModelView of(Autoencoder model, boolean isDefault) {
		AutoencoderConfig config = model.config();
		return new ModelView(model.id(), isDefault, config.family(), config.ratio(), config.latentChannels(),
				config.compression(), config.scalingFactor(), model.precision().name().toLowerCase(Locale.ROOT),
				model.devices(), model.encoderDigest(), model.digest(), model.note().isEmpty() ? null : model.note());
	}

}
