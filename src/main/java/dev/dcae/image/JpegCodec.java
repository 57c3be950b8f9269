package dev.dcae.image;

import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Entropy decoding and the cosine transform, by the JDK's libjpeg. It sees only the coded
 * segments, under an application segment made here, so that its own guesses at colours,
 * and its parsing of metadata, have nothing to work on.
 */
final class JpegCodec {

	private static final byte[] SOI = { (byte) 0xff, (byte) 0xd8 };

	private static final byte[] EOI = { (byte) 0xff, (byte) 0xd9 };

	private static final byte[] JFIF = { (byte) 0xff, (byte) 0xe0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 2, 0, 0, 1, 0, 1, 0,
			0 };

	/**
	 * libjpeg decodes on past damage and fills the rest with grey, saying so in a
	 * warning. These warnings are about things that cost no pixel; after any other the
	 * picture is refused.
	 */
	private static final List<String> HARMLESS = List.of("extraneous bytes before marker", "Invalid SOS parameters",
			"JFIF revision number", "Adobe color transform code");

	private JpegCodec() {
	}

	/**
	 * The components, uint8 [height, width, components], all at full resolution.
	 */
	static byte[] decode(JpegFile file) throws IOException {
		boolean[] damaged = new boolean[1];
		ImageReader reader = ImageIoCodecs.jpegReader();
		try (MemoryCacheImageInputStream input = new MemoryCacheImageInputStream(
				new ByteArrayInputStream(withoutMetadata(file)))) {
			reader.addIIOReadWarningListener(
					(source, warning) -> damaged[0] |= HARMLESS.stream().noneMatch(warning::contains));
			reader.setInput(input, true, true);
			Raster raster = reader.readRaster(0, null);
			if (damaged[0]) {
				throw ImageException.Undecodable.damaged(ImageFormat.JPEG);
			}
			return ((DataBufferByte) raster.getDataBuffer()).getData();
		}
		finally {
			reader.dispose();
		}
	}

	private static byte[] withoutMetadata(JpegFile file) {
		byte[] application = switch (file.colour()) {
			case GREY, YCBCR -> JFIF;
			case RGB, CMYK -> adobe(0);
			case YCCK -> adobe(2);
		};
		int bytes = file.coded().stream().mapToInt(ByteBuffer::limit).sum();
		ByteBuffer stripped = ByteBuffer.allocate(SOI.length + application.length + bytes + EOI.length);
		stripped.put(SOI).put(application);
		file.coded().forEach((segment) -> stripped.put(segment.duplicate()));
		return stripped.put(EOI).array();
	}

	private static byte[] adobe(int transform) {
		return new byte[] { (byte) 0xff, (byte) 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0,
				(byte) transform };
	}

}
