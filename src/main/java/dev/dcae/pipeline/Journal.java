package dev.dcae.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

/**
 * What is noted down of one request while it is served, for metrics and traces: its
 * model, and where its time went. Threads that serve the request find it by themselves;
 * where there is none, as in commands, nothing is noted. Thread-safe.
 */
public final class Journal {

	private static final ScopedValue<Journal> CURRENT = ScopedValue.newInstance();

	/**
	 * The model of a request that ended before it had one.
	 */
	public static final String NO_MODEL = "none";

	/**
	 * The model of a request to more than one.
	 */
	public static final String MODELS = "several";

	private final @Nullable Object origin;

	private final List<Entry> entries = new ArrayList<>();

	private @Nullable String model;

	private boolean cancelled;

	/**
	 * Some time of a phase. A request of many items or files has many of one phase, which
	 * may overlap.
	 */
	public record Entry(Phase phase, Instant start, Duration time) {
	}

	/**
	 * An empty journal.
	 * @param origin what the request's work items carry through the scheduler, to be
	 * known again by who gave it
	 */
	public Journal(@Nullable Object origin) {
		this.origin = origin;
	}

	/**
	 * Runs some work of the request.
	 */
	public <T> T during(Callable<T> work) throws Exception {
		return ScopedValue.where(CURRENT, this).call(work::call);
	}

	/**
	 * The journal of the request that this thread serves.
	 */
	static Optional<Journal> current() {
		return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
	}

	@Nullable Object origin() {
		return this.origin;
	}

	/**
	 * Notes a model that is served. An unknown name that a client sent is none.
	 */
	synchronized void model(String id) {
		this.model = (this.model == null || this.model.equals(id)) ? id : MODELS;
	}

	/**
	 * Notes the time of a phase that ends now.
	 */
	void phase(Phase phase, Duration time) {
		phase(phase, Instant.now().minus(time), time);
	}

	synchronized void phase(Phase phase, Instant start, Duration time) {
		this.entries.add(new Entry(phase, start, time));
	}

	/**
	 * Notes that nobody waited for the answer any more.
	 */
	synchronized void cancel() {
		this.cancelled = true;
	}

	/**
	 * The id of a served model, {@link #NO_MODEL} or {@link #MODELS}.
	 */
	public synchronized String model() {
		return (this.model != null) ? this.model : NO_MODEL;
	}

	/**
	 * What was noted, in the order in which it ended.
	 */
	public synchronized List<Entry> entries() {
		return List.copyOf(this.entries);
	}

	/**
	 * Whether its client was seen to be gone.
	 */
	public synchronized boolean isCancelled() {
		return this.cancelled;
	}

}
