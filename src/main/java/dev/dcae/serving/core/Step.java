package dev.dcae.serving.core;

import dev.dcae.serving.RunnerFactory;
import dev.dcae.serving.ReplicaKey;

/**
 * The next step of a lane.
 */
sealed interface Step {

	/**
	 * Open a replica.
	 *
	 * @param runners of its model
	 */
	record Open(ReplicaKey replica, RunnerFactory runners) implements Step {
	}

	/**
	 * Close a replica: its model is unloaded, or the service stops.
	 */
	record Close(ReplicaKey replica) implements Step {
	}

	/**
	 * Run a batch.
	 */
	record Run(Batch batch) implements Step {
	}

	/**
	 * Run something small on a replica whose last call failed.
	 */
	record Probe(ReplicaKey replica) implements Step {
	}

	/**
	 * Wait to be woken.
	 *
	 * @param until when to ask again at the latest; {@link Long#MAX_VALUE} for never
	 */
	record Wait(long until) implements Step {
	}

	/**
	 * End.
	 */
	record Stop() implements Step {
	}

}
