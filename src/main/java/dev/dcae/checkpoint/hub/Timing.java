package dev.dcae.checkpoint.hub;

import java.time.Duration;
import java.time.InstantSource;

/**
 * Time, as far as downloads depend on it.
 *
 * @param clock the time
 * @param sleeper waits between tries
 * @param stallTimeout with an answer whose body does not come on
 */
record Timing(InstantSource clock, Sleeper sleeper, Duration stallTimeout) {

	static Timing system() {
		return new Timing(InstantSource.system(), Thread::sleep, Duration.ofMinutes(1));
	}

}
