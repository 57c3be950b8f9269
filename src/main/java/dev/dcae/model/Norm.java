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
