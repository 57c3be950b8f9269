package dev.dcae.pipeline;

import dev.dcae.image.RgbImage;
import dev.dcae.image.metrics.Fidelity;
import dev.dcae.image.metrics.PerceptualMetric;
import dev.dcae.model.Autoencoder;
import dev.dcae.tensor.Shape;

/**
 * Measures what models lose.
 */
public final class Examiner {

	private final Codec codec;

	private final ImagePool pool;

	private final PerceptualMetric metric;

	/**
	 * An examiner.
	 * @param pool that pictures are compared in
	 */
	public Examiner(Codec codec, ImagePool pool, PerceptualMetric metric) {
		this.codec = codec;
		this.pool = pool;
		this.metric = metric;
	}

	/**
	 * Reconstructs a picture and compares the two.
	 * @param fit what to do if its sides are not multiples of the model's ratio; what is
	 * cropped or resized is compared in its new size
	 * @param channels of the latent that are kept
	 * @throws RequestException if the image does not suit the model
	 * @throws dev.dcae.serving.ServingException if the scheduler cannot take or finish it
	 */
	public Reconstruction examine(Autoencoder model, RgbImage image, Fit fit, Channels channels, WhenToTile tile,
			Urgency urgency, Phases phases) {
		RgbImage original = this.codec.fitted(model, image, fit, phases);
		Decoded decoded = this.codec.reconstruct(model, original, Fit.PAD, channels, tile, urgency, phases);
		Fidelity fidelity = this.pool.run(() -> Fidelity.of(original, decoded.image(), this.metric));
		Shape whole = this.codec.geometry(model, original.width(), original.height(), Fit.PAD).latent();
		Shape latent = new Shape(channels.kept(), whole.size(1), whole.size(2));
		return new Reconstruction(model, original, decoded.image(), latent, fidelity, decoded.retriedInFp32(),
				decoded.tiled());
	}

}
