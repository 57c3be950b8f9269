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

import java.util.Locale;

/**
 * The end of a run.
 *
 * @param steps that were made
 * @param skipped those whose loss was not finite
 * @param step whose averaged weights the checkpoint has: the best by validation, or the
 * last
 * @param validationPsnr of the checkpoint, in dB; not a number where nothing was measured
 * @param validationSsim likewise
 */
public record TrainingResult(int steps, long skipped, int step, double validationPsnr, double validationSsim) {

	/**
	 * A line.
	 */
	@Override
	public String toString() {
		String weights = Double.isNaN(this.validationPsnr) ? "the averaged weights of step %d".formatted(this.step)
				: String.format(Locale.ROOT,
						"the best weights, of step %d: PSNR %.2f dB, SSIM %.4f on the validation images", this.step,
						this.validationPsnr, this.validationSsim);
		String made = "%d steps made".formatted(this.steps);
		return weights + "; " + ((this.skipped > 0) ? made + ", %d of them skipped".formatted(this.skipped) : made);
	}

}
