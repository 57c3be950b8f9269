package dev.dcae.checkpoint;

/**
 * A checkpoint that cannot be used. The message names the file or the tensor and what is
 * wrong with it.
 */
public class CheckpointException extends RuntimeException {

	public CheckpointException(String message) {
		super(message);
	}

	public CheckpointException(String message, Throwable cause) {
		super(message, cause);
	}

}
