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
