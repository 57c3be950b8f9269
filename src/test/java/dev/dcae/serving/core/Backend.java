package dev.dcae.serving.core;

import dev.dcae.serving.BatchRunner;
import dev.dcae.serving.Device;
import dev.dcae.serving.ReplicaPrecision;
import dev.dcae.serving.RunnerFactory;

/**
 * Opens replicas of all the models of a test.
 */
@FunctionalInterface
interface Backend {

	BatchRunner open(String model, Device device, ReplicaPrecision precision);

	/**
	 * The factory of one model's replicas.
	 */
	default RunnerFactory of(String model) {
		return (device, precision) -> open(model, device, precision);
	}

}
