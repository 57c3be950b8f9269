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
package dev.dcae.api.v1.models;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.dcae.model.Autoencoder;
import dev.dcae.model.AutoencoderConfig;
import dev.dcae.model.LatentScaling;
import dev.dcae.model.Tiling;
import dev.dcae.serving.ServingStatus;
import dev.dcae.serving.ServingStatus.LearnedLimit;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A model, as clients see it.
 *
 * @param id what requests call it
 * @param isDefault whether requests that name no model get this one
 * @param family such as DC-AE
 * @param ratio pixels per latent cell side
 * @param latentChannels channels of the latent
 * @param structured whether the front channels of a latent may travel without the others:
 * {@code channels=} on encode, and fewer channels on decode
 * @param compression values of the image per value of the latent
 * @param valuesPerPixel values of the latent per pixel of the image
 * @param latentShape of an image of the size that was asked for, padded to the ratio
 * @param scaledLatentShape likewise of its scaled latent, where that has another shape,
 * padded to whole patches
 * @param scalingFactor what {@code scaled=true} multiplies latents by; missing where the
 * checkpoint says null, and {@code scaled=true} is refused
 * @param shiftFactor what {@code scaled=true} subtracts before that
 * @param latentsMean what it subtracts instead, by channel, behind the patches
 * @param latentsStd what it divides by besides, by channel, behind the patches
 * @param latentPatch cells of the side of a patch that {@code scaled=true} puts into
 * channels first; missing where it puts none
 * @param samples whether {@code sample=true} can be asked for
 * @param precision what it computes in: fp32, bf16 or fp16
 * @param devices where its replicas are
 * @param tiling how images that are too large for one piece are cut, in pixels
 * @param encoder the digest of its encoder: models with the same can exchange latents;
 * missing where it is not known whose latents its are
 * @param latentsOf the model that it stands for, a small copy of it: their latents are
 * the same
 * @param digest of the whole checkpoint
 * @param note what the checkpoint says about itself
 * @param batchLimits what was learned about the size of its batches; empty at first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Model")
record ModelView(String id,
		@JsonProperty("default") @Schema(
				description = "whether requests that name no model get this one") boolean isDefault,
		String family, int ratio, int latentChannels, boolean structured, double compression, double valuesPerPixel,
		@Nullable List<Long> latentShape, @Nullable List<Long> scaledLatentShape, @Nullable Double scalingFactor,
		double shiftFactor, @Nullable List<Double> latentsMean, @Nullable List<Double> latentsStd,
		@Nullable Integer latentPatch, boolean samples, String precision, List<String> devices, TilingView tiling,
		@Nullable String encoder, @Nullable String latentsOf, String digest, @Nullable String note,
		List<BatchLimit> batchLimits) {

	/**
	 * The tiling of images.
	 *
	 * @param threshold the pixels of an image above which it is
	 * @param tile the side of a tile
	 * @param stride from one tile to the next
	 */
	@Schema(name = "Tiling")
	record TilingView(long threshold, int tile, int stride) {

		static TilingView of(Tiling tiling) {
			return new TilingView(tiling.threshold(), tiling.tile(), tiling.stride());
		}

	}

	/**
	 * The figures learned about one operation on one device.
	 *
	 * @param operation of the model, such as encode_image
	 * @param device such as cpu or cuda:0
	 * @param precision normal, or fp32 for what overflowed in half precision
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

	/**
	 * A model's view.
	 * @param size of the image whose latent's shape is shown
	 */
	static ModelView of(Autoencoder model, boolean isDefault, Optional<ImageSize> size, ServingStatus status) {
		AutoencoderConfig config = model.config();
		LatentScaling scaling = model.scaling();
		boolean patched = scaling.patch() > 1;
		return new ModelView(model.id(), isDefault, config.family(), config.ratio(), config.latentChannels(),
				config.structured(), config.compression(), config.valuesPerPixel(),
				size.map((of) -> of.latentShape(model)).orElse(null),
				patched ? size.map((of) -> of.scaledLatentShape(model)).orElse(null) : null,
				scaling.known() ? scaling.factor() : null, scaling.shift(), nullIfEmpty(scaling.mean()),
				nullIfEmpty(scaling.deviation()), patched ? scaling.patch() : null, config.samples(),
				model.precision().name().toLowerCase(Locale.ROOT), model.devices(), TilingView.of(model.tiling()),
				model.encoder().orElse(null), model.latentsOf().map(Autoencoder::id).orElse(null), model.digest(),
				model.note().isEmpty() ? null : model.note(),
				status.learned()
					.stream()
					.filter((learned) -> learned.model().equals(model.id()))
					.map(BatchLimit::of)
					.toList());
	}

	private static @Nullable List<Double> nullIfEmpty(List<Double> values) {
		return values.isEmpty() ? null : values;
	}

}
