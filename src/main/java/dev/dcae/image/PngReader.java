package dev.dcae.image;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

import dev.dcae.image.rows.RowSource;

/**
 * Reads the plainest kind of PNG from top to bottom: 8-bit RGB, not interlaced, and
 * nothing in it that would change its colours or turn it. Our own because the JDK's
 * reader starts anew for every band of rows. All other files are for
 * {@link ImageDecoder}.
 */
public final class PngReader implements RowSource {

	private static final long SIGNATURE = 0x89504e470d0a1a0aL;

	private static final int HEADER_BYTES = 13;

	/**
	 * 8 bits, RGB, deflate, adaptive filters, not interlaced.
	 */
	private static final byte[] PLAIN = { 8, 2, 0, 0, 0 };

	/**
	 * What makes a file less than plain.
	 */
	private static final Set<String> TELLING = Set.of("iCCP", "tRNS", "eXIf");

	private static final int BUFFER_BYTES = 1 << 16;

	private static final int BYTES_PER_PIXEL = 3;

	private final int width;

	private final int height;

	private final InputStream data;

	private final PngRows rows;

	private int left;

	private PngReader(int width, int height, InputStream data) {
		this.width = width;
		this.height = height;
		this.left = height;
		this.data = data;
		byte[] buffer = new byte[BUFFER_BYTES];
		this.rows = new PngRows((inflater) -> {
			int count = data.read(buffer, 0, buffer.length);
			inflater.setInput(buffer, 0, Math.max(0, count));
			return count >= 0;
		}, width, BYTES_PER_PIXEL);
	}

	/**
	 * Begins to read a file.
	 * @param stream is closed with the reader
	 * @return empty if the file is not of the plain kind, or none at all
	 */
	public static Optional<PngReader> open(InputStream stream) throws IOException {
		DataInputStream file = new DataInputStream(new BufferedInputStream(stream, BUFFER_BYTES));
		try {
			return plain(file);
		}
		catch (EOFException ex) {
			return Optional.empty();
		}
	}

	private static Optional<PngReader> plain(DataInputStream file) throws IOException {
		if (file.readLong() != SIGNATURE || file.readInt() != HEADER_BYTES || !type(file).equals("IHDR")) {
			return Optional.empty();
		}
		ByteBuffer header = ByteBuffer.wrap(bytes(file, HEADER_BYTES));
		int width = header.getInt(0);
		int height = header.getInt(4);
		file.readInt();
		if (width < 1 || height < 1 || width > ImageLimits.LARGEST_ARRAY / BYTES_PER_PIXEL
				|| !Arrays.equals(header.array(), 8, HEADER_BYTES, PLAIN, 0, PLAIN.length)) {
			return Optional.empty();
		}
		while (true) {
			int length = file.readInt();
			String type = type(file);
			if (type.equals("IDAT") && length >= 0) {
				return Optional.of(new PngReader(width, height, new PngDataStream(file, length)));
			}
			if (length < 0 || TELLING.contains(type)) {
				return Optional.empty();
			}
			file.skipNBytes(length + 4L);
		}
	}

	private static String type(DataInputStream file) throws IOException {
		return new String(bytes(file, 4), StandardCharsets.ISO_8859_1);
	}

	private static byte[] bytes(DataInputStream file, int count) throws IOException {
		byte[] bytes = new byte[count];
		file.readFully(bytes);
		return bytes;
	}

	@Override
	public int width() {
		return this.width;
	}

	@Override
	public int height() {
		return this.height;
	}

	@Override
	public void read(byte[] into, int offset, int count) throws IOException {
		try {
			for (int i = 0; i < count; i++) {
				this.rows.read(into, offset + i * BYTES_PER_PIXEL * this.width);
			}
			this.left -= count;
			if (this.left == 0 && !this.rows.isAtEnd()) {
				throw ImageException.Undecodable.damaged(ImageFormat.PNG);
			}
		}
		catch (EOFException ex) {
			throw ImageException.Undecodable.cutShort(ImageFormat.PNG);
		}
	}

	@Override
	public void close() throws IOException {
		try (this.data) {
			this.rows.close();
		}
	}

}
