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

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import dev.dcae.torchscript.CriticArchive;

/**
 * The adversary of a run: it learns to tell images from reconstructions, and what it goes
 * by is taken from these. DC-AE's third phase has one, for what a mean of errors leaves
 * blurred.
 */
final class Critic implements AutoCloseable {

	private final TrainedArchive archive;

	private final TrainingSettings settings;

	private final Optimizer optimizer;

	private Critic(TrainedArchive archive, TrainingSettings settings, Optimizer optimizer) {
		this.archive = archive;
		this.settings = settings;
		this.optimizer = optimizer;
	}

	/**
	 * Loads a critic that knows nothing, or as much as it did.
	 */
	static Critic load(TrainingSettings settings, Optional<Snapshot> snapshot) {
		Map<String, Tensor> initial = initial(settings.seed());
		CriticArchive archive = CriticArchive
			.of((name) -> snapshot.map((saved) -> saved.tensor(Optimizer.PARAMETER + name).reshape(shape(name).sizes()))
				.orElseGet(() -> initial.get(name)), settings.precision());
		TrainedArchive loaded = TrainedArchive.load(settings.output(), archive::writeTo, archive.tensors(),
				(name) -> true);
		return new Critic(loaded, settings, new Optimizer(UpdateRule.ADAMW, loaded.parameters(), loaded.manager(),
				settings, snapshot, settings.accumulate()));
	}

	private static Shape shape(String name) {
		Shape shape = CriticArchive.weights().get(name);
		if (shape == null) {
			throw new IllegalArgumentException("A critic has no " + name);
		}
		return shape;
	}

	/**
	 * Random weights that keep the variance of what passes (He et al. 2015).
	 */
	private static Map<String, Tensor> initial(long seed) {
		Random random = new Random(seed);
		Map<String, Tensor> initial = new LinkedHashMap<>();
		CriticArchive.weights().forEach((name, shape) -> {
			float[] values = new float[Math.toIntExact(shape.elements())];
			if (shape.rank() > 1) {
				double deviation = Math.sqrt(2.0 / shape.tail().elements());
				for (int i = 0; i < values.length; i++) {
					values[i] = (float) (random.nextGaussian() * deviation);
				}
			}
			initial.put(name, Tensor.of(shape, values));
		});
		return initial;
	}

	/**
	 * A loss with what the reconstructions do not convince of.
	 */
	NDArray addedTo(NDManager manager, NDArray total, TrainableModel.Losses losses) {
		NDArray unconvinced = this.archive.call("unconvinced", manager, new NDList(losses.output()), true)
			.singletonOrThrow();
		return total.add(unconvinced.mul(this.settings.adversarial().weight()));
	}

	/**
	 * Learns from a batch, after the model did.
	 */
	void learn(NDManager manager, GradientCollector gradients, TrainableModel.Losses losses) {
		// The model's step has left gradients here.
		this.optimizer.forgetGradients();
		NDArray made = losses.output().stopGradient();
		made.attach(manager);
		NDArray mistaken = this.archive.call("mistaken", manager, new NDList(losses.target(), made), true)
			.singletonOrThrow();
		gradients.backward(mistaken);
		float norm = this.optimizer.gradientNorm(manager, 1);
		if (Float.isFinite(norm)) {
			this.optimizer.step(manager, this.settings.adversarial().learningRate(), norm, 1);
		}
		else {
			this.optimizer.forgetGradients();
		}
	}

	/**
	 * Everything that a resumed run needs, by name.
	 */
	Map<String, NDArray> state() {
		return this.optimizer.state();
	}

	@Override
	public void close() {
		this.archive.close();
	}

}
