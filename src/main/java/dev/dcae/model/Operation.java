package dev.dcae.model;

/**
 * An operation of an autoencoder. Shapes are those of one item of a batch; {@code r} is
 * the model's ratio, {@code c} its latent channels.
 */
public enum Operation {

	/**
	 * float32 [3, H, W] in [-1, 1] to float32 [c, H/r, W/r].
	 */
	ENCODE("encode"),

	/**
	 * float32 [c, h, w] to float32 [3, h·r, w·r], about [-1, 1], not clamped.
	 */
	DECODE("decode"),

	/**
	 * uint8 RGB [H, W, 3] to float32 [c, H/r, W/r].
	 */
	ENCODE_IMAGE("encode_image"),

	/**
	 * float32 [c, h, w] to uint8 RGB [h·r, w·r, 3].
	 */
	DECODE_IMAGE("decode_image"),

	/**
	 * float32 [3, H, W] in [-1, 1] to float32 [2c, H/r, W/r]: of each value of the latent
	 * the mean, then the logarithms of the variances. Only of models that sample.
	 */
	ENCODE_MOMENTS("encode_moments"),

	/**
	 * uint8 RGB [H, W, 3] to float32 [2c, H/r, W/r], likewise.
	 */
	ENCODE_IMAGE_MOMENTS("encode_image_moments");

	private final String method;

	Operation(String method) {
		this.method = method;
	}

	/**
	 * The name of the archive's method.
	 */
	public String method() {
		return this.method;
	}

	/**
	 * Tells the operations that take pixels and answer a latent.
	 */
	public boolean encodes() {
		return this != DECODE && this != DECODE_IMAGE;
	}

	/**
	 * Tells the operations that take uint8 pixels, not floats.
	 */
	public boolean takesPixels() {
		return this == ENCODE_IMAGE || this == ENCODE_IMAGE_MOMENTS;
	}

}
