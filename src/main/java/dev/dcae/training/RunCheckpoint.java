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
import java.util.LinkedHashMap;
import java.util.Map;

import dev.dcae.tensor.Tensor;
import dev.dcae.training.data.ImageSource;
import dev.dcae.training.data.PatchBatches;

/**
 * The snapshot and the checkpoint of a run, which has the averaged weights: the best by
 * validation, or the last.
 */
final class RunCheckpoint {

	/**
	 * Batches over which the latent's RMS is taken.
	 */
	private static final int SCALING_BATCHES = 32;

	private final TrainingSettings settings;

	private final Start start;

	private final ImageSource images;

	private Validation.Best best;

	RunCheckpoint(TrainingSettings settings, Start start, ImageSource images, Validation.Best best) {
		this.settings = settings;
		this.start = start;
		this.images = images;
		this.best = best;
	}

	/**
	 * The best measurement, of the weights that are kept.
	 */
	Validation.Best best() {
		return this.best;
	}

	/**
	 * Measures the averaged weights, and keeps the best as the checkpoint.
	 */
	Validation.Score validate(Validation validation, TrainingSteps steps) throws IOException {
		if (!Snapshot.exists(this.settings.output())) {
			// By which the checkpoint is known for one of this run.
			save(steps);
		}
		Map<String, Tensor> tensors = tensors(steps);
		Validation.Score score = validation.score(this.settings.output(), tensors);
		if (this.best.isBelow(score)) {
			this.best = new Validation.Best(steps.made(), score);
			write(tensors);
		}
		return score;
	}

	/**
	 * Writes the snapshot, and the checkpoint of the averaged weights unless the best are
	 * kept.
	 */
	void save(TrainingSteps steps) throws IOException {
		Snapshot.write(this.settings.output(), this.settings.toString(), steps.made(), steps.skipped(), this.best,
				steps.state());
		if (this.best.step() == 0) {
			write(tensors(steps));
		}
	}

	/**
	 * The averaged weights, and what is not trained.
	 */
	private Map<String, Tensor> tensors(TrainingSteps steps) {
		Map<String, Tensor> tensors = new LinkedHashMap<>(this.start.tensors());
		steps.averages()
			.forEach((name, array) -> tensors.computeIfPresent(name,
					(key, started) -> TrainableModel.read(array).reshape(started.shape().sizes())));
		return tensors;
	}

	private void write(Map<String, Tensor> tensors) throws IOException {
		CheckpointFolder.write(this.settings.output(), this.start.json(), scalingFactor(tensors), tensors,
				this.settings.dtype(), this.settings.note());
	}

	/**
	 * One over the RMS of the latents of the images; where the encoder is not trained,
	 * what it was.
	 */
	private double scalingFactor(Map<String, Tensor> tensors) {
		if (this.settings.phase() != Phase.FULL) {
			return this.start.config().scaling().factor();
		}
		double squares = 0;
		long values = 0;
		try (TrainableModel model = TrainableModel.frozen(this.settings.output(), this.start.config(), tensors, 1);
				PatchBatches batches = new PatchBatches(this.images,
						TrainingImages.sizes(this.settings.data(), this.start.config().ratio()), ~this.settings.seed(),
						0, 1)) {
			for (int i = 0; i < SCALING_BATCHES; i++) {
				for (float value : model.encode(batches.next().pixels()).toFloats()) {
					squares += value * value;
					values++;
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new TrainingException("Interrupted while the checkpoint was written", ex);
		}
		return 1 / Math.sqrt(squares / values);
	}

}
