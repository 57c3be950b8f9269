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
package dev.dcae.dataset;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import dev.dcae.model.Autoencoder;
import dev.dcae.model.LatentScaling;
import dev.dcae.pipeline.Channels;
import dev.dcae.pipeline.Fit;
import dev.dcae.tensor.DType;

/**
 * The way in which latents are made of images.
 *
 * @param model that makes them
 * @param source of the model, as it was named
 * @param preparation of an image
 * @param fit what is done about sides that are not multiples of the ratio
 * @param channels that are kept
 * @param scaled true if they are scaled as the model's diffusion pipelines do
 * @param moments true if a latent is the mean and the logarithm of the variance of each
 * of its values, {@code [2c, h, w]}
 * @param flip true if the latent of the mirrored image is made, too
 * @param dtype that they are rounded to
 */
public record Recipe(Autoencoder model, String source, Preparation preparation, Fit fit, Channels channels,
		boolean scaled, boolean moments, boolean flip, DType dtype) {

	/**
	 * The name of the setting that says what the model computed in.
	 */
	public static final String PRECISION = "precision";

	/**
	 * The fields that must stay the same for latents to be of one kind. The model is
	 * known by its encoder, wherever it lies, or, where nobody knows whose latents it
	 * makes, by its checkpoint. Those that came later are left out where they are not
	 * used, so that folders from before go on.
	 */
	public Map<String, String> settings() {
		Map<String, String> settings = new LinkedHashMap<>();
		this.model.encoder()
			.ifPresentOrElse((digest) -> settings.put("encoder", digest),
					() -> settings.put("checkpoint", this.model.digest()));
		settings.put("scaled", Boolean.toString(this.scaled));
		settings.put(PRECISION, name(this.model.precision()));
		settings.put("dtype", this.dtype.torchName());
		settings.put("channels", Integer.toString(this.channels.kept()));
		settings.put("fit", name(this.fit));
		settings.putAll(this.preparation.settings());
		if (this.moments) {
			settings.put("moments", "true");
		}
		if (this.flip) {
			settings.put("flip", "true");
		}
		return settings;
	}

	/**
	 * The metadata of every shard: who made its latents, and what takes to unscale them.
	 */
	public Map<String, String> metadata() {
		Map<String, String> metadata = new LinkedHashMap<>();
		metadata.put("model", this.model.id());
		metadata.put("source", this.source);
		metadata.put("digest", this.model.digest());
		this.model.encoder().ifPresent((digest) -> metadata.put("encoder", digest));
		metadata.put("scaled", Boolean.toString(this.scaled));
		if (this.moments) {
			metadata.put("moments", "true");
		}
		LatentScaling scaling = this.model.scaling();
		if (scaling.known()) {
			metadata.put("scaling_factor", Double.toString(scaling.factor()));
			if (scaling.mean().isEmpty()) {
				metadata.put("shift_factor", Double.toString(scaling.shift()));
			}
			else {
				metadata.put("latents_mean", text(scaling.mean()));
			}
			if (!scaling.deviation().isEmpty()) {
				metadata.put("latents_std", text(scaling.deviation()));
			}
			if (scaling.patch() > 1) {
				metadata.put("patch_size", Integer.toString(scaling.patch()));
			}
		}
		return metadata;
	}

	private static String text(List<Double> values) {
		return values.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
	}

	static String name(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

}
