package dev.dcae.api.problem;

/**
 * Something failed after a part of the answer was sent. Nothing that is sent now can say
 * so: the connection must break, so that nobody takes the part for the whole.
 */
public class CutShortException extends RuntimeException {

	/**
	 * A failure in the midst of an answer.
	 */
	public CutShortException(RuntimeException cause) {
		super("An answer was cut short: " + cause.getMessage(), cause);
	}

}
