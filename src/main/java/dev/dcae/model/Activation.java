package dev.dcae.model;

/**
 * An activation function, named as the archive's code names it.
 */
public enum Activation {

	SILU("silu"), RELU("relu"), GELU("gelu"), MISH("mish");

	private final String configName;

	Activation(String configName) {
		this.configName = configName;
	}

	public String configName() {
		return this.configName;
	}

}
