package dev.dcae.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * A part of a PNG file: a length, a type, the data, and a checksum over type and data.
 *
 * @param type four letters
 * @param data a view of the file
 * @param end where the chunk ends in the file
 */
record PngChunk(String type, ByteBuffer data, int end, ByteBuffer typeAndData, int checksum) {

	/**
	 * The chunk at a position.
	 * @throws IndexOutOfBoundsException if the file ends within it
	 */
	static PngChunk at(ByteBuffer file, int position) {
		int length = file.getInt(position);
		ByteBuffer data = file.slice(position + 8, length);
		byte[] type = new byte[4];
		file.get(position + 4, type);
		return new PngChunk(new String(type, StandardCharsets.ISO_8859_1), data, position + 12 + length,
				file.slice(position + 4, 4 + length), file.getInt(position + 8 + length));
	}

	boolean isIntact() {
		CRC32 crc = new CRC32();
		crc.update(this.typeAndData.duplicate());
		return (int) crc.getValue() == this.checksum;
	}

	/**
	 * Whether a decoder that does not know this type must give up: a capital first
	 * letter.
	 */
	boolean isCritical() {
		return (this.type.charAt(0) & 0x20) == 0;
	}

}
