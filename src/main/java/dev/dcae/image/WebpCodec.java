package dev.dcae.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;

import com.luciad.imageio.webp.CompressionType;
import com.luciad.imageio.webp.WebPWriteParam;

/**
 * libwebp behind ImageIO. It steps over metadata unread.
 */
final class WebpCodec {

	private WebpCodec() {
	}

	static Samples decode(byte[] file) throws IOException {
		try {
			return samples(ImageIoCodecs.read(ImageFormat.WEBP, file, (reader) -> reader.read(0)));
		}
		catch (OutOfMemoryError ex) {
			// libwebp also calls it "out of memory" when an alpha plane makes no sense.
			// The JVM's own errors have a message.
			if (ex.getMessage() != null) {
				throw ex;
			}
			throw ImageException.Undecodable.damaged(ImageFormat.WEBP, ex);
		}
	}

	/**
	 * Splits 0xAARRGGBB, which libwebp does not premultiply.
	 */
	private static Samples samples(BufferedImage image) {
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
		return new Samples(image.getWidth(), image.getHeight(), 3, colour, alpha);
	}

	static byte[] encode(RgbImage image, Quality quality) throws IOException {
		boolean lossless = quality.percent() == 100;
		return ImageIoCodecs.write(ImageFormat.WEBP, image, (settings) -> {
			WebPWriteParam webp = (WebPWriteParam) settings;
			webp.setCompressionType(lossless ? CompressionType.Lossless : CompressionType.Lossy);
			if (lossless) {
				// Here quality means effort. The least is as fast as PNG, for files a
				// fifth smaller; the most takes ten times as long for 10 to 30 % more.
				webp.setMethod(0);
				webp.setCompressionQuality(0);
			}
			else {
				webp.setCompressionQuality(quality.percent() / 100f);
			}
		});
	}

}
