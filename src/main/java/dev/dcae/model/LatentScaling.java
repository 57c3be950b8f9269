package dev.dcae.model;

import java.util.List;

import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * The scaling of latents for a diffusion pipeline: about zero mean and unit variance. For
 * every channel there is one shift and one scale:
 * {@code scaled = (latent - shift) · scale}.
 *
 * @param factor {@code scaling_factor}, positive; NaN where the config says null, so that
 * nobody knows it
 * @param shift {@code shift_factor}, of every channel; 0 where there are means
 * @param mean {@code latents_mean}, the shift of each channel; empty for most models
 * @param deviation {@code latents_std}: each channel's scale is the factor over its own;
 * empty for most models
 */
public record LatentScaling(double factor, double shift, List<Double> mean, List<Double> deviation) {

	/**
	 * The scaling of a checkpoint whose config says null, which is not to be guessed.
	 */
	public static final LatentScaling UNKNOWN = of(Double.NaN);

	/**
	 * Copies the lists.
	 */
	public LatentScaling {
		mean = List.copyOf(mean);
		deviation = List.copyOf(deviation);
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
		return new LatentScaling(this.factor, other, List.of(), this.deviation);
	}

	/**
	 * Turns an encoder's latent into a diffusion model's.
	 * @param latent {@code [c, h, w]}, a float tensor
	 * @return float32
	 */
	public Tensor apply(Tensor latent) {
		return map(latent, (value, shift, scale) -> (value - shift) * scale);
	}

	/**
	 * Turns a diffusion model's latent into a decoder's.
	 * @param latent {@code [c, h, w]}, a float tensor
	 * @return float32
	 */
	public Tensor undo(Tensor latent) {
		return map(latent, (value, shift, scale) -> value / scale + shift);
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
