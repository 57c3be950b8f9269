package dev.dcae.checkpoint;

import dev.dcae.model.UnusableException;

/**
 * A checkpoint that cannot be used. The message names the file or the tensor and what is
 * wrong with it.
 */
public class CheckpointException extends UnusableException {

	public CheckpointException(String problem) {
		super(problem);
	}

	public CheckpointException(String problem, String remedy) {
		super(problem, remedy);
	}

	public CheckpointException(String problem, Throwable cause) {
		super(problem, "", cause);
	}

	public CheckpointException(String problem, String remedy, Throwable cause) {
		super(problem, remedy, cause);
	}

}
