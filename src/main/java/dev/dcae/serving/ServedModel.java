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
package dev.dcae.serving;

import java.util.List;

import dev.dcae.model.Autoencoder;
import dev.dcae.model.Precision;

/**
 * A model to serve.
 *
 * @param autoencoder the model, as requests find it; each lane of each of its devices
 * gets a replica
 * @param limits of its batches
 * @param runners that open its replicas
 * @param fp32Retry whether replicas in float32 may be opened for items that overflow
 */
public record ServedModel(Autoencoder autoencoder, ModelLimits limits, RunnerFactory runners, boolean fp32Retry) {

	/**
	 * A model whose items run again in float32 where they overflow.
	 */
	public ServedModel(Autoencoder autoencoder, ModelLimits limits, RunnerFactory runners) {
		this(autoencoder, limits, runners, true);
	}

	/**
	 * Checks that it is placed.
	 * @throws IllegalArgumentException if it is on no device
	 */
	public ServedModel {
		if (autoencoder.devices().isEmpty()) {
			throw new IllegalArgumentException("Model %s is placed on no device".formatted(autoencoder.id()));
		}
	}

	public String id() {
		return this.autoencoder.id();
	}

	public List<Device> devices() {
		return this.autoencoder.devices().stream().map(Device::new).toList();
	}

	/**
	 * Tells whether an item whose result is not finite is run again in float32: pointless
	 * for a model that runs in float32 already.
	 */
	public boolean retriesInFp32() {
		return this.fp32Retry && this.autoencoder.precision() != Precision.FP32;
	}

}
