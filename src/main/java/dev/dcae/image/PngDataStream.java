package dev.dcae.image;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;

/**
 * The data of a PNG file's IDAT chunks, one after the other, as they are read.
 */
final class PngDataStream extends InputStream {

	private static final int IDAT = 0x49444154;

	private final DataInputStream file;

	private final CRC32 checksum = new CRC32();

	private int left;

	/**
	 * Begins in the first IDAT chunk.
	 * @param file behind the type of that chunk
	 * @param length of its data, in bytes
	 */
	PngDataStream(DataInputStream file, int length) {
		this.file = file;
		begin(length);
	}

	@Override
	public int read() throws IOException {
		byte[] one = new byte[1];
		return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xff;
	}

	@Override
	public int read(byte[] into, int offset, int count) throws IOException {
		while (this.left == 0) {
			if (this.file.readInt() != (int) this.checksum.getValue()) {
				throw ImageException.Undecodable.damaged(ImageFormat.PNG);
			}
			int length = this.file.readInt();
			if (this.file.readInt() != IDAT || length < 0) {
				return -1;
			}
			begin(length);
		}
		int read = this.file.read(into, offset, Math.min(count, this.left));
		if (read > 0) {
			this.checksum.update(into, offset, read);
			this.left -= read;
		}
		return read;
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

	private void begin(int length) {
		this.left = length;
		this.checksum.reset();
		this.checksum.update(new byte[] { 'I', 'D', 'A', 'T' });
	}

}
