package dev.dcae.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The one EXIF tag that matters here. A full metadata library would also unpack maker
 * notes, thumbnails and text of strangers.
 */
final class Exif {

	private static final int ORIENTATION = 0x0112;

	private static final int TYPE_SHORT = 3;

	private static final int TYPE_LONG = 4;

	private static final int ENTRY_BYTES = 12;

	/**
	 * {@code Exif\0\0}, which JPEG requires and other formats sometimes have.
	 */
	private static final int PREFIX_BYTES = 6;

	private Exif() {
	}

	/**
	 * The orientation in a block of EXIF data; upright if there is none or it is broken.
	 */
	static Orientation orientation(Optional<ByteBuffer> exif) {
		try {
			return exif.map(Exif::read).orElse(Orientation.NONE);
		}
		catch (IndexOutOfBoundsException ex) {
			return Orientation.NONE;
		}
	}

	static boolean hasPrefix(ByteBuffer data) {
		ByteBuffer bigEndian = data.duplicate();
		return data.limit() >= PREFIX_BYTES && bigEndian.getInt(0) == 0x45786966 && bigEndian.getShort(4) == 0;
	}

	private static Orientation read(ByteBuffer data) {
		ByteBuffer tiff = hasPrefix(data) ? data.slice(PREFIX_BYTES, data.limit() - PREFIX_BYTES)
				: data.slice(0, data.limit());
		tiff.order((tiff.getShort(0) == 0x4949) ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
		int directory = tiff.getInt(4);
		int entries = Short.toUnsignedInt(tiff.getShort(directory));
		for (int i = 0; i < entries; i++) {
			int entry = directory + 2 + i * ENTRY_BYTES;
			if (Short.toUnsignedInt(tiff.getShort(entry)) == ORIENTATION) {
				return switch (tiff.getShort(entry + 2)) {
					case TYPE_SHORT -> Orientation.of(tiff.getShort(entry + 8));
					case TYPE_LONG -> Orientation.of(tiff.getInt(entry + 8));
					default -> Orientation.NONE;
				};
			}
		}
		return Orientation.NONE;
	}

}
