package dev.dcae.image.jpeg;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import dev.dcae.image.ImageException;

/**
 * The parts of a JPEG file that its pixels are coded in, all that a codec gets to see.
 *
 * @param header of the file
 * @param coded tables, headers and entropy-coded data in their order, without SOI, EOI,
 * comments and application segments
 */
record JpegScans(JpegHeader header, List<ByteBuffer> coded) {

	/**
	 * Progressive files have about ten. Each costs a pass over all blocks, however few
	 * bytes it has: a file of thousands would decode for minutes.
	 */
	private static final int MOST = 100;

	private static final short SOI = (short) 0xffd8;

	private static final short EOI = (short) 0xffd9;

	/**
	 * Walks over the scans to the end of the image.
	 * @throws ImageException.Undecodable if the file is cut short, has another frame or
	 * too many scans
	 */
	static JpegScans read(JpegHeader header) {
		List<ByteBuffer> coded = new ArrayList<>(header.tables());
		int scans = 0;
		try {
			JpegMarkers markers = new JpegMarkers(header.file(), header.scans().orElse(header.file().limit()));
			for (int marker = markers.next(); marker != JpegMarkers.EOI; marker = markers.next()) {
				markers.segment();
				if (markers.isFrame()) {
					throw ImageException.Undecodable.damaged(JpegFormat.TITLE);
				}
				if (marker == JpegMarkers.SOS) {
					scans++;
					markers.addScan();
				}
				if (markers.isCoded()) {
					coded.add(markers.whole());
				}
			}
		}
		catch (IndexOutOfBoundsException ex) {
			ImageException cutShort = ImageException.Undecodable.cutShort(JpegFormat.TITLE);
			cutShort.initCause(ex);
			throw cutShort;
		}
		if (scans > MOST) {
			throw new ImageException.Undecodable(JpegFormat.TITLE, "has too many scans");
		}
		return new JpegScans(header, coded);
	}

	JpegFrame frame() {
		return this.header.frame();
	}

	JpegColour colour() {
		return this.header.colour();
	}

	/**
	 * The length of a file of the coded segments alone.
	 */
	int bytes() {
		return 2 + this.coded.stream().mapToInt(ByteBuffer::limit).sum() + 2;
	}

	/**
	 * Writes a file of the coded segments alone.
	 */
	void writeTo(ByteBuffer file) {
		file.putShort(SOI);
		this.coded.forEach((segment) -> file.put(segment.duplicate()));
		file.putShort(EOI);
	}

}
