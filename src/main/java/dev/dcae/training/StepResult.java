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

/**
 * The result of a step.
 *
 * @param batches it is the sum of
 * @param loss what was minimised
 * @param terms of it
 * @param sizes the RMS of each part
 * @param rate the learning rate
 * @param norm of the gradients; not a number if the step was skipped
 */
record StepResult(int batches, double loss, float[] terms, float[] sizes, float rate, float norm) {

	static final StepResult EMPTY = new StepResult(0, 0, new float[0], new float[0]);

	StepResult(int batches, double loss, float[] terms, float[] sizes) {
		this(batches, loss, terms, sizes, 0, Float.NaN);
	}

	boolean finite() {
		return Double.isFinite(this.loss);
	}

	StepResult plus(StepResult other) {
		return (this.batches == 0) ? other : new StepResult(this.batches + other.batches, this.loss + other.loss,
				sum(this.terms, other.terms), sum(this.sizes, other.sizes));
	}

	StepResult with(float rate, float norm) {
		return new StepResult(this.batches, this.loss, this.terms, this.sizes, rate, norm);
	}

	private static float[] sum(float[] a, float[] b) {
		float[] sum = a.clone();
		for (int i = 0; i < sum.length; i++) {
			sum[i] += b[i];
		}
		return sum;
	}

}
