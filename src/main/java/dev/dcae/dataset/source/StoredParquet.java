package dev.dcae.dataset.source;

import java.io.IOException;
import java.nio.ByteBuffer;

import dev.dcae.dataset.store.Store;
import dev.hardwood.InputFile;

/**
 * A Parquet file in a store, of which ranges are read.
 */
record StoredParquet(Store store, String name, long length) implements InputFile {

	@Override
	public void open() {
		// Each range is a request of its own.
	}

	@Override
	public ByteBuffer readRange(long offset, int length) throws IOException {
		return ByteBuffer.wrap(this.store.range(this.name, offset, length));
	}

	@Override
	public void close() {
		// Nothing is open.
	}

}
