package dev.dcae.serving;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What the scheduler knows of one lane. Guarded by its lock.
 */
final class LaneState {

	final Device device;

	final int index;

	final Map<ReplicaKey, ReplicaState> replicas = new LinkedHashMap<>();

	/**
	 * The items it has taken and not settled.
	 */
	final Set<QueuedItem> inFlight = new LinkedHashSet<>();

	@Nullable Thread thread;

	/**
	 * Whether it waits to be woken.
	 */
	boolean idle;

	/**
	 * Whether its device or itself is lost, so that it gets no more work.
	 */
	boolean retired;

	/**
	 * When it began with what it does; meaningless while {@link #busy} is false.
	 */
	long busySince;

	boolean busy;

	long progressAt;

	LaneState(Device device, int index, long now) {
		this.device = device;
		this.index = index;
		this.progressAt = now;
	}

	boolean serves(Bucket bucket) {
		return has(ReplicaKey.of(bucket));
	}

	/**
	 * Whether it has this replica, ready.
	 */
	boolean has(ReplicaKey key) {
		ReplicaState replica = this.replicas.get(key);
		return replica != null && replica.isReady();
	}

	/**
	 * What is known of a replica; nothing yet if it is new.
	 */
	ReplicaState replica(ReplicaKey key) {
		return this.replicas.computeIfAbsent(key, (absent) -> new ReplicaState());
	}

	void take(QueuedItem item, long now) {
		item.state = QueuedItem.State.IN_FLIGHT;
		item.owner = this;
		item.takenAt = now;
		this.inFlight.add(item);
	}

	void begin(long now) {
		this.idle = false;
		this.busy = true;
		this.busySince = now;
		this.progressAt = now;
	}

	void rest(long now) {
		this.busy = false;
		this.progressAt = now;
	}

}
