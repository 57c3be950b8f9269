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
package dev.dcae.serving.fleet;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.dcae.serving.ReplicaKey;
import dev.dcae.serving.Device;
import dev.dcae.serving.queue.ItemHolder;
import dev.dcae.serving.queue.QueuedItem;
import org.jspecify.annotations.Nullable;

/**
 * The state of one lane. Guarded by the scheduler's lock.
 */
public final class LaneState implements ItemHolder {

	private final Device device;

	private final int index;

	private final Map<ReplicaKey, ReplicaState> replicas = new LinkedHashMap<>();

	/**
	 * The items it has taken and not settled.
	 */
	private final Set<QueuedItem> inFlight = new LinkedHashSet<>();

	private @Nullable Thread thread;

	private boolean idle;

	private boolean retired;

	/**
	 * The time at which it began with what it does; meaningless while {@link #busy} is
	 * false.
	 */
	private long busySince;

	private boolean busy;

	private long progressAt;

	private boolean calling;

	private long freeAt;

	/**
	 * A lane that has no thread yet.
	 */
	public LaneState(Device device, int index, long now) {
		this.device = device;
		this.index = index;
		this.progressAt = now;
	}

	public Device device() {
		return this.device;
	}

	public int index() {
		return this.index;
	}

	/**
	 * Its replicas, in the order in which they came. May be changed.
	 */
	public Map<ReplicaKey, ReplicaState> replicas() {
		return this.replicas;
	}

	/**
	 * Tells whether it has this replica, ready.
	 */
	public boolean has(ReplicaKey key) {
		ReplicaState replica = this.replicas.get(key);
		return replica != null && replica.isReady();
	}

	/**
	 * The state of a replica; a new one if there is none.
	 */
	public ReplicaState replica(ReplicaKey key) {
		return this.replicas.computeIfAbsent(key, (absent) -> new ReplicaState());
	}

	public void take(QueuedItem item, long now) {
		item.take(this, now);
		this.inFlight.add(item);
	}

	@Override
	public void drop(QueuedItem item) {
		this.inFlight.remove(item);
	}

	/**
	 * A copy of the items it has taken and not settled.
	 */
	public List<QueuedItem> inFlight() {
		return List.copyOf(this.inFlight);
	}

	/**
	 * Gives it the thread that runs it.
	 */
	public void start(Thread on) {
		this.thread = on;
	}

	public @Nullable Thread thread() {
		return this.thread;
	}

	/**
	 * It begins to wait to be woken.
	 */
	public void idle() {
		this.idle = true;
	}

	/**
	 * It need not be woken again.
	 */
	public void woken() {
		this.idle = false;
	}

	/**
	 * Tells whether it waits to be woken.
	 */
	public boolean isIdle() {
		return this.idle;
	}

	/**
	 * Gives it no more work: its device or itself is lost.
	 */
	public void retire() {
		this.retired = true;
	}

	public boolean isRetired() {
		return this.retired;
	}

	/**
	 * It begins with a step.
	 */
	public void begin(long now) {
		this.idle = false;
		this.busy = true;
		this.busySince = now;
		this.progressAt = now;
	}

	/**
	 * It is expected to be free again then.
	 */
	public void expect(long at) {
		this.freeAt = at;
	}

	/**
	 * The time at which it is expected to be free; 0 if it is, or if that is not known.
	 */
	public long freeAt() {
		return this.freeAt;
	}

	/**
	 * It has ended a step.
	 */
	public void rest(long now) {
		this.busy = false;
		this.freeAt = 0;
		progress(now);
	}

	/**
	 * It begins with a device call.
	 */
	public void call(long now) {
		this.calling = true;
		this.progressAt = now;
	}

	/**
	 * It has ended a device call, or found that there is none to make.
	 */
	public void progress(long now) {
		this.calling = false;
		this.progressAt = now;
	}

	/**
	 * Tells whether it is in a device call for items.
	 */
	public boolean isCalling() {
		return this.calling;
	}

	public boolean isBusy() {
		return this.busy;
	}

	public long busySince() {
		return this.busySince;
	}

	public long progressAt() {
		return this.progressAt;
	}

}
