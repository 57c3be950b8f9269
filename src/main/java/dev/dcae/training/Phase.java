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
package dev.dcae.training;

import java.util.function.Predicate;

import dev.dcae.model.DcAeConfig;

/**
 * The tensors that a run trains.
 */
public enum Phase {

	/**
	 * All.
	 */
	FULL,

	/**
	 * The decoder: latents stay what they were, so that diffusion models trained on them
	 * can use the new one. How SANA's 1.1 and DC-AE-Lite were made.
	 */
	DECODER_ONLY,

	/**
	 * The decoder's last stage and what comes after it: DC-AE's local refinement.
	 */
	REFINE_HEAD;

	/**
	 * Tells by name which tensors are trained.
	 */
	Predicate<String> trains(DcAeConfig config) {
		return switch (this) {
			case FULL -> (name) -> true;
			case DECODER_ONLY -> (name) -> name.startsWith("decoder.");
			case REFINE_HEAD -> {
				String lastStage = "decoder.up_blocks.%d.".formatted(config.decoderEndsDoubling() ? 1 : 0);
				yield (name) -> name.startsWith(lastStage) || name.startsWith("decoder.norm_out.")
						|| name.startsWith("decoder.conv_out.");
			}
		};
	}

}
