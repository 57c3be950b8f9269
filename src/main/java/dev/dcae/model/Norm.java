package dev.dcae.model;

/**
 * The normalisation of a stage. Both have epsilon 1e-5, a weight and a bias.
 */
public enum Norm {

	/**
	 * Over the channels of each pixel: {@code x / sqrt(mean(x²) + eps) · w + b}.
	 */
	RMS("rms_norm"),

	/**
	 * A norm with running statistics; at inference an affine map, folded into the
	 * convolution before it.
	 */
	BATCH("batch_norm");

	/**
	 * The epsilon of every norm in a DC-AE.
	 */
	public static final double EPSILON = 1e-5;

	private final String configName;

	Norm(String configName) {
		this.configName = configName;
	}

	String configName() {
		return this.configName;
	}

}
