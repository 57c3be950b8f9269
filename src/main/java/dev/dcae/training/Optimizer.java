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
import java.util.SequencedMap;
import java.util.regex.Pattern;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/**
 * AdamW (Loshchilov and Hutter 2019) with gradients clipped by their common norm, or
 * {@link Muon} where it suits, and a moving average of the weights. DJL's own AdamW hides
 * its state, which a resumed run needs; the arithmetic of a step is DJL's.
 */
final class Optimizer {

	/**
	 * The prefix of a trained tensor's value in the state.
	 */
	static final String PARAMETER = "parameter.";

	private static final String MEAN = "mean.";

	private static final String VARIANCE = "variance.";

	private static final String AVERAGE = "average.";

	/**
	 * The convolutions that no norm follows.
	 */
	private static final Pattern PLAIN_CONVOLUTION = Pattern
		.compile("(encoder|decoder)\\.conv_(in|out)\\..*|.*_blocks\\.\\d+\\.\\d+\\.conv\\..*");

	/**
	 * The share of the learning rate of norms and biases.
	 */
	private static final float VECTOR_RATE = 0.5f;

	/**
	 * DJL's word for leaving single gradients as they are; 0 would cut all above 0.
	 */
	private static final float NO_CLIPPING = -1;

	private static final float BETA1 = 0.9f;

	private static final float BETA2 = 0.999f;

	private static final float EPSILON = 1e-8f;

	private final SequencedMap<String, Trained> tensors = new LinkedHashMap<>();

	private final TrainingSettings settings;

	private final UpdateRule rule;

	private int steps;

	/**
	 * A trained tensor, the moments of its gradients, of which Muon has one, and the
	 * average of its values.
	 */
	private record Trained(NDArray parameter, NDArray mean, NDArray variance, NDArray average) {
	}

	/**
	 * An optimizer for trained tensors.
	 * @param parameters by their names
	 * @param manager of its own arrays
	 * @param snapshot where it was, if not at the start
	 * @param stepsEach that it makes in a step of the run
	 */
	Optimizer(UpdateRule rule, SequencedMap<String, NDArray> parameters, NDManager manager, TrainingSettings settings,
			Optional<Snapshot> snapshot, int stepsEach) {
		this.rule = rule;
		this.settings = settings;
		this.steps = snapshot.map((saved) -> Math.toIntExact(stepsEach * (saved.steps() - saved.skipped()))).orElse(0);
		parameters.forEach((name, parameter) -> this.tensors.put(name,
				new Trained(parameter, restored(MEAN + name, snapshot, manager, parameter.zerosLike()),
						restored(VARIANCE + name, snapshot, manager, parameter.zerosLike()),
						restored(AVERAGE + name, snapshot, manager, parameter.stopGradient().duplicate()))));
	}

	private static NDArray restored(String name, Optional<Snapshot> snapshot, NDManager manager, NDArray initial) {
		if (snapshot.isEmpty()) {
			initial.attach(manager);
			return initial;
		}
		NDArray restored = manager.create(snapshot.get().tensor(name).toFloats(), initial.getShape());
		initial.close();
		return restored;
	}

	/**
	 * The norm of all gradients together.
	 * @param accumulated how many backward passes they are the sum of
	 */
	float gradientNorm(NDManager manager, int accumulated) {
		NDList norms = new NDList();
		this.tensors.values().forEach((tensor) -> {
			NDArray norm = gradient(manager, tensor).norm();
			norm.attach(manager);
			norms.add(norm);
		});
		NDArray all = NDArrays.stack(norms);
		all.attach(manager);
		NDArray norm = all.norm();
		norm.attach(manager);
		return norm.getFloat() / accumulated;
	}

	private static NDArray gradient(NDManager manager, Trained tensor) {
		NDArray gradient = tensor.parameter().getGradient();
		gradient.attach(manager);
		return gradient;
	}

	/**
	 * Makes a step and forgets the gradients.
	 * @param learningRate of this step
	 * @param norm of the gradients
	 * @param accumulated how many backward passes the gradients are the sum of
	 */
	void step(NDManager manager, float learningRate, float norm, int accumulated) {
		this.steps++;
		double correction = Math.sqrt(1 - Math.pow(BETA2, this.steps)) / (1 - Math.pow(BETA1, this.steps));
		float rescale = Math.min(1, this.settings.clipNorm() / (norm + 1e-6f)) / accumulated;
		// A young average follows the weights closely.
		float decay = Math.min(this.settings.ema(), (1f + this.steps) / (10 + this.steps));
		this.tensors.forEach((name, tensor) -> {
			NDArray parameter = tensor.parameter();
			NDArray now = parameter.stopGradient();
			now.attach(manager);
			float weightDecay = decays(name) ? this.settings.weightDecay() : 0;
			float rate = learningRate * share(name);
			if (isMuons(name, parameter)) {
				try (NDManager made = manager.newSubManager()) {
					NDArray step = Muon.step(made, gradient(made, tensor), tensor.mean());
					now.muli(1 - rate * weightDecay).subi(step.muli(rate));
				}
			}
			else {
				parameter.getNDArrayInternal()
					.adamUpdate(new NDList(parameter, gradient(manager, tensor), tensor.mean(), tensor.variance()),
							new NDList(parameter), rate, (float) (rate * correction), weightDecay, rescale, NO_CLIPPING,
							BETA1, BETA2, EPSILON, false, true);
			}
			NDArray share = now.mul(1 - decay);
			share.attach(manager);
			tensor.average().muli(decay).addi(share);
		});
		forgetGradients();
	}

	/**
	 * The share of the learning rate that a tensor gets. The convolutions between stages
	 * and at the ends have hundreds of inputs and no norm behind them: steps of the size
	 * that suits the others move their outputs by more than there is in them.
	 */
	private float share(String name) {
		if (PLAIN_CONVOLUTION.matcher(name).matches()) {
			return this.settings.plainRate();
		}
		return decays(name) ? 1 : VECTOR_RATE;
	}

	/**
	 * The convolutions without a norm are left to AdamW: steps of full length in every
	 * direction are too long for them.
	 */
	private boolean isMuons(String name, NDArray parameter) {
		return this.rule == UpdateRule.MUON && Muon.suits(parameter.getShape())
				&& !PLAIN_CONVOLUTION.matcher(name).matches();
	}

	/**
	 * Norms and biases are not decayed.
	 */
	private static boolean decays(String name) {
		return name.endsWith("weight") && !name.contains("norm");
	}

	/**
	 * Sets every gradient to zero.
	 */
	void forgetGradients() {
		this.tensors.values().forEach((tensor) -> {
			// Not times 0, nor less itself: a gradient may be infinite.
			JniUtils.zeroGrad((PtNDArray) tensor.parameter());
		});
	}

	/**
	 * The moving averages of the weights: what is worth keeping.
	 */
	Map<String, NDArray> averages() {
		Map<String, NDArray> averages = new LinkedHashMap<>();
		this.tensors.forEach((name, tensor) -> averages.put(name, tensor.average()));
		return averages;
	}

	/**
	 * Everything that a resumed run needs, by name.
	 */
	Map<String, NDArray> state() {
		Map<String, NDArray> state = new LinkedHashMap<>();
		this.tensors.forEach((name, tensor) -> {
			state.put(PARAMETER + name, tensor.parameter());
			state.put(MEAN + name, tensor.mean());
			state.put(VARIANCE + name, tensor.variance());
			state.put(AVERAGE + name, tensor.average());
		});
		return state;
	}

}
