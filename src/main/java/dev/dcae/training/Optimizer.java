package dev.dcae.training;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.internal.NDArrayEx;

/**
 * AdamW (Loshchilov and Hutter 2019) with gradients clipped by their common norm, and a
 * moving average of the weights. DJL's own AdamW hides its state, which a resumed run
 * needs; the arithmetic of a step is DJL's.
 */
final class Optimizer {

	private static final float BETA1 = 0.9f;

	private static final float BETA2 = 0.99f;

	private static final float EPSILON = 1e-8f;

	private final SequencedMap<String, NDArray> parameters;

	private final SequencedMap<String, NDArray> means = new LinkedHashMap<>();

	private final SequencedMap<String, NDArray> variances = new LinkedHashMap<>();

	private final SequencedMap<String, NDArray> averages = new LinkedHashMap<>();

	private final TrainingSettings settings;

	private int steps;

	/**
	 * An optimizer at its first step.
	 * @param manager what its state belongs to
	 */
	Optimizer(SequencedMap<String, NDArray> parameters, NDManager manager, TrainingSettings settings) {
		this.parameters = parameters;
		this.settings = settings;
		parameters.forEach((name, parameter) -> {
			this.means.put(name, attached(parameter.zerosLike(), manager));
			this.variances.put(name, attached(parameter.zerosLike(), manager));
			this.averages.put(name, attached(parameter.stopGradient().duplicate(), manager));
		});
	}

	private static NDArray attached(NDArray array, NDManager manager) {
		array.attach(manager);
		array.setRequiresGradient(false);
		return array;
	}

	/**
	 * The norm of all gradients together.
	 * @param accumulated how many backward passes they are the sum of
	 */
	float gradientNorm(NDManager manager, int accumulated) {
		NDList norms = new NDList();
		this.parameters.values().forEach((parameter) -> {
			NDArray gradient = parameter.getGradient();
			gradient.attach(manager);
			norms.add(gradient.norm());
		});
		NDArray all = ai.djl.ndarray.NDArrays.stack(norms);
		all.attach(manager);
		NDArray norm = all.norm();
		norm.attach(manager);
		norms.close();
		return norm.getFloat() / accumulated;
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
		// A young average follows the weights, as in Polyak averaging.
		float decay = Math.min(this.settings.ema(), (1f + this.steps) / (10 + this.steps));
		this.parameters.forEach((name, parameter) -> {
			NDArray gradient = parameter.getGradient();
			gradient.attach(manager);
			float weightDecay = decays(name) ? this.settings.weightDecay() : 0;
			NDArrayEx update = parameter.getNDArrayInternal();
			update.adamUpdate(new NDList(parameter, gradient, this.means.get(name), this.variances.get(name)),
					new NDList(parameter), learningRate, (float) (learningRate * correction), weightDecay, rescale, 0,
					BETA1, BETA2, EPSILON, false, true);
			NDArray average = this.averages.get(name);
			NDArray share = parameter.stopGradient().mul(1 - decay);
			share.attach(manager);
			average.muli(decay).addi(share);
		});
		forgetGradients(manager);
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
	void forgetGradients(NDManager manager) {
		this.parameters.values().forEach((parameter) -> {
			NDArray gradient = parameter.getGradient();
			gradient.attach(manager);
			gradient.subi(gradient);
		});
	}

	/**
	 * The moving averages of the weights: what is worth keeping.
	 */
	SequencedMap<String, NDArray> averages() {
		return this.averages;
	}

	int steps() {
		return this.steps;
	}

	/**
	 * Everything that a resumed run needs, by name.
	 */
	Map<String, NDArray> state() {
		Map<String, NDArray> state = new LinkedHashMap<>();
		this.parameters.forEach((name, parameter) -> state.put("parameter." + name, parameter));
		this.means.forEach((name, array) -> state.put("mean." + name, array));
		this.variances.forEach((name, array) -> state.put("variance." + name, array));
		this.averages.forEach((name, array) -> state.put("average." + name, array));
		return state;
	}

	/**
	 * Continues after a number of steps, with what {@link #state()} was then.
	 */
	void resumeAt(int steps) {
		this.steps = steps;
	}

}
