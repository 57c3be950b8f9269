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
package dev.dcae.checkpoint;

import java.util.Map;
import java.util.Set;

import dev.dcae.model.AutoencoderConfig;
import dev.dcae.model.DcAeConfig;
import dev.dcae.model.Flux2Config;
import dev.dcae.model.HunyuanImageConfig;
import dev.dcae.model.KlConfig;
import dev.dcae.model.QwenImageConfig;
import dev.dcae.model.TinyConfig;
import dev.dcae.tensor.Tensor;

/**
 * The namings of a checkpoint's tensors.
 */
enum Naming {

	/**
	 * diffusers' names, which are this service's, too.
	 */
	DIFFUSERS("diffusers") {

		@Override
		Map<String, Tensor> toDiffusers(Map<String, Tensor> tensors) {
			return tensors;
		}

	},

	/**
	 * The names of the repositories that DC-AE comes from, efficientvit and DC-Gen.
	 */
	ORIGINAL_DC_AE("the original DC-AE") {

		@Override
		Map<String, Tensor> toDiffusers(Map<String, Tensor> tensors) {
			return new OriginalDcAeNames(tensors.keySet()).toDiffusers(tensors);
		}

	},

	/**
	 * Any of the names that a KL autoencoder's tensors have had.
	 */
	KL("KL autoencoders") {

		@Override
		Map<String, Tensor> toDiffusers(Map<String, Tensor> tensors) {
			return KlNames.toDiffusers(tensors);
		}

	},

	/**
	 * The names of TAESD's own repository.
	 */
	ORIGINAL_TINY("the original TAESD") {

		@Override
		Map<String, Tensor> toDiffusers(Map<String, Tensor> tensors) {
			return TinyNames.toDiffusers(tensors);
		}

	},

	/**
	 * The names of Wan's own files.
	 */
	WAN("Wan") {

		@Override
		Map<String, Tensor> toDiffusers(Map<String, Tensor> tensors) {
			return WanNames.toDiffusers(tensors);
		}

	};

	private final String label;

	Naming(String label) {
		this.label = label;
	}

	/**
	 * Tells by the names, among those that the config's family has had.
	 */
	static Naming of(AutoencoderConfig config, Set<String> names) {
		return switch (config) {
			case DcAeConfig _ -> names.stream().anyMatch(OriginalDcAeNames::matches) ? ORIGINAL_DC_AE : DIFFUSERS;
			case KlConfig _ -> KL;
			case Flux2Config _ -> KL;
			case TinyConfig _ -> TinyNames.areOriginal(names) ? ORIGINAL_TINY : DIFFUSERS;
			case HunyuanImageConfig _ -> DIFFUSERS;
			case QwenImageConfig _ -> WanNames.areOriginal(names) ? WAN : DIFFUSERS;
		};
	}

	/**
	 * The same tensors under diffusers' names and in diffusers' shapes, as views of the
	 * same memory. What has no counterpart keeps its name, to be found by whoever
	 * verifies.
	 * @throws CheckpointException if tensors contradict each other
	 */
	abstract Map<String, Tensor> toDiffusers(Map<String, Tensor> tensors);

	/**
	 * Whose names these are.
	 */
	@Override
	public String toString() {
		return this.label;
	}

}
