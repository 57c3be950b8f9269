package dev.dcae.api.http;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A body that is made while it is sent.
 */
@FunctionalInterface
public interface StreamedBody {

	/**
	 * Heap for what is made before anything is sent.
	 */
	int HELD_BACK = 4 << 20;

	/**
	 * Writes the body. As long as it has at most {@link #HELD_BACK} bytes a failure is
	 * still answered as a problem.
	 * @throws IOException if the client is gone
	 */
	void writeTo(OutputStream out) throws IOException;

}
