package dev.dcae.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

import dev.dcae.serving.Timings;

/**
 * Where the time of one request went. Used by the thread of the request alone.
 */
public final class Phases {

	private final Map<Phase, Duration> times = new EnumMap<>(Phase.class);

	/**
	 * Counts the time of a phase that ends now.
	 */
	public void add(Phase phase, Duration time) {
		this.times.merge(phase, time, Duration::plus);
		Journal.current().ifPresent((journal) -> journal.phase(phase, time));
	}

	/**
	 * Counts the time of an item in the scheduler whose answer has just come.
	 */
	void add(Timings timings) {
		Instant begun = Instant.now().minus(timings.device());
		Instant taken = begun.minus(timings.batch());
		add(Phase.QUEUE, taken.minus(timings.queue()), timings.queue());
		add(Phase.BATCH_WAIT, taken, timings.batch());
		add(Phase.DEVICE, begun, timings.device());
	}

	private void add(Phase phase, Instant start, Duration time) {
		this.times.merge(phase, time, Duration::plus);
		Journal.current().ifPresent((journal) -> journal.phase(phase, start, time));
	}

	/**
	 * Adds what happened at the same time: of each phase the longest. The journal has all
	 * of it already.
	 */
	public void addLongestOf(Collection<Phases> parallel) {
		Map<Phase, Duration> longest = new EnumMap<>(Phase.class);
		for (Phases one : parallel) {
			one.times.forEach((phase, time) -> longest.merge(phase, time, (a, b) -> (a.compareTo(b) > 0) ? a : b));
		}
		longest.forEach((phase, time) -> this.times.merge(phase, time, Duration::plus));
	}

	/**
	 * Runs some work and counts its time.
	 */
	public <T> T time(Phase phase, Supplier<T> work) {
		long start = System.nanoTime();
		try {
			return work.get();
		}
		finally {
			add(phase, Duration.ofNanos(System.nanoTime() - start));
		}
	}

	/**
	 * The phases that there were, in their order.
	 */
	public Map<Phase, Duration> times() {
		return new EnumMap<>(this.times);
	}

}
