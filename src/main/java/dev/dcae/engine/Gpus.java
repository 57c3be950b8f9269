package dev.dcae.engine;

import java.util.List;
import java.util.Optional;

import ai.djl.engine.Engine;

/**
 * The GPUs that this process sees.
 */
interface Gpus {

	/**
	 * Tells whether libtorch was built to use them.
	 */
	boolean usable();

	int count();

	/**
	 * Their UUIDs as 32 hexadecimal digits, in the order in which libtorch counts them;
	 * of a MIG device its own. None if the driver does not tell.
	 */
	List<String> uuids();

	/**
	 * The value of {@code CUDA_VISIBLE_DEVICES}, which hides all others and orders these.
	 */
	Optional<String> visible();

	/**
	 * The version of libtorch.
	 */
	String libtorch();

	/**
	 * Those of this machine.
	 */
	static Gpus of(Engine engine) {
		return new Gpus() {

			@Override
			public boolean usable() {
				return engine.hasCapability("CUDA");
			}

			@Override
			public int count() {
				return engine.getGpuCount();
			}

			@Override
			public List<String> uuids() {
				return CudaDriver.uuids();
			}

			@Override
			public Optional<String> visible() {
				return Optional.ofNullable(System.getenv("CUDA_VISIBLE_DEVICES"));
			}

			@Override
			public String libtorch() {
				return engine.getVersion();
			}

		};
	}

}
