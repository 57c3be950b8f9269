package dev.dcae.image.webp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

import dev.dcae.image.ImageException;
import dev.dcae.image.Samples;

/**
 * A frame of an animation: an image somewhere on the canvas, which is transparent around
 * it, as browsers have it whatever its background is said to be.
 *
 * @param x of its left edge on the canvas, in pixels
 * @param y of its upper edge
 * @param size of it
 * @param chunks of the image
 */
record WebpFrame(int x, int y, WebpSize size, WebpChunks chunks) {

	private static final int BITS_24 = 0xffffff;

	private static final int HEADER_BYTES = 16;

	private static final byte OPAQUE = (byte) 255;

	/**
	 * Reads the data of an ANMF chunk.
	 * @throws IndexOutOfBoundsException if it ends within its header
	 */
	static WebpFrame read(ByteBuffer data) {
		return new WebpFrame(2 * (data.getInt(0) & BITS_24), 2 * (data.getInt(3) & BITS_24),
				new WebpSize(1 + (data.getInt(6) & BITS_24), 1 + (data.getInt(9) & BITS_24)),
				WebpChunks.read(data, HEADER_BYTES));
	}

	/**
	 * The canvas with this frame on it.
	 * @throws ImageException.Undecodable if the frame reaches beyond the canvas
	 */
	Samples on(WebpSize canvas, WebpCodec codec) throws IOException {
		if (this.x > canvas.width() - this.size.width() || this.y > canvas.height() - this.size.height()) {
			throw ImageException.Undecodable.damaged(WebpFormat.TITLE);
		}
		Samples image = codec.decode(this.chunks.still(this.chunks.image(this.size)));
		return this.size.equals(canvas) ? image : placed(image, canvas);
	}

	private Samples placed(Samples image, WebpSize canvas) {
		int pixels = canvas.width() * canvas.height();
		byte[] colour = new byte[3 * pixels];
		byte[] alpha = new byte[pixels];
		for (int row = 0; row < image.height(); row++) {
			int from = row * image.width();
			int to = (this.y + row) * canvas.width() + this.x;
			System.arraycopy(image.colour(), 3 * from, colour, 3 * to, 3 * image.width());
			if (image.alpha() != null) {
				System.arraycopy(image.alpha(), from, alpha, to, image.width());
			}
			else {
				Arrays.fill(alpha, to, to + image.width(), OPAQUE);
			}
		}
		return new Samples(canvas.width(), canvas.height(), 3, colour, alpha);
	}

}
