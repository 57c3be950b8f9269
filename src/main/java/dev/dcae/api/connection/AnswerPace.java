package dev.dcae.api.connection;

import java.time.Duration;

/**
 * The time that a client has to take an answer: a floor under the rate of what it takes,
 * from the moment on at which it did not take all at once. Until then the network has as
 * much of an answer as it takes by itself.
 *
 * @param floor in bytes a second; 0 for none
 * @param grace before it counts
 */
public record AnswerPace(long floor, Duration grace) {

	static final AnswerPace ANY = new AnswerPace(0, Duration.ZERO);

	boolean isLate(long since, long taken) {
		return since > this.grace.toNanos() && taken < (since - this.grace.toNanos()) / 1e9 * this.floor;
	}

}
