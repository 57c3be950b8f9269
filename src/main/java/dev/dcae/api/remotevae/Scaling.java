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
package dev.dcae.api.remotevae;

import java.util.regex.Pattern;

import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import dev.dcae.model.Autoencoder;
import dev.dcae.model.LatentScaling;
import dev.dcae.pipeline.Quoted;
import org.jspecify.annotations.Nullable;

/**
 * The scaling that a client asks for. It scales by the numbers that it sends, by those of
 * the model where it sends {@code do_scaling=True} instead, and not at all where it sends
 * neither, unless its latents have the form that only scaled ones have.
 */
final class Scaling {

	/**
	 * Numbers as Python writes them: Java's parser would also take suffixes and
	 * hexadecimal digits.
	 */
	private static final Pattern NUMBER = Pattern
		.compile("[-+]?([0-9]{1,40}\\.?[0-9]{0,40}|\\.[0-9]{1,40})([eE][-+]?[0-9]{1,3})?");

	private Scaling() {
	}

	/**
	 * Reads the parameters.
	 * @param factor {@code scaling_factor}
	 * @param shift {@code shift_factor}
	 * @param own {@code do_scaling}, of clients that send no factor; false is for none
	 * whatever else is sent
	 * @param unsaid what counts where nothing is said
	 * @throws ProblemException if one is no number that can scale
	 */
	static LatentScaling of(Autoencoder model, @Nullable String factor, @Nullable String shift, @Nullable Boolean own,
			boolean unsaid) {
		double shiftBy = (shift != null) ? number("shift_factor", shift) : 0;
		double scaleBy = (factor != null) ? number("scaling_factor", factor) : 1;
		if (!(scaleBy > 0)) {
			throw new ProblemException(ProblemType.BAD_PARAMETER,
					"scaling_factor is %s; it is more than 0".formatted(Quoted.of(String.valueOf(factor))));
		}
		if (Boolean.FALSE.equals(own)) {
			return LatentScaling.of(1);
		}
		if (factor == null && (own != null || unsaid)) {
			LatentScaling ofModel = model.scaling();
			if (!ofModel.known()) {
				throw new ProblemException(ProblemType.BAD_PARAMETER,
						"%s does not say how its latents are scaled: %s; send scaling_factor in place of do_scaling"
							.formatted(model.id(), LatentScaling.WHY_UNKNOWN));
			}
			return (shift != null) ? ofModel.withShift(shiftBy) : ofModel;
		}
		return LatentScaling.of(scaleBy, shiftBy);
	}

	private static double number(String name, String text) {
		double number = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
		if (!Double.isFinite(number)) {
			throw new ProblemException(ProblemType.BAD_PARAMETER,
					"%s is %s; it is a number such as 0.18215".formatted(name, Quoted.of(text)));
		}
		return number;
	}

}
