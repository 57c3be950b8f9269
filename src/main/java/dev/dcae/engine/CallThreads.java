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
package dev.dcae.engine;

import ai.djl.pytorch.jni.JniUtils;

/**
 * libtorch's threads of a call on the CPU. OpenMP keeps their number for each thread that
 * calls: lanes change it from call to call without a word to each other.
 *
 * @param share of a call beside those of other lanes, at least 1
 * @param all of a call that has the CPU to itself, at least as many
 */
record CallThreads(int share, int all) {

	/**
	 * The number that a thread asked for last; 0 where it never did, and has that of the
	 * process.
	 */
	private static final ThreadLocal<Integer> ASKED = ThreadLocal.withInitial(() -> 0);

	/**
	 * Chooses the threads of the calls that this thread makes from now on.
	 * @return whether they are more than its share
	 */
	boolean use(boolean alone) {
		int threads = alone ? this.all : this.share;
		if (this.all > this.share && ASKED.get() != threads) {
			JniUtils.setNumThreads(threads);
			ASKED.set(threads);
		}
		return threads > this.share;
	}

}
