package dev.dcae.image.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Letters that tell what data is.
 */
public final class Magic {

	private Magic() {
	}

	/**
	 * Tells whether data begins with some letters.
	 * @param data up to its limit, whatever its position
	 * @param letters Latin-1
	 */
	public static boolean begins(ByteBuffer data, String letters) {
		return isAt(data, 0, letters);
	}

	/**
	 * Tells whether data has some letters at an offset.
	 * @param data up to its limit, whatever its position
	 * @param letters Latin-1
	 */
	public static boolean isAt(ByteBuffer data, int offset, String letters) {
		ByteBuffer expected = StandardCharsets.ISO_8859_1.encode(letters);
		return data.limit() >= offset + expected.limit() && data.slice(offset, expected.limit()).equals(expected);
	}

}
