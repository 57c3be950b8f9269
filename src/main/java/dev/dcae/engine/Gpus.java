/*
 * Copyright 2026 the dcae authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
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
