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
package dev.dcae.api.connection;

import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The state of a connection that Tomcat keeps none of. What is sent ahead is the affair
 * of the thread that handles its request.
 */
final class Connection {

	/**
	 * The beginning of every answer.
	 */
	private static final byte[] START = "HTTP/1.1 ".getBytes(StandardCharsets.US_ASCII);

	private static final Duration FIRST_PAUSE = Duration.ofMillis(25);

	private volatile long since;

	/**
	 * By how much its age is multiplied, so that connections that began together do not
	 * end together.
	 */
	private volatile double haste;

	private volatile boolean busy;

	/**
	 * The time at which its client first did not take all of an answer; none if 0.
	 */
	private long stalled;

	private long takenSince;

	private int ahead;

	private long nextAhead;

	/**
	 * Starts anew with another client.
	 * @param now in nanoseconds, as everywhere here
	 */
	void open(long now) {
		this.since = now;
		this.haste = 1 + ThreadLocalRandom.current().nextDouble() / 3;
		this.busy = false;
		this.ahead = 0;
		this.stalled = 0;
	}

	/**
	 * Tells if it is too old: from three quarters of an age to the whole, as it chanced
	 * when it was opened.
	 */
	boolean isOlderThan(Duration age, long now) {
		return this.haste * (now - this.since) > age.toNanos();
	}

	void busy(boolean handling) {
		this.busy = handling;
		this.stalled = 0;
	}

	/**
	 * Tells if a request is being handled, whose answer can say that it is the last.
	 */
	boolean isBusy() {
		return this.busy;
	}

	/**
	 * The next byte that may be sent before the answer is known; none if it is too early
	 * for another, or all were sent.
	 */
	ByteBuffer nextAhead(long now) {
		return (this.ahead == START.length || (this.ahead > 0 && now - this.nextAhead < 0)) ? ByteBuffer.allocate(0)
				: ByteBuffer.wrap(START, this.ahead, 1);
	}

	/**
	 * Notes that it was sent.
	 */
	void sentAhead(long now) {
		this.ahead++;
		this.nextAhead = now + (FIRST_PAUSE.toNanos() << this.ahead);
	}

	/**
	 * Notes that some of an answer was taken.
	 * @param left what was not; it waits for the client
	 * @param pace of clients
	 * @throws SocketTimeoutException if this one is too slow
	 */
	void taken(int count, int left, AnswerPace pace, long now) throws SocketTimeoutException {
		if (this.stalled != 0) {
			this.takenSince += count;
			if (pace.isLate(now - this.stalled, this.takenSince)) {
				throw new SocketTimeoutException("The answer was not taken in time");
			}
		}
		else if (left > 0) {
			this.stalled = (now != 0) ? now : 1;
			this.takenSince = 0;
		}
	}

	/**
	 * Takes what was sent ahead off the beginning of an answer.
	 * @return the number of bytes
	 */
	int skip(ByteBuffer answer) {
		int skipped = Math.min(this.ahead, answer.remaining());
		answer.position(answer.position() + skipped);
		this.ahead -= skipped;
		return skipped;
	}

}
