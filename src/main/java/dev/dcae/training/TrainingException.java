package dev.dcae.training;

/**
 * A run that cannot start or go on, with what to do about it.
 */
public class TrainingException extends RuntimeException {

	public TrainingException(String message) {
		super(message);
	}

	public TrainingException(String message, Throwable cause) {
		super(message, cause);
	}

}
