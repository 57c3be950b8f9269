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

import java.util.List;
import java.util.Optional;

import dev.dcae.tensor.Tensor;

/**
 * A model that is served.
 *
 * @param id what requests call it
 * @param config its architecture
 * @param digest SHA-256 of the checkpoint, in hex
 * @param encoderDigest SHA-256 of its encoder, in hex, or of that of the model it stands
 * for: equal for models whose latents can be exchanged; empty where it is not known whose
 * latents its are
 * @param precision what it computes in
 * @param devices where its replicas are
 * @param tiling how images that are too large for one piece are cut
 * @param note what the checkpoint says about itself, such as that it is untrained; often
 * empty
 * @param latentsOf the model that it stands for, of which it takes and gives the latents;
 * mostly none
 */
public record Autoencoder(String id, AutoencoderConfig config, String digest, String encoderDigest, Precision precision,
		List<String> devices, Tiling tiling, String note, Optional<Autoencoder> latentsOf) {

	/**
	 * Copies the list.
	 */
	public Autoencoder {
		devices = List.copyOf(devices);
	}

	/**
	 * A model that stands for none but itself.
	 */
	public Autoencoder(String id, AutoencoderConfig config, String digest, String encoderDigest, Precision precision,
			List<String> devices, Tiling tiling, String note) {
		this(id, config, digest, encoderDigest, precision, devices, tiling, note, Optional.empty());
	}

	/**
	 * This model as one that stands for another.
	 * @throws UnusableException if it cannot
	 */
	public Autoencoder standingFor(Autoencoder other) {
		String problem = "";
		if (!this.config.copiesAnother()) {
			problem = "latents-of is for models that copy another, such as AutoencoderTiny, and this is %s"
				.formatted(this.config.family());
		}
		else if (other.config.copiesAnother()) {
			problem = "latents-of names %s, which is a copy itself".formatted(other.id);
		}
		else if (this.config.ratio() != other.config.ratio()
				|| this.config.latentChannels() != other.config.latentChannels()) {
			problem = "latents-of names %s, which is f%dc%d, and this is f%dc%d".formatted(other.id,
					other.config.ratio(), other.config.latentChannels(), this.config.ratio(),
					this.config.latentChannels());
		}
		else if (!other.scaling().known()) {
			problem = "latents-of names %s, whose scaling is not known: %s".formatted(other.id,
					LatentScaling.WHY_UNKNOWN);
		}
		if (!problem.isEmpty()) {
			throw new UnusableException(problem, "name the model whose latents this one makes, or leave it out");
		}
		return new Autoencoder(this.id, this.config, this.digest, other.encoderDigest, this.precision, this.devices,
				this.tiling, this.note, Optional.of(other));
	}

	/**
	 * The digest of the encoder whose latents it takes, where that is known.
	 */
	public Optional<String> encoder() {
		return this.encoderDigest.isEmpty() ? Optional.empty() : Optional.of(this.encoderDigest);
	}

	/**
	 * The scaling that a diffusion pipeline gives its latents.
	 */
	public LatentScaling scaling() {
		return this.latentsOf.map((other) -> other.config.scaling()).orElse(this.config.scaling());
	}

	/**
	 * The latent that its network takes: a copy of another model takes that one's scaled.
	 * @param latent float32 {@code [c, h, w]}, not scaled
	 */
	public Tensor toNetwork(Tensor latent) {
		return this.latentsOf.isPresent() ? scaling().applyInPlace(latent) : latent;
	}

	/**
	 * The latent, not scaled, of what its network made.
	 */
	public Tensor ofNetwork(Tensor made) {
		return this.latentsOf.isPresent() ? scaling().undoInPlace(made) : made;
	}

	/**
	 * The pixels of which the sides of an image are multiples.
	 * @param scaled true if its latent is going to be scaled
	 */
	public int multiple(boolean scaled) {
		return this.config.ratio() * (scaled ? scaling().patch() : 1);
	}

}
