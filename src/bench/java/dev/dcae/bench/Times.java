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
package dev.dcae.bench;

import java.util.Arrays;

/**
 * Sorted times in milliseconds.
 */
record Times(double[] milliseconds) {

	/**
	 * Something to time.
	 */
	interface Work {

		void run() throws Exception;

	}

	/**
	 * Times some work.
	 * @param warmUp runs that do not count
	 * @param runs that do
	 */
	static Times of(int warmUp, int runs, Work work) throws Exception {
		double[] times = new double[runs];
		for (int i = -warmUp; i < runs; i++) {
			long start = System.nanoTime();
			work.run();
			if (i >= 0) {
				times[i] = (System.nanoTime() - start) / 1e6;
			}
		}
		Arrays.sort(times);
		return new Times(times);
	}

	/**
	 * The part of them that are at most so long.
	 */
	double partWithin(double most) {
		return Arrays.stream(this.milliseconds).filter((time) -> time <= most).count()
				/ (double) this.milliseconds.length;
	}

	double best() {
		return this.milliseconds[0];
	}

	double percentile(int percent) {
		return this.milliseconds[Math.min(this.milliseconds.length - 1, this.milliseconds.length * percent / 100)];
	}

	double median() {
		return percentile(50);
	}

}
