package dev.dcae.cli.latents;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

import dev.dcae.model.Autoencoder;
import dev.dcae.pipeline.Channels;
import dev.dcae.pipeline.Fit;
import dev.dcae.tensor.DType;

/**
 * The way in which latents are made of images.
 *
 * @param model that makes them
 * @param resize what an image's shorter side becomes first, in pixels
 * @param crop the side of the square that is then cut from its middle, in pixels
 * @param fit what is done about sides that are not multiples of the ratio
 * @param channels that are kept
 * @param scaled whether they are multiplied by the model's scaling factor
 * @param dtype that they are rounded to
 */
public record Recipe(Autoencoder model, OptionalInt resize, OptionalInt crop, Fit fit, Channels channels,
		boolean scaled, DType dtype) {

	/**
	 * The name of the setting that says what the model computed in.
	 */
	static final String PRECISION = "precision";

	Preparation preparation() {
		return new Preparation(this.resize, this.crop);
	}

	/**
	 * The fields that must stay the same for latents to be of one kind. The model is
	 * known by its encoder, wherever it lies, or, where nobody knows whose latents it
	 * makes, by its checkpoint.
	 */
	Map<String, String> settings() {
		Map<String, String> settings = new LinkedHashMap<>(metadata());
		settings.remove("model");
		if (this.model.encoder().isEmpty()) {
			settings.put("checkpoint", this.model.digest());
		}
		settings.put(PRECISION, name(this.model.precision()));
		settings.put("dtype", this.dtype.torchName());
		settings.put("channels", Integer.toString(this.channels.kept()));
		settings.put("fit", name(this.fit));
		settings.put("resize", this.resize.isPresent() ? Integer.toString(this.resize.getAsInt()) : "none");
		settings.put("crop", this.crop.isPresent() ? Integer.toString(this.crop.getAsInt()) : "none");
		return settings;
	}

	/**
	 * The metadata of every shard.
	 */
	Map<String, String> metadata() {
		Map<String, String> metadata = new LinkedHashMap<>();
		metadata.put("model", this.model.id());
		this.model.encoder().ifPresent((digest) -> metadata.put("encoder", digest));
		metadata.put("scaled", Boolean.toString(this.scaled));
		return metadata;
	}

	private static String name(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

}
