package dev.dcae.image.webp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A part of a WebP file: a type, a length, the data, and a byte of padding if the length
 * is odd.
 *
 * @param type four characters
 * @param data a view of the file, little-endian
 */
record WebpChunk(String type, ByteBuffer data) {

	static final int HEADER_BYTES = 8;

	/**
	 * The chunk at a position of a little-endian file.
	 * @throws IndexOutOfBoundsException if the file ends within it
	 */
	static WebpChunk at(ByteBuffer file, int position) {
		byte[] type = new byte[4];
		file.get(position, type);
		int length = file.getInt(position + 4);
		return new WebpChunk(new String(type, StandardCharsets.ISO_8859_1),
				file.slice(position + HEADER_BYTES, length).order(ByteOrder.LITTLE_ENDIAN));
	}

	/**
	 * The bytes that the chunk takes in the file.
	 */
	long bytes() {
		return HEADER_BYTES + this.data.limit() + (this.data.limit() & 1L);
	}

}
