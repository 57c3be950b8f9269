package dev.dcae.engine;

/**
 * A batch that the model could not be run on, though memory and device are well.
 */
public class EngineRunException extends RuntimeException {

	public EngineRunException(String message) {
		super(message);
	}

	public EngineRunException(String message, Throwable cause) {
		super(message, cause);
	}

}
