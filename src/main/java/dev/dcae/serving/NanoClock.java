package dev.dcae.serving;

/**
 * A clock that never goes back.
 */
@FunctionalInterface
public interface NanoClock {

	/**
	 * Nanoseconds since an origin of the clock's own, zero or more.
	 */
	long nanos();

	/**
	 * The clock of this process, which starts at zero now.
	 */
	static NanoClock system() {
		long origin = System.nanoTime();
		return () -> System.nanoTime() - origin;
	}

}
