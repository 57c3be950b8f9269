package dev.dcae.image;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.NoSuchElementException;

import org.jspecify.annotations.Nullable;

/**
 * The chunks of a PNG file in their order, up to IEND or, if it is cut short, the last
 * whole one. They are looked at one by one, not collected: a file may consist of
 * millions.
 *
 * @param file all of it
 */
record PngChunks(ByteBuffer file) implements Iterable<PngChunk> {

	private static final int SIGNATURE_BYTES = 8;

	@Override
	public Iterator<PngChunk> iterator() {
		return new Iterator<>() {

			private @Nullable PngChunk next = at(SIGNATURE_BYTES);

			@Override
			public boolean hasNext() {
				return this.next != null;
			}

			@Override
			public PngChunk next() {
				PngChunk current = this.next;
				if (current == null) {
					throw new NoSuchElementException();
				}
				this.next = current.type().equals("IEND") ? null : at(current.end());
				return current;
			}

		};
	}

	private @Nullable PngChunk at(int position) {
		try {
			return PngChunk.at(this.file, position);
		}
		catch (IndexOutOfBoundsException ex) {
			return null;
		}
	}

}
