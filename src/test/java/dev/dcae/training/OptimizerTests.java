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

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import dev.dcae.model.Precision;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import dev.dcae.training.data.Procedural;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class OptimizerTests {

	private static final int STEPS = 4;

	private static final float RATE = 1e-3f;

	@TempDir
	private Path folder;

	/**
	 * AdamW in double precision, for one tensor.
	 */
	private static final class Reference {

		private final double[] values;

		private final double[] mean;

		private final double[] variance;

		private final double decay;

		private final double share;

		private int step;

		Reference(float[] values, double decay, double share) {
			this.values = new double[values.length];
			for (int i = 0; i < values.length; i++) {
				this.values[i] = values[i];
			}
			this.mean = new double[values.length];
			this.variance = new double[values.length];
			this.decay = decay;
			this.share = share;
		}

		void step(float[] gradient, double factor) {
			this.step++;
			for (int i = 0; i < gradient.length; i++) {
				double g = gradient[i] * factor;
				this.mean[i] = 0.9 * this.mean[i] + 0.1 * g;
				this.variance[i] = 0.999 * this.variance[i] + 0.001 * g * g;
				double rate = this.share * RATE;
				// Kingma and Ba, at the end of section 2: the corrections are the rate's.
				double corrected = rate * Math.sqrt(1 - Math.pow(0.999, this.step)) / (1 - Math.pow(0.9, this.step));
				this.values[i] -= corrected * this.mean[i] / (Math.sqrt(this.variance[i]) + 1e-8)
						+ rate * this.decay * this.values[i];
			}
		}

	}

	@Test
	void stepsAreThoseOfAdamWWithTheGradientsClippedTogether() throws Exception {
		TrainingSettings settings = Micro.settings(this.folder,
				Map.of("clip-norm", "0.05", "weight-decay", "0.1", "plain-rate", "0.25"));
		Map<String, Tensor> weights = FreshCheckpoint.of(Micro.config(), 1);
		Map<String, Reference> expected = new LinkedHashMap<>();
		// One convolution that a norm follows, one that none follows, and a norm.
		expected.put("decoder.up_blocks.1.1.conv1.weight", reference(weights, "decoder.up_blocks.1.1.conv1.weight", 1));
		expected.put("decoder.conv_in.weight", reference(weights, "decoder.conv_in.weight", 0.25));
		expected.put("decoder.norm_out.weight", reference(weights, "decoder.norm_out.weight", 0.5));
		try (TrainableModel model = TrainableModel.load(this.folder, Micro.config(),
				(name) -> Objects.requireNonNull(weights.get(name)), (name) -> true, Precision.FP32, 1);
				NDManager manager = model.manager().newSubManager()) {
			Optimizer optimizer = new Optimizer(settings.optimizer(), model.parameters(), model.manager(), settings,
					Optional.empty(), 1);
			for (int step = 0; step < STEPS; step++) {
				backward(model, manager, step);
				float norm = optimizer.gradientNorm(manager, 1);
				double squares = model.parameters()
					.values()
					.stream()
					.mapToDouble((parameter) -> Math.pow(parameter.getGradient().norm().getFloat(), 2))
					.sum();
				assertThat(norm).isCloseTo((float) Math.sqrt(squares), within(1e-3f * norm)).isGreaterThan(0.05f);
				expected.forEach((name, reference) -> reference
					.step(parameter(model, name).getGradient().toFloatArray(), 0.05 / norm));
				optimizer.step(manager, RATE, norm, 1);
			}
			expected.forEach((name, reference) -> {
				float[] actual = parameter(model, name).toFloatArray();
				for (int i = 0; i < actual.length; i++) {
					assertThat((double) actual[i]).as("%s[%d]", name, i).isCloseTo(reference.values[i], within(2e-5));
				}
			});
		}
	}

	@Test
	void stepsOfMuonAreTheMomentumWithSingularValuesNearOne() throws Exception {
		TrainingSettings settings = Micro.settings(this.folder, Map.of("optimizer", "muon", "weight-decay", "0.1"));
		Map<String, Tensor> weights = FreshCheckpoint.of(Micro.config(), 1);
		String name = "decoder.up_blocks.1.1.conv1.weight";
		double[] expected = reference(weights, name, 1).values;
		double[] momentum = new double[expected.length];
		Map<String, Reference> left = new LinkedHashMap<>();
		// A convolution that no norm follows, and a norm.
		left.put("decoder.conv_in.weight", reference(weights, "decoder.conv_in.weight", 0.25));
		left.put("decoder.norm_out.weight", reference(weights, "decoder.norm_out.weight", 0.5));
		try (TrainableModel model = TrainableModel.load(this.folder, Micro.config(),
				(key) -> Objects.requireNonNull(weights.get(key)), (key) -> true, Precision.FP32, 1);
				NDManager manager = model.manager().newSubManager()) {
			Optimizer optimizer = new Optimizer(settings.optimizer(), model.parameters(), model.manager(), settings,
					Optional.empty(), 1);
			int outputs = (int) parameter(model, name).getShape().get(0);
			for (int step = 0; step < STEPS; step++) {
				backward(model, manager, step);
				float norm = optimizer.gradientNorm(manager, 1);
				left.forEach((key, reference) -> reference.step(parameter(model, key).getGradient().toFloatArray(),
						Math.min(1, settings.clipNorm() / norm)));
				float[] gradient = parameter(model, name).getGradient().toFloatArray();
				double[] ahead = new double[gradient.length];
				for (int i = 0; i < gradient.length; i++) {
					momentum[i] = 0.95 * momentum[i] + gradient[i];
					ahead[i] = gradient[i] + 0.95 * momentum[i];
				}
				double[] direction = newtonSchulz(ahead, outputs);
				double length = RATE * 0.2 * Math.sqrt(Math.max(outputs, expected.length / outputs));
				for (int i = 0; i < expected.length; i++) {
					expected[i] = (1 - RATE * 0.1) * expected[i] - length * direction[i];
				}
				optimizer.step(manager, RATE, norm, 1);
			}
			float[] actual = parameter(model, name).toFloatArray();
			for (int i = 0; i < actual.length; i++) {
				assertThat((double) actual[i]).as("%s[%d]", name, i).isCloseTo(expected[i], within(2e-5));
			}
			left.forEach((key, reference) -> assertThat((double) parameter(model, key).toFloatArray()[0]).as(key)
				.isCloseTo(reference.values[0], within(2e-5)));
		}
	}

	/**
	 * Jordan's five iterations on the matrix itself, in double precision.
	 */
	private static double[] newtonSchulz(double[] values, int rows) {
		double norm = Math.sqrt(Arrays.stream(values).map((value) -> value * value).sum());
		double[] x = Arrays.stream(values).map((value) -> value / norm).toArray();
		for (int i = 0; i < 5; i++) {
			double[] squares = product(x, transposed(x, rows), rows);
			double[] fourths = product(squares, squares, rows);
			double[] third = product(squares, x, rows);
			double[] fifth = product(fourths, x, rows);
			for (int j = 0; j < x.length; j++) {
				x[j] = 3.4445 * x[j] - 4.775 * third[j] + 2.0315 * fifth[j];
			}
		}
		return x;
	}

	private static double[] transposed(double[] matrix, int rows) {
		int columns = matrix.length / rows;
		double[] transposed = new double[matrix.length];
		for (int i = 0; i < matrix.length; i++) {
			transposed[i % columns * rows + i / columns] = matrix[i];
		}
		return transposed;
	}

	private static double[] product(double[] left, double[] right, int rows) {
		int inner = left.length / rows;
		int columns = right.length / inner;
		double[] product = new double[rows * columns];
		for (int i = 0; i < rows; i++) {
			for (int k = 0; k < inner; k++) {
				for (int j = 0; j < columns; j++) {
					product[i * columns + j] += left[i * inner + k] * right[k * columns + j];
				}
			}
		}
		return product;
	}

	private static ai.djl.ndarray.types.Shape sizes(long... sizes) {
		return new ai.djl.ndarray.types.Shape(sizes);
	}

	@Test
	void muonLeavesConvolutionsOfOneChannelEachToAdamW() {
		assertThat(Muon.suits(sizes(64, 1, 3, 3))).isFalse();
		assertThat(Muon.suits(sizes(64))).isFalse();
		assertThat(Muon.suits(sizes(64, 32, 1, 1))).isTrue();
	}

	@Test
	void muonTakesMatricesOfMoreOutputsThanInputsAndOfZeros() {
		try (NDManager manager = Engine.getInstance().newBaseManager()) {
			NDArray gradient = manager.create(new float[] { 1, 0, 0, 2, 0, 0 }, sizes(3, 2));
			NDArray step = Muon.step(manager, gradient, gradient.zerosLike());
			// The momentum of the first step is 1.95 gradients, whose singular values are
			// 2 and 1.
			double[] direction = newtonSchulz(new double[] { 1, 0, 0, 2, 0, 0 }, 3);
			for (int i = 0; i < direction.length; i++) {
				assertThat((double) step.toFloatArray()[i]).isCloseTo(0.2 * Math.sqrt(3) * direction[i], within(1e-5));
			}
			NDArray zeros = gradient.zerosLike();
			assertThat(Muon.step(manager, zeros, zeros.duplicate()).toFloatArray()).containsOnly(0);
		}
	}

	private static Reference reference(Map<String, Tensor> weights, String name, double share) {
		float[] values = Objects.requireNonNull(weights.get(name)).toFloats();
		return new Reference(values, name.contains("norm") ? 0 : 0.1, share);
	}

	private static NDArray parameter(TrainableModel model, String name) {
		return Objects.requireNonNull(model.parameters().get(name), name);
	}

	private static void backward(TrainableModel model, NDManager manager, int seed) {
		Tensor pixels = Tensor.ofBytes(new Shape(1, 32, 32, 3),
				new Procedural().patch(32, new SplittableRandom(seed)).pixels());
		try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
			gradients
				.backward(model.forward(manager, pixels, 8, new LossWeights(1, 2, 1, 1, 1, 1, 1, 0).terms()).total());
		}
	}

	@Test
	void forgottenGradientsAreZeroEvenIfTheyWereInfinite() throws Exception {
		TrainingSettings settings = Micro.settings(this.folder, Map.of());
		Map<String, Tensor> weights = FreshCheckpoint.of(Micro.config(), 1);
		weights.computeIfPresent("decoder.conv_out.conv.bias", (name, bias) -> Tensor.of(bias.shape(),
				new float[] { Float.POSITIVE_INFINITY, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }));
		try (TrainableModel model = TrainableModel.load(this.folder, Micro.config(),
				(name) -> Objects.requireNonNull(weights.get(name)), (name) -> true, Precision.FP32, 1);
				NDManager manager = model.manager().newSubManager()) {
			Optimizer optimizer = new Optimizer(settings.optimizer(), model.parameters(), model.manager(), settings,
					Optional.empty(), 1);
			backward(model, manager, 1);
			assertThat(optimizer.gradientNorm(manager, 1)).isNotFinite();
			optimizer.forgetGradients();
			assertThat(optimizer.gradientNorm(manager, 1)).isZero();
		}
	}

}
