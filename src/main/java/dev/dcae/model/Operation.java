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
 * An operation of an autoencoder. Shapes are those of one item of a batch; {@code r} is
 * the model's ratio, {@code c} its latent channels.
 */
public enum Operation {

	/**
	 * float32 [3, H, W] in [-1, 1] to float32 [c, H/r, W/r].
	 */
	ENCODE("encode"),

	/**
	 * float32 [c, h, w] to float32 [3, h·r, w·r], about [-1, 1], not clamped.
	 */
	DECODE("decode"),

	/**
	 * uint8 RGB [H, W, 3] to float32 [c, H/r, W/r].
	 */
	ENCODE_IMAGE("encode_image"),

	/**
	 * float32 [c, h, w] to uint8 RGB [h·r, w·r, 3].
	 */
	DECODE_IMAGE("decode_image"),

	/**
	 * float32 [3, H, W] in [-1, 1] to float32 [2c, H/r, W/r]: of each value of the latent
	 * the mean, then the logarithms of the variances. Only of models that sample.
	 */
	ENCODE_MOMENTS("encode_moments"),

	/**
	 * uint8 RGB [H, W, 3] to float32 [2c, H/r, W/r], likewise.
	 */
	ENCODE_IMAGE_MOMENTS("encode_image_moments");

	private final String method;

	Operation(String method) {
		this.method = method;
	}

	/**
	 * The name of the archive's method.
	 */
	public String method() {
		return this.method;
	}

	/**
	 * Tells the operations that take pixels and answer a latent.
	 */
	public boolean encodes() {
		return this != DECODE && this != DECODE_IMAGE;
	}

	/**
	 * Tells the operations that take uint8 pixels, not floats.
	 */
	public boolean takesPixels() {
		return this == ENCODE_IMAGE || this == ENCODE_IMAGE_MOMENTS;
	}

}
