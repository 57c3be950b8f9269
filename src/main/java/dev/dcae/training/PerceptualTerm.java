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

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.ParameterStore;

/**
 * A perceptual distance from a TorchScript file of the user's, such as LPIPS: from two
 * images [B, 3, H, W] in [-1, 1] to one number or one for each.
 */
final class PerceptualTerm implements AutoCloseable {

	private final Model model;

	private final float weight;

	private PerceptualTerm(Model model, float weight) {
		this.model = model;
		this.weight = weight;
	}

	/**
	 * Loads the file, with gradients for its inputs but not for its weights.
	 * @throws TrainingException if it is no TorchScript file
	 */
	static PerceptualTerm load(Path file, float weight) {
		Path absolute = file.toAbsolutePath();
		Model model = Model.newInstance("lpips", "PyTorch");
		try {
			// Loaded for inference, its tensors could not take part in a backward pass.
			model.load(absolute.getParent(), absolute.getFileName().toString(), Map.of("trainParam", "true"));
			model.getBlock()
				.getDirectParameters()
				.forEach((parameter) -> parameter.getValue().getArray().setRequiresGradient(false));
			return new PerceptualTerm(model, weight);
		}
		catch (IOException | MalformedModelException | RuntimeException ex) {
			model.close();
			throw new TrainingException("lpips: %s is not a TorchScript file that libtorch can load".formatted(file),
					ex);
		}
	}

	/**
	 * The loss with this term.
	 */
	NDArray addedTo(TrainableModel.Losses losses) {
		NDList distance = this.model.getBlock()
			.forward(new ParameterStore(), new NDList(losses.output(), losses.target()), true);
		return losses.total().add(distance.head().mean().mul(this.weight));
	}

	@Override
	public void close() {
		this.model.close();
	}

}
