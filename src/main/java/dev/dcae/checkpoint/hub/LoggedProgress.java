package dev.dcae.checkpoint.hub;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Progress in the log.
 */
final class LoggedProgress implements ProgressLine {

	private static final Logger log = LoggerFactory.getLogger(LoggedProgress.class);

	@Override
	public Duration interval() {
		return Duration.ofSeconds(10);
	}

	@Override
	public void update(String line) {
		log.info("{}", line);
	}

	@Override
	public void say(String line) {
		log.info("{}", line);
	}

}
