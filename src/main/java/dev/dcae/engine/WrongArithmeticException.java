package dev.dcae.engine;

import dev.dcae.model.UnusableException;

/**
 * A CPU on which libtorch computes wrong values.
 */
public class WrongArithmeticException extends UnusableException {

	WrongArithmeticException(String problem) {
		super(problem, (System.getenv(OneDnn.LIMIT) == null)
				? "start it with %s=SSE41 in the environment, or AVX2 where that is right, too; a hypervisor that hides the caches of the processor is to blame for most such cases"
					.formatted(OneDnn.LIMIT)
				: "%s is %s: try SSE41, or another machine".formatted(OneDnn.LIMIT, System.getenv(OneDnn.LIMIT)));
	}

}
