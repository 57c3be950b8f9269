package dev.dcae.checkpoint.hub;

import java.time.Duration;

/**
 * Where people see how a download gets on.
 */
public interface ProgressLine {

	/**
	 * How often there is something new.
	 */
	Duration interval();

	/**
	 * What has become of the download, in place of what was shown before where that is
	 * possible.
	 */
	void update(String line);

	/**
	 * Something that stays.
	 */
	void say(String line);

	/**
	 * The log of a service: few lines.
	 */
	static ProgressLine log() {
		return new LoggedProgress();
	}

}
