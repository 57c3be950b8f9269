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

import java.time.Duration;
import java.util.Locale;

/**
 * The progress of a run.
 *
 * @param step that was made
 * @param steps there are
 * @param loss of the last steps, on average; not a number, as the next two, where all of
 * them were skipped
 * @param psnr of their batches, in dB
 * @param latentRms of the last batch
 * @param rate in steps a second
 * @param skipped batches whose loss was not finite
 * @param validationPsnr of the averaged weights on the validation images, in dB; not a
 * number where it was not measured
 * @param validationSsim likewise
 */
public record Progress(int step, int steps, double loss, double psnr, double latentRms, double rate, long skipped,
		double validationPsnr, double validationSsim) {

	/**
	 * The time left at this rate.
	 */
	public Duration left() {
		return Duration.ofSeconds((this.rate > 0) ? Math.round((this.steps - this.step) / this.rate) : 0);
	}

	/**
	 * A line.
	 */
	@Override
	public String toString() {
		Duration left = left();
		String line = String.format(Locale.ROOT,
				"step %d of %d, loss %.4f, PSNR %.2f dB, latent RMS %.3f, %.2f steps/s, %d:%02d:%02d left", this.step,
				this.steps, this.loss, this.psnr, this.latentRms, this.rate, left.toHours(), left.toMinutesPart(),
				left.toSecondsPart());
		if (!Double.isNaN(this.validationPsnr)) {
			line += String.format(Locale.ROOT, ", validation PSNR %.2f dB, SSIM %.4f", this.validationPsnr,
					this.validationSsim);
		}
		return (this.skipped > 0) ? line + ", %d skipped".formatted(this.skipped) : line;
	}

}
