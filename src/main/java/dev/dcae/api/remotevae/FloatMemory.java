package dev.dcae.api.remotevae;

import dev.dcae.api.ProblemException;
import dev.dcae.api.ProblemType;

/**
 * The heap that images of floats take.
 */
final class FloatMemory {

	/**
	 * Of a pixel on its way through: three floats each as it was read or came from the
	 * device, as it is changed, and as it is answered.
	 */
	static final long BYTES_PER_PIXEL = 36;

	private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 16;

	private FloatMemory() {
	}

	/**
	 * Checks that an answer can be held in one piece.
	 * @throws ProblemException if it cannot
	 */
	static void requireArray(long bytes) {
		if (bytes > LARGEST_ARRAY) {
			throw new ProblemException(ProblemType.TOO_LARGE,
					"The answer would have %d bytes, more than fit one body; send fewer latents at once"
						.formatted(bytes));
		}
	}

}
