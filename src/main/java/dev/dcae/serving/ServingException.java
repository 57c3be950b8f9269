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
package dev.dcae.serving;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The reason for which an item has no answer. A closed family, so that the border of the
 * service maps each member once. These are answers to a caller, thrown by the thousand
 * under overload: they carry no stack trace of their own.
 */
public abstract sealed class ServingException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private ServingException(String message, @Nullable Throwable cause) {
		super(message, cause, false, false);
	}

	/**
	 * The queue has no room for it.
	 */
	public static sealed class QueueFull extends ServingException permits ShareFull {

		private static final long serialVersionUID = 1L;

		private final Duration retryAfter;

		public QueueFull(Duration retryAfter) {
			this("The queue is full", retryAfter);
		}

		private QueueFull(String message, Duration retryAfter) {
			super(message, null);
			this.retryAfter = retryAfter;
		}

		/**
		 * The time in which what is queued now will have drained, at the measured rate.
		 */
		public Duration retryAfter() {
			return this.retryAfter;
		}

	}

	/**
	 * The queue may have room for it, but not at its caller's expense.
	 */
	public static final class ShareFull extends QueueFull {

		private static final long serialVersionUID = 1L;

		public ShareFull(Caller caller, QueueBounds share, Duration retryAfter) {
			super("The share of the queue that '%s' may take is full: %d items and %d pixels".formatted(caller.name(),
					share.maxItems(), share.maxPixels()), retryAfter);
		}

	}

	/**
	 * The model is known, but no replica can run it: still loading, or its devices are
	 * lost.
	 */
	public static final class NotReady extends ServingException {

		private static final long serialVersionUID = 1L;

		public NotReady(String model) {
			super("Model '%s' has no ready replica".formatted(model), null);
		}

	}

	/**
	 * The service is shutting down.
	 */
	public static final class Draining extends ServingException {

		private static final long serialVersionUID = 1L;

		public Draining() {
			super("The service is shutting down", null);
		}

	}

	/**
	 * Its deadline passed first.
	 */
	public static final class DeadlineMissed extends ServingException {

		private static final long serialVersionUID = 1L;

		public DeadlineMissed() {
			super("The deadline passed before the item was done", null);
		}

	}

	/**
	 * It would be done after its deadline, by what waits before it and by what such work
	 * was seen to take.
	 */
	public static final class DeadlineUnreachable extends ServingException {

		private static final long serialVersionUID = 1L;

		private final Duration expected;

		private final Duration retryAfter;

		public DeadlineUnreachable(Duration expected, Duration retryAfter) {
			super("The answer is expected in %.3f s, after the deadline".formatted(expected.toNanos() / 1e9), null);
			this.expected = expected;
			this.retryAfter = retryAfter;
		}

		/**
		 * The time in which it would be done.
		 */
		public Duration expected() {
			return this.expected;
		}

		/**
		 * The time in which enough of what waits will have run that it could be done
		 * before such a deadline.
		 */
		public Duration retryAfter() {
			return this.retryAfter;
		}

	}

	/**
	 * It cannot fit, even alone.
	 */
	public static final class TooLarge extends ServingException {

		private static final long serialVersionUID = 1L;

		private final long pixels;

		private final long largestPixels;

		public TooLarge(long pixels, long largestPixels) {
			super("%d pixels are too many at once; about %d fit".formatted(pixels, largestPixels), null);
			this.pixels = pixels;
			this.largestPixels = largestPixels;
		}

		/**
		 * The pixels of the item.
		 */
		public long pixels() {
			return this.pixels;
		}

		/**
		 * The most pixels that fit: exact where a limit is configured or follows from the
		 * model; where device memory ran out, the most that were seen to fit, or half of
		 * what did not.
		 */
		public long largestPixels() {
			return this.largestPixels;
		}

	}

	/**
	 * The model failed on this very item. The cause is for the log, not for the caller.
	 */
	public static final class ItemFailed extends ServingException {

		private static final long serialVersionUID = 1L;

		public ItemFailed(Throwable cause) {
			super("The model failed on this item", cause);
		}

	}

	/**
	 * No model of this id is served.
	 */
	public static final class UnknownModel extends ServingException {

		private static final long serialVersionUID = 1L;

		public UnknownModel(String model) {
			super("Model '%s' is not served".formatted(model), null);
		}

	}

	/**
	 * Its caller went away.
	 */
	public static final class Cancelled extends ServingException {

		private static final long serialVersionUID = 1L;

		public Cancelled() {
			super("The caller cancelled the item", null);
		}

	}

}
