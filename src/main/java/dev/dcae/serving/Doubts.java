package dev.dcae.serving;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * Replicas whose last device call failed. Its input may be to blame, or the device; which
 * of them, only another call can tell. It is made when somebody asks: a replica that
 * works pays nothing.
 */
final class Doubts {

	private final Fleet fleet;

	private final Effects effects;

	Doubts(Fleet fleet, Effects effects) {
		this.fleet = fleet;
		this.effects = effects;
	}

	/**
	 * A call on a replica failed.
	 */
	void arise(LaneState lane, ReplicaKey key) {
		ReplicaState replica = lane.replicas.get(key);
		if (replica != null) {
			replica.doubtful = true;
		}
	}

	/**
	 * Has each doubtful replica probed, once however many ask.
	 * @return completed when their lanes have done so, or are lost
	 */
	CompletableFuture<Void> probe() {
		List<CompletableFuture<Void>> probes = new ArrayList<>();
		for (DeviceState device : this.fleet.devices()) {
			for (LaneState lane : device.lanes) {
				if (!lane.retired) {
					probe(lane, probes);
				}
			}
		}
		this.fleet.wakeAll();
		return CompletableFuture.allOf(probes.toArray(CompletableFuture<?>[]::new));
	}

	private static void probe(LaneState lane, List<CompletableFuture<Void>> probes) {
		for (ReplicaState replica : lane.replicas.values()) {
			if (replica.isReady() && replica.doubtful) {
				CompletableFuture<Void> probe = (replica.probe != null) ? replica.probe : new CompletableFuture<>();
				replica.probe = probe;
				probes.add(probe);
			}
		}
	}

	/**
	 * A replica of a lane that is to be probed.
	 */
	@Nullable ReplicaKey next(LaneState lane) {
		for (Map.Entry<ReplicaKey, ReplicaState> entry : lane.replicas.entrySet()) {
			if (entry.getValue().probe != null && entry.getValue().isReady()) {
				return entry.getKey();
			}
		}
		return null;
	}

	/**
	 * A replica was probed.
	 */
	void probed(LaneState lane, ReplicaKey key, boolean well) {
		ReplicaState replica = lane.replicas.get(key);
		if (replica != null) {
			replica.doubtful = !well;
			settle(replica);
		}
	}

	/**
	 * The replicas of a lane are lost or closed.
	 */
	void end(LaneState lane) {
		lane.replicas.values().forEach(this::settle);
	}

	void settle(ReplicaState replica) {
		if (replica.probe != null) {
			this.effects.complete(replica.probe);
			replica.probe = null;
		}
	}

}
