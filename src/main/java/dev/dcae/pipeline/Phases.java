package dev.dcae.pipeline;

import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Where the time of one request went. Used by the thread of the request alone.
 */
public final class Phases {

	private final Map<Phase, Duration> times = new EnumMap<>(Phase.class);

	public void add(Phase phase, Duration time) {
		this.times.merge(phase, time, Duration::plus);
	}

	/**
	 * Adds what happened at the same time: of each phase the longest.
	 */
	public void addLongestOf(Collection<Phases> parallel) {
		Map<Phase, Duration> longest = new EnumMap<>(Phase.class);
		for (Phases one : parallel) {
			one.times.forEach((phase, time) -> longest.merge(phase, time, (a, b) -> (a.compareTo(b) > 0) ? a : b));
		}
		longest.forEach(this::add);
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
