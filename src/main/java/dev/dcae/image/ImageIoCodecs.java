package dev.dcae.image;

import java.io.IOException;
import java.util.function.Function;

import javax.imageio.IIOImage;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.spi.ImageWriterSpi;

import com.luciad.imageio.webp.WebPImageReaderSpi;
import com.luciad.imageio.webp.WebPImageWriterSpi;

/**
 * The codecs behind ImageIO, each by name: what a registry finds first depends on the
 * class path and on the thread that asked first.
 */
final class ImageIoCodecs {

	private static final ImageReaderSpi PNG_READER = jdk(ImageReaderSpi.class,
			"com.sun.imageio.plugins.png.PNGImageReaderSpi");

	private static final ImageReaderSpi JPEG_READER = jdk(ImageReaderSpi.class,
			"com.sun.imageio.plugins.jpeg.JPEGImageReaderSpi");

	private static final ImageWriterSpi JPEG_WRITER = jdk(ImageWriterSpi.class,
			"com.sun.imageio.plugins.jpeg.JPEGImageWriterSpi");

	private static final ImageReaderSpi WEBP_READER = new WebPImageReaderSpi();

	private static final ImageWriterSpi WEBP_WRITER = new WebPImageWriterSpi();

	private ImageIoCodecs() {
	}

	/**
	 * Lets a reader work on a file.
	 */
	static <T> T read(ImageFormat format, byte[] file, Reading<T> reading) throws IOException {
		ImageReader reader = switch (format) {
			case PNG -> PNG_READER.createReaderInstance();
			case JPEG -> JPEG_READER.createReaderInstance();
			case WEBP -> WEBP_READER.createReaderInstance();
		};
		try (MemoryFile input = new MemoryFile(file)) {
			reader.setInput(input, true, true);
			return reading.with(reader);
		}
		finally {
			reader.dispose();
		}
	}

	/**
	 * Lets a writer make a file in memory.
	 * @param settings of the writer
	 */
	static byte[] write(ImageFormat format, RgbImage image, Function<ImageWriter, ImageWriteParam> settings)
			throws IOException {
		ImageWriter writer = switch (format) {
			case JPEG -> JPEG_WRITER.createWriterInstance();
			case WEBP -> WEBP_WRITER.createWriterInstance();
			case PNG -> throw new IllegalArgumentException("PNG is written by PngWriter");
		};
		try (MemoryFile output = new MemoryFile()) {
			writer.setOutput(output);
			writer.write(null, new IIOImage(image.asBufferedImage(), null, null), settings.apply(writer));
			return output.toBytes();
		}
		finally {
			writer.dispose();
		}
	}

	/**
	 * The JDK does not export its providers, but registers them.
	 */
	private static <T> T jdk(Class<T> category, String name) {
		var providers = IIORegistry.getDefaultInstance().getServiceProviders(category, false);
		while (providers.hasNext()) {
			T provider = providers.next();
			if (provider.getClass().getName().equals(name)) {
				return provider;
			}
		}
		throw new IllegalStateException("This JDK has no " + name);
	}

	/**
	 * What to do with a reader that has its input.
	 */
	@FunctionalInterface
	interface Reading<T> {

		T with(ImageReader reader) throws IOException;

	}

}
