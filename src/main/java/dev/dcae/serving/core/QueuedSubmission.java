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
package dev.dcae.serving.core;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

import dev.dcae.serving.Answer;
import dev.dcae.serving.Deadline;
import dev.dcae.serving.ServingException;
import dev.dcae.serving.Submission;
import dev.dcae.serving.queue.QueuedItem;

/**
 * An accepted item in the core, for its caller.
 */
final class QueuedSubmission implements Submission {

	private static final Duration ALWAYS = Duration.ofNanos(Long.MAX_VALUE);

	private static final Duration TOLD_WITHIN = Duration.ofSeconds(1);

	private final QueuedItem item;

	private final LockedCore core;

	QueuedSubmission(QueuedItem item, LockedCore core) {
		this.item = item;
		this.core = core;
	}

	@Override
	public Answer await() throws InterruptedException {
		return await(() -> false, ALWAYS);
	}

	@Override
	public Answer await(BooleanSupplier abandoned, Duration every) throws InterruptedException {
		Deadline deadline = this.item.work().deadline();
		try {
			while (!isSettled()) {
				long left = deadline.isNone() ? Long.MAX_VALUE : deadline.nanos() - this.core.nanos();
				if (left <= 0) {
					settle(new ServingException.DeadlineMissed());
					if (!isSettledWithin(TOLD_WITHIN.toNanos())) {
						// It was settled before, and telling it failed for want of
						// memory.
						this.item.future().completeExceptionally(new ServingException.DeadlineMissed());
					}
				}
				else if (!isSettledWithin(Math.min(left, every.toNanos())) && abandoned.getAsBoolean()) {
					cancel();
				}
			}
			return this.item.future().get();
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof ServingException reason) ? reason : new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			cancel();
			throw ex;
		}
	}

	@Override
	public void cancel() {
		settle(new ServingException.Cancelled());
	}

	@Override
	public boolean isSettled() {
		return this.item.future().isDone();
	}

	private void settle(ServingException reason) {
		this.core.act((core, now) -> core.ledger.fail(this.item, reason));
	}

	private boolean isSettledWithin(long nanos) throws InterruptedException, ExecutionException {
		try {
			this.item.future().get(nanos, TimeUnit.NANOSECONDS);
			return true;
		}
		catch (TimeoutException ex) {
			// The scheduler's clock decides whether the deadline has passed, not this
			// thread's.
			return false;
		}
	}

}
