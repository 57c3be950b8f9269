package dev.dcae.image.gif;

import java.nio.ByteBuffer;
import java.util.List;

import dev.dcae.image.ReadableFormat;
import dev.dcae.image.StoredImage;
import dev.dcae.image.codec.Magic;

/**
 * GIF, of which the first frame is read.
 */
public final class GifFormat extends ReadableFormat {

	static final String TITLE = "GIF";

	/**
	 * GIF.
	 */
	public GifFormat() {
		super(TITLE, List.of("gif"));
	}

	@Override
	public boolean recognises(byte[] file) {
		ByteBuffer data = ByteBuffer.wrap(file);
		return Magic.begins(data, "GIF87a") || Magic.begins(data, "GIF89a");
	}

	@Override
	protected StoredImage read(byte[] file) {
		return GifFile.parse(file);
	}

}
