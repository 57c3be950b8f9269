package dev.dcae.serving;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/**
 * The pooled, dynamically batching scheduler. Callers submit items and wait; lanes, one
 * platform thread each, pull batches and run them. Every accepted item is settled exactly
 * once. Thread-safe.
 */
public final class Scheduler implements AutoCloseable {

	private static final System.Logger LOGGER = System.getLogger(Scheduler.class.getName());

	private static final Duration PATIENCE_WITH_LANES = Duration.ofSeconds(10);

	private final LockedCore core;

	private final ServedModels models;

	private final Function<Device, Optional<DeviceMemory>> memory;

	private final Map<Device, ReadWriteLock> deviceLocks = new ConcurrentHashMap<>();

	private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

	private Scheduler(ServingSettings settings, List<DeviceLanes> devices,
			Function<Device, Optional<DeviceMemory>> memory, NanoClock clock, ServingListener listener) {
		this.memory = memory;
		SchedulingCore core = new SchedulingCore(settings, devices, listener, clock.nanos());
		this.models = core.models;
		this.core = new LockedCore(core, clock);
	}

	/**
	 * Starts the lanes of all devices. They hold no model yet.
	 * @param memory of a device, as far as it is known; asked by any thread, and must not
	 * wait for the device: it may hang
	 * @throws IllegalArgumentException if there is no device, or one twice
	 */
	public static Scheduler start(ServingSettings settings, List<DeviceLanes> devices,
			Function<Device, Optional<DeviceMemory>> memory, NanoClock clock, ServingListener listener) {
		Scheduler scheduler = new Scheduler(settings, devices, memory, clock, listener);
		scheduler.core
			.act((core, now) -> core.fleet.devices().forEach((device) -> device.lanes.forEach(scheduler::startLane)));
		return scheduler;
	}

	/**
	 * Loads a model, beside those that are served. Its items are admitted from its first
	 * ready replica on.
	 * @return completed once every replica is ready or has failed; exceptionally, with
	 * the failure of one, if none is ready, and the model is then not registered
	 * @throws IllegalStateException if its id is taken
	 * @throws IllegalArgumentException if a device of its is not one of the scheduler's
	 * @throws ServingException.Draining if the service is shutting down
	 */
	public CompletableFuture<Void> register(ServedModel model) {
		return this.core.decide((core, now) -> core.roster.register(model)).copy();
	}

	/**
	 * Unloads a model. It admits nothing from now on; what it has accepted runs.
	 * @return completed once its replicas are closed
	 * @throws ServingException.UnknownModel if it is not registered
	 */
	public CompletableFuture<Void> unregister(String model) {
		return this.core.decide((core, now) -> core.roster.unregister(model)).copy();
	}

	/**
	 * The models that are served.
	 */
	public ServedModels models() {
		return this.models;
	}

	/**
	 * Queues an item.
	 * @throws ServingException if it is not accepted: any member of the family but
	 * {@code ItemFailed} and {@code Cancelled}
	 */
	public Submission submit(WorkItem item) {
		return submitAll(List.of(item)).getFirst();
	}

	/**
	 * Queues all of the items or none.
	 * @return one submission for each, in order
	 * @throws ServingException if they are not accepted
	 * @throws IllegalArgumentException if they could not be accepted by an empty queue
	 * either, because they are too many
	 */
	public List<Submission> submitAll(List<WorkItem> items) {
		List<QueuedItem> accepted = this.core.decide((core, now) -> core.admission.admit(items, now));
		return accepted.stream().map((item) -> new Submission(item, this.core)).toList();
	}

	/**
	 * Stops admission and lets everything accepted finish.
	 * @return completed once every accepted item is settled
	 */
	public CompletableFuture<Void> drain() {
		return this.core.decide((core, now) -> core.ledger.drain()).copy();
	}

	/**
	 * Has each replica whose last device call failed run something small, before its next
	 * batch: {@link ServingStatus} then tells whether it is well.
	 * @return completed when they have; at once if no call failed
	 */
	public CompletableFuture<Void> probe() {
		return this.core.decide((core, now) -> core.doubts.probe()).copy();
	}

	/**
	 * The state at this moment.
	 */
	public ServingStatus status() {
		return this.core.decide(SchedulingCore::status).withMemory(this.memory);
	}

	/**
	 * The clock that deadlines are counted on.
	 */
	public NanoClock clock() {
		return this.core::nanos;
	}

	/**
	 * Ends the lanes: batches in flight finish, what still waits fails with
	 * {@link ServingException.Draining}, replicas are closed. {@link #drain} comes first
	 * where nothing may be lost. Waits for the lanes, but not for ever: one that hangs on
	 * a broken device is left behind, a daemon.
	 */
	@Override
	public void close() {
		this.core.act((core, now) -> core.ledger.stop(now));
		long until = System.nanoTime() + PATIENCE_WITH_LANES.toNanos();
		boolean interrupted = false;
		for (Thread thread : this.threads) {
			try {
				Duration left = Duration.ofNanos(until - System.nanoTime());
				if (interrupted || !thread.join(left.isPositive() ? left : Duration.ZERO)) {
					LOGGER.log(Level.WARNING, "{0} did not end", thread.getName());
				}
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private void startLane(LaneState state) {
		ReadWriteLock deviceLock = this.deviceLocks.computeIfAbsent(state.device,
				(device) -> new ReentrantReadWriteLock());
		Lane lane = new Lane(state, this.core, deviceLock, this::startLane);
		Thread thread = Thread.ofPlatform().daemon().name("lane-" + state.device + "-" + state.index).unstarted(lane);
		state.thread = thread;
		this.threads.removeIf((other) -> other.getState() == Thread.State.TERMINATED);
		this.threads.add(thread);
		thread.start();
	}

}
