package dev.dcae.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * The segments of a JPEG file that bear on its pixels. What decodes them sees only the
 * coded ones.
 *
 * @param frame the size and the components
 * @param colour what the components are
 * @param coded tables, headers and entropy-coded data in their order, without SOI, EOI,
 * comments and application segments
 * @param scans how many passes over the picture there are
 * @param profile the ICC profile
 * @param exif the EXIF segment
 * @param complete whether the EOI marker was reached
 */
record JpegFile(JpegFrame frame, JpegColour colour, List<ByteBuffer> coded, int scans, Optional<byte[]> profile,
		Optional<ByteBuffer> exif, boolean complete) implements ImageFile {

	/**
	 * Progressive files have about ten. Each costs a pass over all blocks, however few
	 * bytes it has: a file of thousands would decode for minutes.
	 */
	private static final int MOST_SCANS = 100;

	private static final short SOI = (short) 0xffd8;

	private static final short EOI = (short) 0xffd9;

	/**
	 * Reads the segments up to the end of the image or, if it is cut short, of the file.
	 * @throws ImageException.Undecodable if there is no size, or it makes no sense
	 */
	static JpegFile parse(byte[] file) {
		return new JpegSegments(file).read();
	}

	@Override
	public int width() {
		return this.frame.width();
	}

	@Override
	public int height() {
		return this.frame.height();
	}

	@Override
	public Orientation orientation() {
		return Exif.orientation(this.exif);
	}

	@Override
	public Samples samples() throws IOException {
		if (!this.complete) {
			throw ImageException.Undecodable.cutShort(ImageFormat.JPEG);
		}
		if (this.scans > MOST_SCANS) {
			throw new ImageException.Undecodable(ImageFormat.JPEG, "has too many scans");
		}
		return JpegCodecs.current.decode(this);
	}

	/**
	 * A file of the coded segments alone, filled to the limit of its array.
	 */
	ByteBuffer withoutMetadata() {
		int bytes = this.coded.stream().mapToInt(ByteBuffer::limit).sum();
		ByteBuffer stripped = ByteBuffer.allocate(2 + bytes + 2).putShort(SOI);
		this.coded.forEach((segment) -> stripped.put(segment.duplicate()));
		return stripped.putShort(EOI).flip();
	}

}
