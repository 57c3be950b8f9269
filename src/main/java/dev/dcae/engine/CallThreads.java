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
