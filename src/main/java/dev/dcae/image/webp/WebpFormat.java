package dev.dcae.image.webp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

import dev.dcae.image.ImageFormat;
import dev.dcae.image.Quality;
import dev.dcae.image.RgbImage;
import dev.dcae.image.StoredImage;
import dev.dcae.image.codec.Magic;

/**
 * WebP, lossless at a quality of 100 and lossy below.
 */
public final class WebpFormat extends ImageFormat {

	static final String TITLE = "WebP";

	private final WebpCodec codec = new WebpCodec();

	/**
	 * WebP.
	 */
	public WebpFormat() {
		super(TITLE, "webp", List.of("webp"), 16_383, Quality.BEST);
	}

	@Override
	public boolean recognises(byte[] file) {
		ByteBuffer data = ByteBuffer.wrap(file);
		return Magic.begins(data, "RIFF") && Magic.isAt(data, 8, "WEBP");
	}

	@Override
	protected StoredImage read(byte[] file) {
		return WebpFile.parse(file, this.codec);
	}

	@Override
	protected byte[] write(RgbImage image, Quality quality) throws IOException {
		return this.codec.encode(image, quality);
	}

}
