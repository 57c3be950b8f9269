package dev.dcae.api.v1;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.dcae.model.Autoencoder;
import dev.dcae.model.AutoencoderConfig;
import dev.dcae.model.Tiling;
import dev.dcae.serving.ServingStatus;
import dev.dcae.serving.ServingStatus.LearnedLimit;
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
 * @param tiling how images that are too large for one piece are cut, in pixels
 * @param encoder the digest of its encoder: models with the same can exchange latents
 * @param digest of the whole checkpoint
 * @param note what the checkpoint says about itself
 * @param batchLimits what was learned about the size of its batches; empty at first
 */
record ModelView(String id, @JsonProperty("default") boolean isDefault, String family, int ratio, int latentChannels,
		double compression, double scalingFactor, String precision, List<String> devices, TilingView tiling,
		String encoder, String digest, @Nullable String note, List<BatchLimit> batchLimits) {

	/**
	 * How images are tiled.
	 *
	 * @param threshold the pixels of an image above which it is
	 * @param tile the side of a tile
	 * @param stride from one tile to the next
	 */
	record TilingView(long threshold, int tile, int stride) {

		static TilingView of(Tiling tiling) {
			return new TilingView(tiling.threshold(), tiling.tile(), tiling.stride());
		}

	}

	/**
	 * What was learned about one operation on one device.
	 *
	 * @param kneePixels of a batch, past which throughput was seen to stop growing
	 * @param memoryPixels of a batch, past which the device ran out of memory
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record BatchLimit(String operation, String device, String precision, @Nullable Long kneePixels,
			@Nullable Long memoryPixels) {

		static BatchLimit of(LearnedLimit learned) {
			return new BatchLimit(learned.operation().method(), learned.device().name(),
					learned.precision().name().toLowerCase(Locale.ROOT), boxed(learned.kneePixels()),
					boxed(learned.memoryPixels()));
		}

		private static @Nullable Long boxed(OptionalLong value) {
			return value.isPresent() ? value.getAsLong() : null;
		}

	}

	static ModelView of(Autoencoder model, boolean isDefault, ServingStatus status) {
		AutoencoderConfig config = model.config();
		return new ModelView(model.id(), isDefault, config.family(), config.ratio(), config.latentChannels(),
				config.compression(), config.scalingFactor(), model.precision().name().toLowerCase(Locale.ROOT),
				model.devices(), TilingView.of(model.tiling()), model.encoderDigest(), model.digest(),
				model.note().isEmpty() ? null : model.note(),
				status.learned()
					.stream()
					.filter((learned) -> learned.model().equals(model.id()))
					.map(BatchLimit::of)
					.toList());
	}

}
