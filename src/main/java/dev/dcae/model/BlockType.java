package dev.dcae.model;

/**
 * The block that a stage repeats.
 */
public enum BlockType {

	/**
	 * Two 3×3 convolutions with a residual.
	 */
	RES_BLOCK("ResBlock"),

	/**
	 * Multi-scale linear attention, then a gated depthwise MLP.
	 */
	EFFICIENT_VIT("EfficientViTBlock");

	private final String configName;

	BlockType(String configName) {
		this.configName = configName;
	}

	String configName() {
		return this.configName;
	}

}
