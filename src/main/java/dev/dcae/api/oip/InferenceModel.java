package dev.dcae.api.oip;

import dev.dcae.model.Autoencoder;

/**
 * A model of the protocol: one task of one autoencoder.
 */
record InferenceModel(Autoencoder autoencoder, Task task) {

	/**
	 * The only version of every model.
	 */
	static final String VERSION = "1";

	static final String PLATFORM = "pytorch_torchscript";

	String name() {
		return this.autoencoder.id() + "." + this.task.suffix();
	}

	TensorSpec input() {
		return this.task.input(this.autoencoder.config());
	}

	TensorSpec output() {
		return this.task.output(this.autoencoder.config());
	}

}
