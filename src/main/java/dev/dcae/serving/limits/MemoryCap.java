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
package dev.dcae.serving.limits;

/**
 * The batch pixels that fit into device memory, learned from running out of it: half of
 * what did not fit. Since memory may have been short for a passing reason, the cap rises
 * again by an eighth whenever enough batches in a row have run right at it; the wait
 * doubles with every rise that failed, so that a real limit is tried ever more rarely,
 * until as much runs as failed. What fails before a rise, as the parts of one batch do,
 * is the same want of memory.
 */
public final class MemoryCap {

	private static final int FIRST_WAIT = 256;

	private static final int LONGEST_WAIT = 1 << 16;

	private long pixels = Long.MAX_VALUE;

	private long largestRun;

	private int wait = FIRST_WAIT;

	private int streak;

	private boolean raised;

	/**
	 * The pixels of the failure that the wait is for.
	 */
	private long failed;

	/**
	 * The most pixels to send in one batch; {@link Long#MAX_VALUE} while memory sufficed.
	 */
	public long pixels() {
		return this.pixels;
	}

	public void ran(long batchPixels, long itemPixels) {
		this.largestRun = Math.max(this.largestRun, batchPixels);
		if (batchPixels >= this.failed) {
			this.wait = FIRST_WAIT;
		}
		boolean atTheCap = isLearned() && batchPixels + itemPixels > this.pixels;
		if (atTheCap && ++this.streak >= this.wait) {
			this.pixels += Math.max(1, this.pixels / 8);
			this.streak = 0;
			this.raised = true;
		}
	}

	public void ranOut(long batchPixels) {
		if (this.raised || !isLearned()) {
			this.wait = this.raised ? Math.min(2 * this.wait, LONGEST_WAIT) : FIRST_WAIT;
			this.failed = batchPixels;
			this.raised = false;
		}
		this.pixels = Math.min(this.pixels, Math.max(1, batchPixels / 2));
		if (this.largestRun >= batchPixels) {
			// It fitted once and does not now.
			this.largestRun = batchPixels / 2;
		}
		this.streak = 0;
	}

	boolean isLearned() {
		return this.pixels != Long.MAX_VALUE;
	}

	/**
	 * An estimate of what fits, given an item that does not.
	 */
	public long largestThatFits(long failedPixels) {
		return Math.max(1, Math.max(this.largestRun, failedPixels / 2));
	}

}
