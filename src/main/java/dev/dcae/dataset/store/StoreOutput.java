package dev.dcae.dataset.store;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A file that is being written. It appears whole with {@link #commit}; closed before, it
 * never was.
 */
public abstract class StoreOutput extends OutputStream {

	/**
	 * Lets the file appear, in place of one of the same name. It is durable when this
	 * returns.
	 * @throws StoreException if the place fails; then it has not appeared
	 */
	public abstract void commit() throws IOException;

	/**
	 * Discards the file unless it was committed.
	 */
	@Override
	public abstract void close() throws IOException;

}
