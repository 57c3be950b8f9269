package dev.dcae.api.problem;

/**
 * An error found at the border of the service.
 */
public class ProblemException extends RuntimeException {

	private final ProblemType type;

	/**
	 * An error for the sender of a request.
	 * @param detail what is wrong and what to do about it
	 */
	public ProblemException(ProblemType type, String detail) {
		super(detail);
		this.type = type;
	}

	public ProblemType type() {
		return this.type;
	}

}
