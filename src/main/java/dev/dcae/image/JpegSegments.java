package dev.dcae.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import org.jspecify.annotations.Nullable;

/**
 * Walks the markers of a JPEG file and sorts its segments. Our own because libraries stop
 * at the first scan: behind it is how many there are, and whether the file is whole.
 */
final class JpegSegments {

	private static final int RST0 = 0xd0;

	private static final int RST7 = 0xd7;

	private static final int SOI = 0xd8;

	private static final int EOI = 0xd9;

	private static final int SOS = 0xda;

	private static final int DNL = 0xdc;

	private static final int APP0 = 0xe0;

	private static final int APP1 = 0xe1;

	private static final int APP2 = 0xe2;

	private static final int APP14 = 0xee;

	private static final int APP15 = 0xef;

	private static final int COM = 0xfe;

	private static final int TEM = 0x01;

	private static final int ADOBE_TRANSFORM = 11;

	/**
	 * Some photos have a thousand, of metadata. Each is remembered, and may have only
	 * four bytes.
	 */
	private static final int MOST_SEGMENTS = 20_000;

	private final ByteBuffer file;

	private final List<ByteBuffer> coded = new ArrayList<>();

	private final JpegProfile profile = new JpegProfile();

	private @Nullable JpegFrame frame;

	private @Nullable ByteBuffer exif;

	private boolean jfif;

	private OptionalInt adobeTransform = OptionalInt.empty();

	private int scans;

	private boolean complete;

	JpegSegments(byte[] file) {
		this.file = ByteBuffer.wrap(file);
	}

	JpegFile read() {
		try {
			int position = 2;
			for (int segments = 0; !this.complete; segments++) {
				if (segments > MOST_SEGMENTS) {
					throw new ImageException.Undecodable(ImageFormat.JPEG, "has too many segments");
				}
				position = segment(nextMarker(position));
			}
		}
		catch (IndexOutOfBoundsException ex) {
			// Cut short. What has been seen so far may be enough for the size.
		}
		if (this.frame == null) {
			throw this.complete ? ImageException.Undecodable.damaged(ImageFormat.JPEG)
					: ImageException.Undecodable.cutShort(ImageFormat.JPEG);
		}
		return new JpegFile(this.frame, JpegColour.of(this.frame, this.jfif, this.adobeTransform), this.coded,
				this.scans, this.profile.assembled(), Optional.ofNullable(this.exif), this.complete);
	}

	/**
	 * The position of a marker's second byte, past any bytes that do not belong there, or
	 * that are entropy-coded data: its own 0xff are followed by a zero.
	 */
	private int nextMarker(int from) {
		int position = from;
		while (u8(position) != 0xff || u8(position + 1) == 0xff || u8(position + 1) == 0) {
			position++;
		}
		return position + 1;
	}

	/**
	 * Sorts the segment whose marker is at a position, and returns where it ends.
	 */
	private int segment(int position) {
		int marker = u8(position);
		if (marker == EOI) {
			this.complete = true;
		}
		if (marker == EOI || marker == TEM || isRestart(marker)) {
			return position + 1;
		}
		int length = Short.toUnsignedInt(this.file.getShort(position + 1));
		if (marker == SOI || length < 2) {
			throw ImageException.Undecodable.damaged(ImageFormat.JPEG);
		}
		int end = position + 1 + length;
		ByteBuffer data = this.file.slice(position + 3, length - 2);
		switch (marker) {
			case SOS -> {
				this.scans++;
				end = endOfScan(end);
			}
			// Every SOF; the numbers between are DHT, JPG and DAC.
			case 0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf -> frame(marker, data);
			case APP0 -> this.jfif |= startsWith(data, "JFIF\0");
			case APP1 -> this.exif = (this.exif == null && startsWith(data, Exif.PREFIX)) ? data : this.exif;
			case APP2 -> this.profile.add(data);
			case APP14 -> adobe(data);
			default -> {
			}
		}
		// DNL would define the height a second time, past the limits.
		if ((marker < APP0 || marker > APP15) && marker != COM && marker != DNL) {
			this.coded.add(this.file.slice(position - 1, end - position + 1));
		}
		return end;
	}

	/**
	 * The position of the first marker that is not a restart.
	 */
	private int endOfScan(int from) {
		int marker = nextMarker(from);
		while (isRestart(u8(marker))) {
			marker = nextMarker(marker + 1);
		}
		return marker - 1;
	}

	private void frame(int marker, ByteBuffer data) {
		if (this.frame != null) {
			throw ImageException.Undecodable.damaged(ImageFormat.JPEG);
		}
		this.frame = JpegFrame.read(marker, data);
	}

	private void adobe(ByteBuffer data) {
		if (startsWith(data, "Adobe") && data.limit() > ADOBE_TRANSFORM) {
			this.adobeTransform = OptionalInt.of(data.get(ADOBE_TRANSFORM) & 0xff);
		}
	}

	private int u8(int position) {
		return this.file.get(position) & 0xff;
	}

	private static boolean isRestart(int marker) {
		return marker >= RST0 && marker <= RST7;
	}

	static boolean startsWith(ByteBuffer data, String identifier) {
		ByteBuffer expected = StandardCharsets.US_ASCII.encode(identifier);
		return data.limit() >= expected.limit() && data.slice(0, expected.limit()).equals(expected);
	}

}
