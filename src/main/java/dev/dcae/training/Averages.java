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

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.dcae.torchscript.TrainingArchive;

/**
 * The mean of what some steps saw. Skipped steps count for the time they took, and for
 * nothing else.
 */
final class Averages {

	private static final int MSE = TrainingArchive.TERMS.indexOf("mse");

	private final StepResult none;

	private StepResult sum;

	private double norms;

	private int made;

	private int seen;

	private float rate;

	private long started = System.nanoTime();

	/**
	 * Averages of no steps yet.
	 * @param parts whose sizes are logged
	 */
	Averages(int parts) {
		this.none = new StepResult(0, 0, new float[TrainingArchive.TERMS.size()], new float[parts]);
		this.sum = this.none;
	}

	void add(StepResult step) {
		this.seen++;
		this.rate = step.rate();
		if (step.finite() && Float.isFinite(step.norm())) {
			this.sum = this.sum.plus(step);
			this.norms += step.norm();
			this.made++;
		}
	}

	void clear() {
		this.sum = this.none;
		this.norms = 0;
		this.made = 0;
		this.seen = 0;
		this.started = System.nanoTime();
	}

	private double seconds() {
		return (System.nanoTime() - this.started) / 1e9;
	}

	/**
	 * Not a number where all steps were skipped.
	 */
	private double mean(double value) {
		return value / this.sum.batches();
	}

	/**
	 * PSNR of pixels in [-1, 1], whose range is 2.
	 */
	private double psnr() {
		return 10 * Math.log10(4 / mean(this.sum.terms()[MSE]));
	}

	TrainingLog.Row row(int step, long skipped, Validation.Score validated) {
		List<Double> values = new ArrayList<>(List.of(mean(this.sum.loss()), psnr(), (double) this.rate,
				this.norms / this.made, (double) skipped, seconds(), validated.psnr(), validated.ssim()));
		Stream.of(this.sum.terms(), this.sum.sizes()).forEach((numbers) -> {
			for (float number : numbers) {
				values.add(mean(number));
			}
		});
		return new TrainingLog.Row(step, values);
	}

	/**
	 * The same for people.
	 * @param latent the index of the latent among the parts
	 */
	Progress progress(int step, int steps, long skipped, int latent, Validation.Score validated) {
		return new Progress(step, steps, mean(this.sum.loss()), psnr(), mean(this.sum.sizes()[latent]),
				this.seen / seconds(), skipped, validated.psnr(), validated.ssim());
	}

}
