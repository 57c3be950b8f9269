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
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import ai.djl.training.tracker.Tracker;
import dev.dcae.tensor.Tensor;
import dev.dcae.training.data.PatchBatches;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a run, each by the batches of its number.
 */
final class TrainingSteps {

	/**
	 * Steps in a row without a finite loss, after which no finite one is to be expected.
	 */
	private static final int MAX_SKIPPED_STEPS = 10;

	private final TrainingSettings settings;

	private final TrainableModel model;

	private final Optimizer optimizer;

	private final Judges judges;

	private final PatchBatches batches;

	private final Tracker rate;

	private int made;

	private long skipped;

	private int skippedInARow;

	/**
	 * The networks that have a part in the loss.
	 */
	record Judges(@Nullable PerceptualTerm perceptual, @Nullable Critic critic) {

		NDArray total(NDManager manager, TrainableModel.Losses losses) {
			NDArray total = (this.perceptual != null) ? this.perceptual.addedTo(losses) : losses.total();
			return (this.critic != null) ? this.critic.addedTo(manager, total, losses) : total;
		}

		Map<String, NDArray> state(Optimizer optimizer) {
			Map<String, NDArray> state = new LinkedHashMap<>(optimizer.state());
			if (this.critic != null) {
				state.putAll(this.critic.state());
			}
			return state;
		}

	}

	/**
	 * The steps after those that were made.
	 * @param batches those of the steps to make
	 * @param skipped of the steps that were made
	 */
	TrainingSteps(TrainingSettings settings, TrainableModel model, Optimizer optimizer, Judges judges,
			PatchBatches batches, int made, long skipped) {
		this.settings = settings;
		this.model = model;
		this.optimizer = optimizer;
		this.judges = judges;
		this.batches = batches;
		this.rate = learningRate(settings);
		this.made = made;
		this.skipped = skipped;
	}

	private static Tracker learningRate(TrainingSettings settings) {
		int warmUp = Math.min(settings.warmUp(), settings.steps() - 1);
		float rate = settings.learningRate();
		float last = settings.finalLearningRate();
		Tracker main = (rate == last) ? Tracker.fixed(rate)
				: Tracker.cosine()
					.setBaseValue(rate)
					.optFinalValue(last)
					.setMaxUpdates(settings.steps() - warmUp)
					.build();
		return Tracker.warmUp()
			.optWarmUpBeginValue(rate / (warmUp + 1))
			.optWarmUpSteps(warmUp)
			.setMainTracker(main)
			.build();
	}

	/**
	 * Makes the next step, or skips it if the loss or a gradient is not finite.
	 */
	StepResult next() throws InterruptedException {
		float rate = this.rate.getNewValue(this.made);
		StepResult result = StepResult.EMPTY;
		try (NDManager manager = this.model.manager().newSubManager()) {
			for (int i = 0; i < this.settings.accumulate(); i++) {
				long batch = (long) this.made * this.settings.accumulate() + i;
				Tensor pixels = this.batches.next().pixels();
				if (result.finite()) {
					result = result.plus(backward(pixels, channels(batch)));
				}
			}
			float norm = result.finite() ? this.optimizer.gradientNorm(manager, this.settings.accumulate()) : Float.NaN;
			if (Float.isFinite(norm)) {
				this.optimizer.step(manager, rate, norm, this.settings.accumulate());
				this.skippedInARow = 0;
			}
			else {
				this.optimizer.forgetGradients();
				skip();
			}
			this.made++;
			return result.with(rate, norm);
		}
	}

	private void skip() {
		this.skipped++;
		this.skippedInARow++;
		if (this.skippedInARow == MAX_SKIPPED_STEPS) {
			throw new TrainingException(
					"The loss was not finite in %d steps in a row, up to step %d; lower learning-rate, or check the images and the checkpoint"
						.formatted(MAX_SKIPPED_STEPS, this.made));
		}
	}

	private StepResult backward(Tensor pixels, int channels) {
		try (NDManager manager = this.model.manager().newSubManager();
				GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
			TrainableModel.Losses losses = this.model.forward(manager, pixels, channels, this.settings.loss().terms());
			NDArray total = this.judges.total(manager, losses);
			StepResult result = new StepResult(1, total.getFloat(), losses.terms().toFloatArray(),
					losses.sizes().toFloatArray());
			if (result.finite()) {
				gradients.backward(total);
				if (this.judges.critic() != null) {
					this.judges.critic().learn(manager, gradients, losses);
				}
			}
			return result;
		}
	}

	/**
	 * The number of channels that a batch keeps.
	 */
	private int channels(long batch) {
		double done = (double) this.made / this.settings.steps();
		List<TrainingSettings.ChannelStage> stages = this.settings.channels();
		return stages.stream()
			.filter((stage) -> done < stage.until())
			.findFirst()
			.or(() -> stages.stream().reduce((a, b) -> b))
			.map((stage) -> stage.keep()
				.get(new SplittableRandom(this.settings.seed() * 31 + batch).nextInt(stage.keep().size())))
			.orElse(this.model.config().latentChannels());
	}

	/**
	 * The steps that were made, those that were skipped with them.
	 */
	int made() {
		return this.made;
	}

	long skipped() {
		return this.skipped;
	}

	/**
	 * Everything that a resumed run needs.
	 */
	Map<String, NDArray> state() {
		return this.judges.state(this.optimizer);
	}

	/**
	 * The averages of what is trained, by name.
	 */
	Map<String, NDArray> averages() {
		return this.optimizer.averages();
	}

}
