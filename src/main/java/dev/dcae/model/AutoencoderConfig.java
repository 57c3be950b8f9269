package dev.dcae.model;

import java.util.SequencedMap;

import dev.dcae.tensor.Shape;

/**
 * An autoencoder's architecture, as far as the service needs to know it.
 */
public sealed interface AutoencoderConfig permits DcAeConfig {

	/**
	 * The family's name, as shown to users.
	 */
	String family();

	/**
	 * Pixels per latent cell side: 8, 32, 64, 128.
	 */
	int ratio();

	/**
	 * Channels of the latent.
	 */
	int latentChannels();

	/**
	 * What a diffusion pipeline multiplies latents by, about 1/RMS of the latents. Never
	 * applied unless asked.
	 */
	double scalingFactor();

	/**
	 * Elements of the largest activation, per pixel of the image. An activation of 2^31
	 * elements and more can fail or come back silently zero in libtorch's kernels,
	 * whatever the memory.
	 */
	int peakElementsPerPixel(Operation operation);

	/**
	 * Every tensor of the checkpoint, by its name in diffusers.
	 */
	SequencedMap<String, Shape> weights();

	/**
	 * A text that two configs share exactly if equal encoder weights give equal latents.
	 */
	String encoderSignature();

	/**
	 * How images that are too large for one piece are tiled, unless that is configured.
	 */
	default Tiling tiling() {
		return Tiling.of(ratio());
	}

	/**
	 * Values of the image per value of the latent.
	 */
	default double compression() {
		return 3.0 * ratio() * ratio() / latentChannels();
	}

	/**
	 * The shape of the latent of one image.
	 * @param height pixels, a multiple of the ratio
	 * @param width pixels, a multiple of the ratio
	 */
	default Shape latentShape(long height, long width) {
		return new Shape(latentChannels(), height / ratio(), width / ratio());
	}

	/**
	 * The pixels that an item of an operation stands for.
	 */
	default long pixels(Operation operation, Shape item) {
		return switch (operation) {
			case ENCODE -> item.size(1) * item.size(2);
			case ENCODE_IMAGE -> item.size(0) * item.size(1);
			case DECODE, DECODE_IMAGE -> item.size(1) * item.size(2) * ratio() * ratio();
		};
	}

}
