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
package dev.dcae.api.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import dev.dcae.api.problem.OverloadedException;
import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import dev.dcae.pipeline.MemoryBudget;
import dev.dcae.serving.Caller;

/**
 * Bounds the memory of all requests in flight: bodies, decoded pixels and answers. A
 * request reserves what it is about to allocate, and is turned away where that does not
 * fit, so that overload ends in 429 and never in {@link OutOfMemoryError}.
 */
public final class MemoryCeiling {

	/**
	 * The part of the memory that large bodies leave to the small.
	 */
	private static final int LEFT = 8;

	/**
	 * The size up to which a body is small.
	 */
	private static final long SMALL = 1 << 20;

	private final long bytes;

	private final AtomicLong reserved = new AtomicLong();

	private final Map<Caller, AtomicLong> reservedBy = new ConcurrentHashMap<>();

	/**
	 * A ceiling for the process.
	 * @param bytes of all requests together
	 */
	public MemoryCeiling(long bytes) {
		this.bytes = bytes;
	}

	/**
	 * The memory that one request holds.
	 */
	public final class Reservation implements MemoryBudget, AutoCloseable {

		private final Caller caller;

		private final AtomicLong callers;

		private long held;

		private long ofForm;

		/**
		 * Tells that what was reserved before the answer was given back with it.
		 */
		private boolean answered;

		private Reservation(Caller caller) {
			this.caller = caller;
			this.callers = MemoryCeiling.this.reservedBy.computeIfAbsent(caller, (_) -> new AtomicLong());
		}

		/**
		 * Reserves more, until the hold is closed or the request ends.
		 * @throws OverloadedException if it does not fit beside what other requests hold,
		 * or beside other requests of its caller into that one's share
		 * @throws ProblemException if it would not fit an idle service either
		 */
		@Override
		public synchronized Hold reserve(long more) {
			if (this.held + more > MemoryCeiling.this.bytes) {
				throw new ProblemException(ProblemType.TOO_LARGE,
						"The request needs about %d MB, more than the %d MB that this service has for requests"
							.formatted((this.held + more) >> 20, MemoryCeiling.this.bytes >> 20));
			}
			long share = (long) (this.caller.share() * MemoryCeiling.this.bytes);
			// A request that is its caller's only one may have more than the share.
			if (!added(this.callers, more, Math.max(share, this.held + more))) {
				throw OverloadedException.of(this.caller, share);
			}
			if (!added(MemoryCeiling.this.reserved, more, MemoryCeiling.this.bytes)) {
				this.callers.addAndGet(-more);
				throw OverloadedException.ofAll();
			}
			this.held += more;
			AtomicLong left = new AtomicLong(more);
			return () -> end(left.getAndSet(0));
		}

		/**
		 * Reserves for more of the body. A large one leaves an eighth of the memory to
		 * the others, unless there is none.
		 * @throws RuntimeException likewise
		 */
		synchronized Hold reserveForBody(long more) {
			long all = MemoryCeiling.this.reserved.get();
			boolean alone = all == this.held;
			if (this.held + more > SMALL && !alone
					&& all + more > MemoryCeiling.this.bytes - MemoryCeiling.this.bytes / LEFT) {
				throw OverloadedException.ofAll();
			}
			return reserve(more);
		}

		/**
		 * Reserves for more of a form, which is held until the request ends.
		 * @throws RuntimeException likewise
		 */
		synchronized Hold reserveForForm(long more) {
			Hold hold = reserveForBody(more);
			this.ofForm += more;
			return hold;
		}

		/**
		 * Gives back all but the bytes of the answer, and of a form, as nothing else is
		 * left to hold while it is sent. Holds from before mean nothing any more.
		 */
		synchronized void keepAnswer(long bytes) {
			this.answered = true;
			giveBack(Math.max(0, this.held - this.ofForm - bytes));
		}

		private synchronized void end(long hold) {
			if (!this.answered) {
				giveBack(hold);
			}
		}

		private void giveBack(long bytes) {
			// What is held ends with the request, however long its holds are kept.
			long less = Math.min(bytes, this.held);
			MemoryCeiling.this.reserved.addAndGet(-less);
			this.callers.addAndGet(-less);
			this.held -= less;
		}

		@Override
		public synchronized void close() {
			giveBack(this.held);
		}

	}

	/**
	 * Adds to a sum unless it would then exceed a limit: not for a moment, either, in
	 * which others would be refused.
	 */
	private static boolean added(AtomicLong sum, long more, long limit) {
		long now = sum.get();
		while (now + more <= limit) {
			long found = sum.compareAndExchange(now, now + more);
			if (found == now) {
				return true;
			}
			now = found;
		}
		return false;
	}

	/**
	 * An empty reservation for a request of a caller.
	 */
	public Reservation open(Caller caller) {
		return new Reservation(caller);
	}

	/**
	 * The bytes that all requests hold now.
	 */
	public long reserved() {
		return this.reserved.get();
	}

	/**
	 * The bytes that all requests may hold.
	 */
	public long bytes() {
		return this.bytes;
	}

}
