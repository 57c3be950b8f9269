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

import java.util.TreeSet;

import dev.dcae.serving.Device;

/**
 * The callers who share one device, by its time. Each device has a clock of its own: what
 * was had of a fast one is no debt on a slow one, where nobody could have had as much.
 */
final class DeviceTurns {

	/**
	 * The most device time, in nanoseconds, credited to a caller that comes back. One
	 * that waits for each answer before it asks again is absent for a moment after each,
	 * and would otherwise lose its turn.
	 */
	private static final double GRACE = 100e6;

	private final Device device;

	/**
	 * Those of whom something waits for the device, in their order.
	 */
	private final TreeSet<Turn> waiting = new TreeSet<>(Turn.ORDER);

	/**
	 * The time that the caller had had whose turn it was last.
	 */
	private double clock;

	DeviceTurns(Device device) {
		this.device = device;
	}

	/**
	 * Another item of a caller waits.
	 * @param order among callers who have had as much
	 */
	void add(CallerQueue caller, long order) {
		Turn turn = caller.turn(this.device);
		if (turn.isEmpty()) {
			turn.join(this.clock - GRACE, order);
			this.waiting.add(turn);
		}
		turn.add();
	}

	/**
	 * An item of a caller waits no more.
	 */
	void remove(CallerQueue caller) {
		Turn turn = caller.turn(this.device);
		turn.remove();
		if (turn.isEmpty()) {
			this.waiting.remove(turn);
		}
	}

	/**
	 * Books time at a caller's expense.
	 */
	void charge(CallerQueue caller, double nanos) {
		Turn turn = caller.turn(this.device);
		this.waiting.remove(turn);
		turn.charge(nanos);
		if (!turn.isEmpty()) {
			this.waiting.add(turn);
		}
	}

	Iterable<Turn> inOrder() {
		return this.waiting;
	}

	/**
	 * It is a caller's turn.
	 */
	void begin(Turn turn) {
		this.clock = Math.max(this.clock, turn.served());
	}

	/**
	 * The device time that others will get before a caller has received that much more.
	 * @param part of what waits of another that is this device's
	 */
	double nanosOfOthers(CallerQueue caller, double nanos, double part) {
		Turn own = caller.turn(this.device);
		double served = own.isEmpty() ? Math.max(own.served(), this.clock - GRACE) : own.served();
		double until = served + nanos / caller.caller.share();
		double others = 0;
		for (Turn other : this.waiting) {
			if (other.served() >= until) {
				break;
			}
			if (other.caller != caller) {
				double due = (until - other.served()) * other.caller.caller.share();
				others += Math.min(part * other.caller.expectedNanos(), due);
			}
		}
		return others;
	}

}
