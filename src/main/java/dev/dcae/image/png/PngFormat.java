package dev.dcae.image.png;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

import dev.dcae.image.ImageFormat;
import dev.dcae.image.Quality;
import dev.dcae.image.RgbImage;
import dev.dcae.image.StoredImage;

/**
 * PNG, lossless at any quality.
 */
public final class PngFormat extends ImageFormat {

	static final String TITLE = "PNG";

	/**
	 * PNG.
	 */
	public PngFormat() {
		super(TITLE, "png", List.of("png"), Integer.MAX_VALUE, Quality.BEST);
	}

	@Override
	public List<String> mediaTypeAliases() {
		return List.of("image/x-png");
	}

	@Override
	public boolean recognises(byte[] file) {
		return file.length >= Long.BYTES && ByteBuffer.wrap(file).getLong() == PngHeader.SIGNATURE;
	}

	@Override
	protected StoredImage read(byte[] file) {
		return PngFile.parse(file);
	}

	@Override
	protected byte[] write(RgbImage image, Quality quality) throws IOException {
		return PngWriter.write(image);
	}

}
