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
