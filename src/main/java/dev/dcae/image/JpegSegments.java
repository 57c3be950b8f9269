package dev.dcae.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import org.jspecify.annotations.Nullable;

/**
 * Walks the markers of a JPEG file and sorts its segments.
 */
final class JpegSegments {

	private static final int SOF0 = 0xc0;

	private static final int DHT = 0xc4;

	private static final int JPG = 0xc8;

	private static final int DAC = 0xcc;

	private static final int SOF15 = 0xcf;

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
	 * The position of a marker's second byte, past any bytes that do not belong there.
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
			return position + 1;
		}
		if (marker == SOI) {
			throw ImageException.Undecodable.damaged(ImageFormat.JPEG);
		}
		if (marker == TEM || (marker >= RST0 && marker <= RST7)) {
			return position + 1;
		}
		int length = Short.toUnsignedInt(this.file.getShort(position + 1));
		if (length < 2) {
			throw ImageException.Undecodable.damaged(ImageFormat.JPEG);
		}
		int end = position + 1 + length;
		ByteBuffer data = this.file.slice(position + 3, length - 2);
		if (marker == SOS) {
			this.scans++;
			end = endOfScan(end);
		}
		else if (isFrame(marker)) {
			if (this.frame != null) {
				throw ImageException.Undecodable.damaged(ImageFormat.JPEG);
			}
			this.frame = JpegFrame.read(marker, data);
		}
		if (marker >= APP0 && marker <= APP15) {
			application(marker, data);
		}
		else if (marker != COM && marker != DNL) {
			// DNL would define the height a second time, past the limits.
			this.coded.add(this.file.slice(position - 1, end - position + 1));
		}
		return end;
	}

	/**
	 * Entropy-coded data ends at the first marker that is not a restart. Its own 0xff are
	 * followed by a zero.
	 */
	private int endOfScan(int from) {
		int position = from;
		while (true) {
			if (u8(position) == 0xff) {
				int next = u8(position + 1);
				if (next != 0 && next != 0xff && (next < RST0 || next > RST7)) {
					return position;
				}
			}
			position++;
		}
	}

	private void application(int marker, ByteBuffer data) {
		if (marker == APP0 && startsWith(data, "JFIF\0")) {
			this.jfif = true;
		}
		else if (marker == APP1 && this.exif == null && Exif.hasPrefix(data)) {
			this.exif = data;
		}
		else if (marker == APP2 && startsWith(data, JpegProfile.IDENTIFIER)) {
			this.profile.add(data);
		}
		else if (marker == APP14 && startsWith(data, "Adobe") && data.limit() > ADOBE_TRANSFORM) {
			this.adobeTransform = OptionalInt.of(data.get(ADOBE_TRANSFORM) & 0xff);
		}
	}

	private int u8(int position) {
		return this.file.get(position) & 0xff;
	}

	private static boolean isFrame(int marker) {
		return marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC;
	}

	private static boolean startsWith(ByteBuffer data, String identifier) {
		byte[] expected = identifier.getBytes(StandardCharsets.US_ASCII);
		return data.limit() >= expected.length && data.slice(0, expected.length).equals(ByteBuffer.wrap(expected));
	}

}
