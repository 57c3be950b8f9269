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
package dev.dcae.pipeline;

import java.util.Collection;

import dev.dcae.model.LatentScaling;

/**
 * A well-formed request that cannot be served. The message tells its sender what to do.
 */
public abstract sealed class RequestException extends RuntimeException {

	private RequestException(String message) {
		super(message);
	}

	/**
	 * No model of this id is served.
	 */
	public static final class UnknownModel extends RequestException {

		UnknownModel(String id, Collection<String> known) {
			super("There is no model %s; served are: %s".formatted(Quoted.of(id), String.join(", ", known)));
		}

	}

	/**
	 * The image's size is not served with the fit that was asked for.
	 */
	public static final class UnfitSize extends RequestException {

		UnfitSize(String message) {
			super(message);
		}

	}

	/**
	 * The tensor is no image that the model takes.
	 */
	public static final class UnfitImage extends RequestException {

		UnfitImage(String message) {
			super(message);
		}

	}

	/**
	 * A sample was asked for, and the model has no distribution to take it from.
	 */
	public static final class NothingToSample extends RequestException {

		NothingToSample(String message) {
			super(message);
		}

	}

	/**
	 * A scaled latent was asked for or sent, and the model does not say how they are
	 * scaled.
	 */
	public static final class UnknownScaling extends RequestException {

		/**
		 * An exception that names the model.
		 */
		public UnknownScaling(String id) {
			super("%s does not say how its latents are scaled: %s; leave scaled out and scale them yourself"
				.formatted(id, LatentScaling.WHY_UNKNOWN));
		}

	}

	/**
	 * The latent does not have the shape or the type that the model takes.
	 */
	public static final class UnfitLatent extends RequestException {

		UnfitLatent(String message) {
			super(message);
		}

	}

	/**
	 * The latent has a value that is infinite or not a number.
	 */
	public static final class NonFiniteLatent extends RequestException {

		NonFiniteLatent(String message) {
			super(message);
		}

	}

	/**
	 * The latent says that another encoder made it.
	 */
	public static final class OtherEncoder extends RequestException {

		OtherEncoder(String message) {
			super(message);
		}

	}

	/**
	 * More pixels than the service is configured to take.
	 */
	public static final class TooManyPixels extends RequestException {

		TooManyPixels(String message) {
			super(message);
		}

	}

	/**
	 * The model's result has a value that is infinite or not a number, in float32 too.
	 */
	public static final class NonFiniteResult extends RequestException {

		NonFiniteResult(String message) {
			super(message);
		}

	}

}
