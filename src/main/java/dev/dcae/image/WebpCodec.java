package dev.dcae.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decoding by libwebp. It sees a file made here of the picture and its alpha only.
 */
final class WebpCodec {

	private static final int RIFF_HEADER_BYTES = 12;

	private static final int ALPHA_FLAG = 0x10;

	private WebpCodec() {
	}

	static Samples decode(WebpChunk picture, Optional<WebpChunk> alpha, WebpSize size) throws IOException {
		ImageReader reader = ImageIoCodecs.webpReader();
		try (MemoryCacheImageInputStream input = new MemoryCacheImageInputStream(
				new ByteArrayInputStream(withoutMetadata(picture, alpha, size)))) {
			reader.setInput(input, true, true);
			return samples(reader.read(0), size);
		}
		catch (OutOfMemoryError ex) {
			// libwebp also calls it "out of memory" when an alpha plane makes no sense.
			// The
			// JVM's own errors have a message.
			if (ex.getMessage() != null) {
				throw ex;
			}
			throw ImageException.Undecodable.damaged(ImageFormat.WEBP, ex);
		}
		finally {
			reader.dispose();
		}
	}

	/**
	 * Splits 0xAARRGGBB, which libwebp does not premultiply.
	 */
	private static Samples samples(BufferedImage image, WebpSize size) {
		int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
		byte[] colour = new byte[3 * pixels.length];
		byte[] alpha = image.getColorModel().hasAlpha() ? new byte[pixels.length] : null;
		for (int i = 0; i < pixels.length; i++) {
			colour[3 * i] = (byte) (pixels[i] >> 16);
			colour[3 * i + 1] = (byte) (pixels[i] >> 8);
			colour[3 * i + 2] = (byte) pixels[i];
			if (alpha != null) {
				alpha[i] = (byte) (pixels[i] >> 24);
			}
		}
		return new Samples(size.width(), size.height(), 3, colour, alpha);
	}

	private static byte[] withoutMetadata(WebpChunk picture, Optional<WebpChunk> alpha, WebpSize size) {
		// A VP8L picture has its own alpha.
		Optional<WebpChunk> plane = alpha.filter((chunk) -> picture.type().equals("VP8 "));
		Optional<WebpChunk> canvas = plane.map((chunk) -> canvasWithAlpha(size));
		long bytes = RIFF_HEADER_BYTES + picture.bytes() + plane.map(WebpChunk::bytes).orElse(0L)
				+ canvas.map(WebpChunk::bytes).orElse(0L);
		ByteBuffer file = ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
		file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(file.limit() - 8);
		file.put("WEBP".getBytes(StandardCharsets.US_ASCII));
		canvas.ifPresent((chunk) -> chunk.writeTo(file));
		plane.ifPresent((chunk) -> chunk.writeTo(file));
		picture.writeTo(file);
		return file.array();
	}

	private static WebpChunk canvasWithAlpha(WebpSize size) {
		ByteBuffer data = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN);
		data.putInt(0, ALPHA_FLAG).putInt(6, (size.height() - 1) << 8);
		// Three bytes, of which the height's four have overwritten none but the last.
		data.putShort(4, (short) (size.width() - 1)).put(6, (byte) ((size.width() - 1) >> 16));
		return new WebpChunk("VP8X", data);
	}

}
