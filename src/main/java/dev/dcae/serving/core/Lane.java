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

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.function.Consumer;

import dev.dcae.serving.BatchRunner;
import dev.dcae.serving.DeviceFaultException;
import dev.dcae.serving.RunnerFactory;
import dev.dcae.serving.fleet.LaneState;
import dev.dcae.serving.ReplicaKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of a lane. It asks for its next step, takes it, and asks again. Native
 * engines keep state for each calling thread, so a lane's replicas are opened, run and
 * closed here and nowhere else.
 */
final class Lane implements Runnable {

	private static final Logger log = LoggerFactory.getLogger(Lane.class);

	private final LaneState state;

	private final LockedCore core;

	private final ReadWriteLock deviceLock;

	private final Consumer<LaneState> starter;

	private final Map<ReplicaKey, BatchRunner> runners = new HashMap<>();

	/**
	 * Prepares a lane.
	 * @param starter starts the lane that takes this one's place if it dies
	 */
	Lane(LaneState state, LockedCore core, ReadWriteLock deviceLock, Consumer<LaneState> starter) {
		this.state = state;
		this.core = core;
		this.deviceLock = deviceLock;
		this.starter = starter;
	}

	@Override
	public void run() {
		try {
			boolean more = true;
			while (more) {
				more = take(this.core.decide((core, now) -> core.dispatcher.next(this.state, now)));
			}
		}
		catch (DeviceFaultException ex) {
			this.core.act((core, now) -> {
				this.state.rest(now);
				core.failover.quarantine(this.state.device(), ex, now);
			});
		}
		catch (Throwable ex) {
			// Whatever it is, it must not leave the device with a lane less.
			try {
				closeAll();
			}
			finally {
				this.core.decide((core, now) -> core.failover.replace(this.state, ex, now)).ifPresent(this::start);
			}
		}
	}

	/**
	 * Starts the lane in its place. Where no thread can be had a lane without one would
	 * be given work for ever: its device is lost then.
	 */
	private void start(LaneState fresh) {
		try {
			this.starter.accept(fresh);
		}
		catch (Throwable ex) {
			this.core.act((core, now) -> core.failover.quarantine(fresh.device(), ex, now));
		}
	}

	private boolean take(Step step) {
		switch (step) {
			case Step.Run run -> run(run.batch());
			case Step.Open open -> open(open.replica(), open.runners());
			case Step.Close close -> close(close.replica());
			case Step.Probe probe -> probe(probe.replica());
			case Step.Wait wait -> sleep(wait.until());
			case Step.Stop _ -> {
				return false;
			}
		}
		return true;
	}

	private void run(Batch batch) {
		BatchRunner runner = this.runners.get(ReplicaKey.of(batch.bucket()));
		if (runner == null) {
			throw new IllegalStateException("Lane %d of %s has no replica for %s".formatted(this.state.index(),
					this.state.device(), batch.bucket()));
		}
		new BatchExecution(this.state, batch, runner, this.core, this.deviceLock).run();
	}

	private void open(ReplicaKey key, RunnerFactory runners) {
		BatchRunner runner;
		try {
			runner = openWarm(key, runners);
		}
		catch (DeviceFaultException ex) {
			throw ex;
		}
		catch (Throwable ex) {
			// Errors too: a class or a library that is missing is this replica's failure,
			// not the lane's.
			this.core.act((core, now) -> core.lifecycle.failed(this.state, key, ex, now));
			return;
		}
		this.runners.put(key, runner);
		long bytes = runner.memoryBytes();
		this.core.act((core, now) -> core.lifecycle.opened(this.state, key, bytes, now));
	}

	private BatchRunner openWarm(ReplicaKey key, RunnerFactory runners) {
		BatchRunner runner = runners.open(this.state.device(), key.precision());
		try {
			runner.warmUp();
			return runner;
		}
		catch (DeviceFaultException ex) {
			throw ex;
		}
		catch (Throwable ex) {
			close(runner);
			throw ex;
		}
	}

	private void probe(ReplicaKey key) {
		boolean well = isWell(this.runners.get(key));
		this.core.act((core, now) -> core.probes.probed(this.state, key, well));
	}

	private boolean isWell(@Nullable BatchRunner runner) {
		Lock lock = this.deviceLock.readLock();
		lock.lock();
		try {
			if (runner != null) {
				runner.warmUp();
			}
			return runner != null;
		}
		catch (DeviceFaultException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			log.warn("A replica on {} fails even on a small image", this.state.device(), ex);
			return false;
		}
		finally {
			lock.unlock();
		}
	}

	private void close(ReplicaKey key) {
		BatchRunner runner = this.runners.remove(key);
		if (runner != null) {
			close(runner);
		}
		this.core.act((core, now) -> core.lifecycle.closed(this.state, key));
	}

	/**
	 * Sleeps until woken, or for a while; being woken before it sleeps counts.
	 */
	private void sleep(long until) {
		if (until == Long.MAX_VALUE) {
			LockSupport.park(this);
		}
		else {
			LockSupport.parkNanos(this, until - this.core.nanos());
		}
	}

	private void closeAll() {
		this.runners.values().forEach(this::close);
		this.runners.clear();
	}

	private void close(BatchRunner runner) {
		try {
			runner.close();
		}
		catch (Throwable ex) {
			// It is gone either way.
			log.warn("A replica on {} did not close", this.state.device(), ex);
		}
	}

}
