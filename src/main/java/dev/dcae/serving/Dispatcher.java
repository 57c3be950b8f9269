package dev.dcae.serving;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Decides what a lane does next. Replicas first: what a lane should hold follows from the
 * registered models, so that loading, unloading and replacing are all one comparison.
 * Then the next batch.
 */
final class Dispatcher {

	private final ServingSettings settings;

	private final Backlog backlog;

	private final Fleet fleet;

	private final Roster roster;

	private final Ledger ledger;

	private final BatchFormer former;

	Dispatcher(ServingSettings settings, Backlog backlog, Fleet fleet, Roster roster, Ledger ledger,
			BatchFormer former) {
		this.settings = settings;
		this.backlog = backlog;
		this.fleet = fleet;
		this.roster = roster;
		this.ledger = ledger;
		this.former = former;
	}

	/**
	 * The next step of a lane that has finished its last.
	 */
	Step next(LaneState lane, long now) {
		lane.rest(now);
		Step step = choose(lane, now);
		switch (step) {
			case Step.Wait _ -> lane.idle = true;
			case Step.Run _, Step.Open _, Step.Close _ -> lane.begin(now);
			case Step.Stop _ -> {
			}
		}
		return step;
	}

	private Step choose(LaneState lane, long now) {
		if (lane.retired) {
			return new Step.Stop();
		}
		this.roster.removeUnloaded();
		ReplicaKey surplus = surplus(lane);
		if (surplus != null) {
			return new Step.Close(surplus);
		}
		if (this.ledger.isStopped()) {
			return new Step.Stop();
		}
		ReplicaKey missing = missing(lane, now);
		if (missing != null) {
			ReplicaState replica = lane.replicas.computeIfAbsent(missing, (key) -> new ReplicaState());
			replica.open(now);
			return new Step.Open(missing);
		}
		this.backlog.age(now);
		Batch batch = this.former.form(lane, now);
		return (batch != null) ? new Step.Run(batch) : new Step.Wait(nextChange(lane));
	}

	private @Nullable ReplicaKey surplus(LaneState lane) {
		for (Map.Entry<ReplicaKey, ReplicaState> entry : lane.replicas.entrySet()) {
			ModelState model = this.fleet.model(entry.getKey().model());
			boolean wanted = model != null && !model.isUnneeded() && !this.ledger.isStopped();
			if (entry.getValue().isReady() && !wanted) {
				entry.getValue().phase = ReplicaPhase.CLOSING;
				return entry.getKey();
			}
		}
		return null;
	}

	private @Nullable ReplicaKey missing(LaneState lane, long now) {
		for (ModelState model : this.fleet.models()) {
			ReplicaKey key = new ReplicaKey(model.model.id(), ReplicaPrecision.NORMAL);
			if (!model.isUnneeded() && model.model.devices().contains(lane.device) && isOpenable(lane, key, now)) {
				return key;
			}
		}
		if (this.backlog.hasRetries()) {
			for (BucketQueue retries : this.backlog.buckets()) {
				if (retries.bucket.precision() == ReplicaPrecision.FP32 && now >= fp32From(lane, retries)) {
					ReplicaKey key = ReplicaKey.of(retries.bucket);
					if (isOpenable(lane, key, now)) {
						return key;
					}
				}
			}
		}
		return null;
	}

	private static boolean isOpenable(LaneState lane, ReplicaKey key, long now) {
		ReplicaState replica = lane.replicas.get(key);
		return replica == null || (replica.isFailed() && replica.retryAt <= now);
	}

	/**
	 * From when on a lane should open a float32 replica for a bucket of retries. The
	 * first in need does so at once; another device follows only if retries have to wait,
	 * and a device never has two: the replica costs memory, and retries are rare.
	 */
	private long fp32From(LaneState lane, BucketQueue retries) {
		ModelState model = this.fleet.model(retries.bucket.model());
		if (model == null || !model.model.devices().contains(lane.device)) {
			return Long.MAX_VALUE;
		}
		ReplicaKey key = ReplicaKey.of(retries.bucket);
		boolean exists = false;
		for (LaneState other : this.fleet.lanesOf(model).toList()) {
			ReplicaState replica = other.replicas.get(key);
			if (replica != null && replica.isHopeful()) {
				if (other.device.equals(lane.device)) {
					return Long.MAX_VALUE;
				}
				exists = true;
			}
		}
		return exists ? retries.oldestQueuedAt() + this.settings.ageing().toNanos() : 0;
	}

	/**
	 * When there may be something to do without anyone waking the lane.
	 */
	private long nextChange(LaneState lane) {
		long next = Long.MAX_VALUE;
		for (ReplicaState replica : lane.replicas.values()) {
			if (replica.isFailed()) {
				next = Math.min(next, replica.retryAt);
			}
		}
		for (BucketQueue queue : this.backlog.buckets()) {
			if (lane.serves(queue.bucket)) {
				next = Math.min(next, this.former.sendableFrom(queue.bucket, lane.device));
			}
			else if (queue.bucket.precision() == ReplicaPrecision.FP32) {
				next = Math.min(next, fp32From(lane, queue));
			}
		}
		return next;
	}

}
