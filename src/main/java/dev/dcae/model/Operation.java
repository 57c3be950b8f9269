package dev.dcae.model;

/**
 * What can be asked of an autoencoder. One item of a batch; {@code r} is the model's
 * ratio, {@code c} its latent channels.
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
	DECODE_IMAGE("decode_image");

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
	 * Whether pixels go in and a latent comes out.
	 */
	public boolean encodes() {
		return this == ENCODE || this == ENCODE_IMAGE;
	}

}
