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

import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * The scaling of latents for a diffusion pipeline: about zero mean and unit variance. For
 * every channel there is one shift and one scale:
 * {@code scaled = (latent - shift) · scale}. FLUX.2 puts patches of cells into channels
 * first, each of which has numbers of its own: channel {@code c}, row {@code y} and
 * column {@code x} within the patch become channel {@code (c · patch + y) · patch + x}.
 *
 * @param factor {@code scaling_factor}, positive; NaN where it is {@link #UNKNOWN}
 * @param shift {@code shift_factor}, of every channel; 0 where there are means
 * @param mean {@code latents_mean}, the shift of each channel; empty for most models
 * @param deviation {@code latents_std}: each channel's scale is the factor over its own;
 * empty for most models
 * @param patch cells of a patch's side; 1 for most models, whose latents keep their shape
 */
public record LatentScaling(double factor, double shift, List<Double> mean, List<Double> deviation, int patch) {

	/**
	 * The scaling of a checkpoint whose config says null, or two things, which is not to
	 * be guessed.
	 */
	public static final LatentScaling UNKNOWN = of(Double.NaN);

	/**
	 * The reasons for which it is unknown, for messages.
	 */
	public static final String WHY_UNKNOWN = "scaling_factor is null in its config.json, or shift_factor and latents_mean both shift the latents";

	/**
	 * Copies the lists.
	 */
	public LatentScaling {
		mean = List.copyOf(mean);
		deviation = List.copyOf(deviation);
	}

	/**
	 * A scaling without patches.
	 */
	public LatentScaling(double factor, double shift, List<Double> mean, List<Double> deviation) {
		this(factor, shift, mean, deviation, 1);
	}

	/**
	 * A plain factor.
	 */
	public static LatentScaling of(double factor) {
		return of(factor, 0);
	}

	/**
	 * A shift, then a factor.
	 */
	public static LatentScaling of(double factor, double shift) {
		return new LatentScaling(factor, shift, List.of(), List.of());
	}

	/**
	 * Tells whether latents can be scaled.
	 */
	public boolean known() {
		return !Double.isNaN(this.factor);
	}

	/**
	 * The same scale with one shift for every channel.
	 */
	public LatentScaling withShift(double other) {
		return new LatentScaling(this.factor, other, List.of(), this.deviation, this.patch);
	}

	/**
	 * The shape of a latent once it is scaled.
	 * @param latent {@code [c, h, w]}
	 * @throws IllegalArgumentException if its sides are not multiples of a patch's
	 */
	public Shape scaledShape(Shape latent) {
		if (latent.size(1) % this.patch != 0 || latent.size(2) % this.patch != 0) {
			throw new IllegalArgumentException(
					"A latent of %s cannot be cut into patches of %d × %d".formatted(latent, this.patch, this.patch));
		}
		return new Shape(latent.size(0) * this.patch * this.patch, latent.size(1) / this.patch,
				latent.size(2) / this.patch);
	}

	/**
	 * The shape of a latent that was scaled.
	 * @param scaled {@code [c · patch², h / patch, w / patch]}
	 */
	public Shape plainShape(Shape scaled) {
		return new Shape(scaled.size(0) / this.patch / this.patch, scaled.size(1) * this.patch,
				scaled.size(2) * this.patch);
	}

	/**
	 * Turns an encoder's latent into a diffusion model's.
	 * @param latent {@code [c, h, w]}, a float tensor
	 * @return float32, of the {@link #scaledShape}
	 */
	public Tensor apply(Tensor latent) {
		return map(patched(latent), (value, shift, scale) -> (value - shift) * scale);
	}

	/**
	 * Turns a diffusion model's latent into a decoder's.
	 * @param latent a float tensor of the {@link #scaledShape}
	 * @return float32 {@code [c, h, w]}
	 */
	public Tensor undo(Tensor latent) {
		return unpatched(map(latent, (value, shift, scale) -> value / scale + shift));
	}

	/**
	 * Scales a latent and leaves it its shape, whatever the patches.
	 * @param latent {@code [c, h, w]}, a float tensor
	 */
	public Tensor applyInPlace(Tensor latent) {
		return unpatched(apply(latent));
	}

	/**
	 * Undoes {@link #applyInPlace}.
	 */
	public Tensor undoInPlace(Tensor latent) {
		return undo(patched(latent));
	}

	/**
	 * Puts patches into channels, and scales nothing.
	 * @param latent {@code [c, h, w]}, a float tensor
	 */
	public Tensor patched(Tensor latent) {
		if (this.patch == 1) {
			return latent;
		}
		Shape to = scaledShape(latent.shape());
		float[] cells = latent.toFloats();
		float[] channels = new float[cells.length];
		for (int i = 0; i < channels.length; i++) {
			channels[i] = cells[cell(i, to)];
		}
		return Tensor.of(to, channels);
	}

	/**
	 * Puts channels back into patches, and scales nothing.
	 * @param scaled a float tensor of the {@link #scaledShape}
	 */
	public Tensor unpatched(Tensor scaled) {
		if (this.patch == 1) {
			return scaled;
		}
		float[] channels = scaled.toFloats();
		float[] cells = new float[channels.length];
		for (int i = 0; i < channels.length; i++) {
			cells[cell(i, scaled.shape())] = channels[i];
		}
		return Tensor.of(plainShape(scaled.shape()), cells);
	}

	/**
	 * The place in the plain latent of a value of the scaled one.
	 */
	private int cell(int place, Shape scaled) {
		int height = Math.toIntExact(scaled.size(1));
		int width = Math.toIntExact(scaled.size(2));
		int x = place % width;
		int y = place / width % height;
		int right = place / width / height % this.patch;
		int down = place / width / height / this.patch % this.patch;
		int channel = place / width / height / this.patch / this.patch;
		return ((channel * height + y) * this.patch + down) * width * this.patch + x * this.patch + right;
	}

	private double shift(int channel) {
		return this.mean.isEmpty() ? this.shift : this.mean.get(channel);
	}

	private double scale(int channel) {
		return this.deviation.isEmpty() ? this.factor : this.factor / this.deviation.get(channel);
	}

	private Tensor map(Tensor latent, Affine affine) {
		if (!known()) {
			throw new IllegalStateException("The scaling is not known");
		}
		Shape shape = latent.shape();
		float[] values = latent.toFloats();
		int area = Math.toIntExact(shape.tail().elements());
		for (int i = 0; i < values.length; i++) {
			int channel = i / area;
			values[i] = (float) affine.apply(values[i], shift(channel), scale(channel));
		}
		return Tensor.of(shape, values);
	}

	private interface Affine {

		double apply(double value, double shift, double scale);

	}

}
