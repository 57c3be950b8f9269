package dev.dcae.serving;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * What follows from decisions: callers to answer, lanes to wake, events to publish. It is
 * decided under the scheduler's lock and carried out once the lock is released, so that
 * no one else's code ever runs under it.
 */
final class Effects {

	private static final System.Logger LOGGER = System.getLogger(Effects.class.getName());

	private final ServingListener listener;

	private List<Runnable> pending = new ArrayList<>();

	Effects(ServingListener listener) {
		this.listener = listener;
	}

	void add(Runnable effect) {
		this.pending.add(effect);
	}

	void complete(CompletableFuture<Void> future) {
		this.pending.add(() -> future.complete(null));
	}

	void fail(CompletableFuture<?> future, Throwable cause) {
		this.pending.add(() -> future.completeExceptionally(cause));
	}

	void wake(LaneState lane) {
		lane.idle = false;
		Thread thread = lane.thread;
		this.pending.add(() -> LockSupport.unpark(thread));
	}

	void publish(ServingEvent event) {
		this.pending.add(() -> tell(event));
	}

	/**
	 * Hands over what has to be done.
	 */
	List<Runnable> take() {
		if (this.pending.isEmpty()) {
			return List.of();
		}
		List<Runnable> taken = this.pending;
		this.pending = new ArrayList<>();
		return taken;
	}

	private void tell(ServingEvent event) {
		try {
			this.listener.on(event);
		}
		catch (Throwable ex) {
			// It must cost neither a caller its answer nor a lane its life.
			LOGGER.log(Level.WARNING, "A listener failed on " + event.getClass().getSimpleName(), ex);
		}
	}

}
