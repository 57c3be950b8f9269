package dev.dcae.evaluation;

/**
 * A thing that cannot be evaluated. The message says what to do about it.
 */
public class EvaluationException extends RuntimeException {

	public EvaluationException(String message) {
		super(message);
	}

	public EvaluationException(String message, Throwable cause) {
		super(message, cause);
	}

}
