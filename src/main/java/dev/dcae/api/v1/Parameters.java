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
package dev.dcae.api.v1;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import dev.dcae.model.Autoencoder;
import dev.dcae.pipeline.Channels;
import dev.dcae.pipeline.Quoted;
import dev.dcae.tensor.DType;
import org.jspecify.annotations.Nullable;

/**
 * Parameters that several operations share.
 */
public final class Parameters {

	/**
	 * The most that one request may ask for.
	 */
	private static final int MOST = 256;

	private static final Pattern DECIMAL = Pattern.compile("([0-9]++\\.?[0-9]*+|\\.[0-9]++)([eE][-+]?[0-9]{1,3})?");

	private Parameters() {
	}

	/**
	 * A type of latents by its name.
	 * @throws ProblemException if there is none
	 */
	public static DType floatType(String name) {
		try {
			return DType.floatOf(name);
		}
		catch (IllegalArgumentException ex) {
			throw new ProblemException(ProblemType.BAD_PARAMETER,
					"dtype is %s; it is one of float32, float16, bfloat16".formatted(Quoted.of(name)));
		}
	}

	/**
	 * The channels to keep.
	 * @throws ProblemException if there cannot be so many in any model
	 * @throws dev.dcae.pipeline.RequestException if there cannot be in this one
	 */
	public static Channels channels(Autoencoder model, @Nullable Integer asked) {
		if (asked != null && asked < 1) {
			throw new ProblemException(ProblemType.BAD_PARAMETER,
					"channels is %d; it is a number of channels, at least 1".formatted(asked));
		}
		return Channels.of(model, (asked != null) ? OptionalInt.of(asked) : OptionalInt.empty());
	}

	/**
	 * Parts of the way between two latents.
	 * @throws ProblemException if one is no number from 0 to 1, or there are too many
	 */
	public static List<Double> alphas(List<String> texts) {
		if (texts.isEmpty() || texts.size() > MOST) {
			throw new ProblemException(ProblemType.BAD_PARAMETER,
					"There are %d alphas; 1 to %d are taken".formatted(texts.size(), MOST));
		}
		return texts.stream().map(Parameters::alpha).toList();
	}

	/**
	 * Checks the size of a batch.
	 * @throws ProblemException if it is none that is taken
	 */
	public static void requireBatch(long count) {
		if (count < 1 || count > MOST) {
			throw new ProblemException(ProblemType.BAD_TENSOR,
					"The batch has %d items; 1 to %d are taken".formatted(count, MOST));
		}
	}

	private static double alpha(String text) {
		// Double.parseDouble would take hexadecimal digits and the suffixes of Java's
		// literals.
		double alpha = DECIMAL.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
		if (!(alpha >= 0 && alpha <= 1)) {
			throw new ProblemException(ProblemType.BAD_PARAMETER,
					"alpha is %s; it is a number from 0 to 1".formatted(Quoted.of(text)));
		}
		return alpha;
	}

	/**
	 * The seed of the sample, if one is asked for: the given one, else one of its own,
	 * small enough for every client's numbers, that the answer tells.
	 * @throws ProblemException if there is a seed for no sample
	 */
	public static OptionalLong seed(boolean sample, @Nullable Long seed) {
		if (!sample && seed != null) {
			throw new ProblemException(ProblemType.BAD_PARAMETER,
					"seed is for a sample of the latent's distribution; add sample=true, or leave seed out");
		}
		if (!sample) {
			return OptionalLong.empty();
		}
		return OptionalLong.of((seed != null) ? seed : ThreadLocalRandom.current().nextLong(1L << 32));
	}

}
