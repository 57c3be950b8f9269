package dev.dcae.image.bmp;

import java.nio.ByteBuffer;
import java.util.List;

import dev.dcae.image.ReadableFormat;
import dev.dcae.image.StoredImage;
import dev.dcae.image.codec.Magic;

/**
 * BMP.
 */
public final class BmpFormat extends ReadableFormat {

	static final String TITLE = "BMP";

	/**
	 * BMP.
	 */
	public BmpFormat() {
		super(TITLE, List.of("bmp"));
	}

	/**
	 * Two letters alone also begin texts.
	 */
	@Override
	public boolean recognises(byte[] file) {
		ByteBuffer data = ByteBuffer.wrap(file);
		return Magic.begins(data, "BM") && BmpHeader.isThere(data);
	}

	@Override
	protected StoredImage read(byte[] file) {
		return new BmpFile(file, BmpHeader.read(ByteBuffer.wrap(file)));
	}

}
