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

import dev.dcae.model.AutoencoderConfig;
import dev.dcae.model.Operation;

/**
 * The tasks of an autoencoder. The protocol knows models with fixed inputs and outputs
 * alone, so that each autoencoder {@code sana} is a family of them: {@code sana.encode},
 * {@code sana.decode}, {@code sana.encode_file}, {@code sana.decode_file}.
 */
enum Task {

	/**
	 * FP32 [n, 3, H, W] in [-1, 1] to FP32 [n, c, h, w].
	 */
	ENCODE("encode", Operation.ENCODE) {
		@Override
		TensorSpec input(AutoencoderConfig config) {
			return TensorSpec.of(IMAGE, DataType.FP32, TensorSpec.ANY, (long) AutoencoderConfig.IMAGE_CHANNELS,
					TensorSpec.ANY, TensorSpec.ANY);
		}

		@Override
		TensorSpec output(AutoencoderConfig config) {
			return latent(config, TensorSpec.ANY);
		}
	},

	/**
	 * FP32 [n, c, h, w] to FP32 [n, 3, H, W], about [-1, 1], not clamped.
	 */
	DECODE("decode", Operation.DECODE) {
		@Override
		TensorSpec input(AutoencoderConfig config) {
			return ENCODE.output(config);
		}

		@Override
		TensorSpec output(AutoencoderConfig config) {
			return ENCODE.input(config);
		}
	},

	/**
	 * An image file, BYTES [1], to FP32 [1, c, h, w].
	 */
	ENCODE_FILE("encode_file", Operation.ENCODE_IMAGE) {
		@Override
		TensorSpec input(AutoencoderConfig config) {
			return TensorSpec.of(FILE, DataType.BYTES, 1L);
		}

		@Override
		TensorSpec output(AutoencoderConfig config) {
			return latent(config, 1);
		}
	},

	/**
	 * FP32 [1, c, h, w] to an image file, BYTES [1].
	 */
	DECODE_FILE("decode_file", Operation.DECODE_IMAGE) {
		@Override
		TensorSpec input(AutoencoderConfig config) {
			return ENCODE_FILE.output(config);
		}

		@Override
		TensorSpec output(AutoencoderConfig config) {
			return ENCODE_FILE.input(config);
		}
	};

	static final String IMAGE = "image";

	static final String LATENT = "latent";

	static final String FILE = "file";

	private final String suffix;

	private final Operation operation;

	Task(String suffix, Operation operation) {
		this.suffix = suffix;
		this.operation = operation;
	}

	String suffix() {
		return this.suffix;
	}

	/**
	 * The work of the devices for it.
	 */
	Operation operation() {
		return this.operation;
	}

	/**
	 * Tells if a request may have many items.
	 */
	boolean batches() {
		return this == ENCODE || this == DECODE;
	}

	abstract TensorSpec input(AutoencoderConfig config);

	abstract TensorSpec output(AutoencoderConfig config);

	private static TensorSpec latent(AutoencoderConfig config, long batch) {
		return TensorSpec.of(LATENT, DataType.FP32, batch, (long) config.latentChannels(), TensorSpec.ANY,
				TensorSpec.ANY);
	}

}
