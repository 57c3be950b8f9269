package dev.dcae.api.remotevae;

import dev.dcae.image.RgbImage;
import dev.dcae.pipeline.Decoded;
import dev.dcae.pipeline.Encoded;
import dev.dcae.pipeline.Transformed;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * What a model made of one item.
 *
 * @param tensor without a batch dimension
 * @param retriedInFp32 whether half precision overflowed and float32 did not
 * @param tiled whether it was made in tiles
 */
record Made(Tensor tensor, boolean retriedInFp32, boolean tiled) {

	/**
	 * A picture's pixels, uint8 [H, W, 3].
	 */
	static Made of(Decoded decoded) {
		RgbImage image = decoded.image();
		return new Made(Tensor.ofBytes(new Shape(image.height(), image.width(), 3), image.pixels()),
				decoded.retriedInFp32(), decoded.tiled());
	}

	/**
	 * A latent, float32 [c, h, w].
	 */
	static Made of(Encoded encoded) {
		return new Made(encoded.latent().values().get(0), encoded.retriedInFp32(), encoded.tiled());
	}

	/**
	 * The only value of the result.
	 */
	static Made of(Transformed transformed) {
		return new Made(transformed.values().getFirst(), transformed.retriedInFp32(), transformed.tiled());
	}

	Made with(Tensor other) {
		return new Made(other, this.retriedInFp32, this.tiled);
	}

}
