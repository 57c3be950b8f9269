package dev.dcae.api.problem;

import dev.dcae.image.ImageException;
import dev.dcae.pipeline.Quoted;
import dev.dcae.pipeline.RequestException;
import dev.dcae.serving.ServingException;
import dev.dcae.tensor.TensorFormatException;

/**
 * A fault of one of the many things that a request is about. The answer is that to the
 * cause, and names the one.
 */
public class PartException extends RuntimeException {

	private final RuntimeException reason;

	private PartException(String name, RuntimeException reason) {
		super("%s: %s".formatted(Quoted.of(name), reason.getMessage()), reason);
		this.reason = reason;
	}

	/**
	 * A failure under the name of what failed. What is no fault of the one, such as a
	 * full queue, stays what it is.
	 */
	public static RuntimeException of(String name, RuntimeException failure) {
		return switch (failure) {
			case ProblemException _, ImageException _, RequestException _, TensorFormatException _,
					ServingException.TooLarge _, ServingException.ItemFailed _ ->
				new PartException(name, failure);
			default -> failure;
		};
	}

	RuntimeException reason() {
		return this.reason;
	}

}
