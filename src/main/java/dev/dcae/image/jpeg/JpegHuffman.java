package dev.dcae.image.jpeg;

import java.nio.ByteBuffer;

import javax.imageio.plugins.jpeg.JPEGHuffmanTable;

/**
 * The Huffman tables of the standard's annex K. Frames of webcams go without tables and
 * mean these; libjpeg-turbo knows that and the JDK's libjpeg does not.
 */
final class JpegHuffman {

	private static final short DHT = (short) 0xffc4;

	private static final int COUNTS = 16;

	private static final int AC = 0x10;

	/**
	 * A segment with all four. A file's own tables, which come later, take their places.
	 */
	static final ByteBuffer STANDARD = segment();

	private JpegHuffman() {
	}

	private static ByteBuffer segment() {
		ByteBuffer segment = ByteBuffer.allocate(512).putShort(DHT).putShort((short) 0);
		put(segment, 0, JPEGHuffmanTable.StdDCLuminance);
		put(segment, 1, JPEGHuffmanTable.StdDCChrominance);
		put(segment, AC, JPEGHuffmanTable.StdACLuminance);
		put(segment, AC | 1, JPEGHuffmanTable.StdACChrominance);
		return segment.putShort(2, (short) (segment.position() - 2)).flip().asReadOnlyBuffer();
	}

	/**
	 * Puts its place, how many codes have each length, and what they stand for.
	 */
	private static void put(ByteBuffer segment, int place, JPEGHuffmanTable table) {
		segment.put((byte) place);
		short[] lengths = table.getLengths();
		for (int i = 0; i < COUNTS; i++) {
			segment.put((byte) ((i < lengths.length) ? lengths[i] : 0));
		}
		for (short value : table.getValues()) {
			segment.put((byte) value);
		}
	}

}
