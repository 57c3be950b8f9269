package dev.dcae.checkpoint.hub;

import java.time.Duration;

/**
 * A place where people see how a download gets on.
 */
public interface ProgressLine {

	/**
	 * The time between two updates.
	 */
	Duration interval();

	/**
	 * Shows what has become of the download, in place of what was shown before where that
	 * is possible.
	 */
	void update(String line);

	/**
	 * Shows a line that stays.
	 */
	void say(String line);

	/**
	 * The log of a service: few lines.
	 */
	static ProgressLine log() {
		return new LoggedProgress();
	}

}
