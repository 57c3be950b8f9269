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
package dev.dcae.bench;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

import dev.dcae.image.Formats;
import dev.dcae.image.RgbImage;
import dev.dcae.tensor.Npy;
import dev.dcae.tensor.Safetensors;
import dev.dcae.tensor.Tensor;

/**
 * A request that a client may make with a photograph: an operation, and the media types of the request and the answer.
 *
 * @param operation encode, decode or reconstruct
 * @param sent the name of a wire format
 * @param answered the name of a wire format
 */
record Exchange(String operation, String sent, String answered) {

	static final String RAW = "raw";

	private static final Map<String, String> TYPES = Map.of(RAW, "application/octet-stream", "npy", "application/x-npy",
			"safetensors", "application/x-safetensors", "json", "application/json", "png", "image/png", "jpeg",
			"image/jpeg", "webp", "image/webp");

	/**
	 * The request.
	 * @param latent of the image; only a request to decode has it
	 */
	byte[] request(RgbImage image, Tensor latent) {
		boolean decodes = this.operation.equals("decode");
		String shape = decodes ? shape(latent) + "&dtype=float32"
				: "%d,%d,3".formatted(image.height(), image.width());
		String target = "/v1/" + this.operation + (this.sent.equals(RAW) ? "?shape=" + shape : "");
		return Client.post(target, type(this.sent), type(this.answered), decodes ? body(latent) : body(image));
	}

	private static String shape(Tensor tensor) {
		return tensor.shape().toString().replaceAll("[\\[\\] ]", "");
	}

	private byte[] body(Tensor latent) {
		return switch (this.sent) {
			case RAW -> latent.toBytes();
			case "npy" -> Npy.toBytes(latent);
			case "safetensors" -> Safetensors.toBytes(Map.of("latent", latent), Map.of());
			case "json" -> """
					{"shape": [%s], "dtype": "float32", "data": "%s"}
					""".formatted(shape(latent), Base64.getEncoder().encodeToString(latent.toBytes())).getBytes(
					StandardCharsets.UTF_8);
			default -> throw new IllegalArgumentException("No latent is sent as " + this.sent);
		};
	}

	private byte[] body(RgbImage image) {
		return switch (this.sent) {
			case RAW -> image.pixels();
			case "png" -> Formats.PNG.encode(image);
			case "jpeg" -> Formats.JPEG.encode(image);
			case "webp" -> Formats.WEBP.encode(image);
			default -> throw new IllegalArgumentException("No image is sent as " + this.sent);
		};
	}

	private static String type(String format) {
		String type = TYPES.get(format);
		if (type == null) {
			throw new IllegalArgumentException("No wire format is called " + format);
		}
		return type;
	}

	@Override
	public String toString() {
		return "%s %s → %s".formatted(this.operation, this.sent, this.answered);
	}

}
