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
package dev.dcae.serving.queue;

import java.util.Comparator;

/**
 * A caller among those who share one device: what waits of it there, and what it has had.
 */
final class Turn {

	/**
	 * The order of turns: who has had least, then who came first.
	 */
	static final Comparator<Turn> ORDER = Comparator.comparingDouble((Turn turn) -> turn.served)
		.thenComparingLong((turn) -> turn.sequence);

	final CallerQueue caller;

	/**
	 * In nanoseconds of the device over the caller's share.
	 */
	private double served;

	private long sequence;

	private int items;

	Turn(CallerQueue caller) {
		this.caller = caller;
	}

	/**
	 * Takes its place among those of whom something waits.
	 * @param least that it counts as having had
	 */
	void join(double least, long order) {
		this.served = Math.max(this.served, least);
		this.sequence = order;
	}

	void charge(double nanos) {
		this.served += nanos / this.caller.caller.share();
	}

	double served() {
		return this.served;
	}

	void add() {
		this.items++;
	}

	void remove() {
		this.items--;
	}

	/**
	 * Tells whether nothing of the caller waits that the device could run.
	 */
	boolean isEmpty() {
		return this.items == 0;
	}

}
