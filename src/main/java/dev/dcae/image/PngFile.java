package dev.dcae.image;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.InflaterInputStream;

import javax.imageio.IIOException;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;

/**
 * The chunks of a PNG file that bear on its pixels. The walk over them is our own because
 * the JDK's reader, which decodes the pixels, compares no checksum, and because it would
 * inflate whatever text a stranger packed: it gets to see critical chunks only. Colours
 * without an iCCP profile are taken for sRGB: gAMA and cHRM are ignored, as they are
 * wrong more often than they differ from sRGB. Of an animated PNG this is the default
 * picture.
 *
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 * @param header the first chunk
 * @param chunks the first of each type that is known here
 */
record PngFile(int width, int height, PngChunk header, Map<String, PngChunk> chunks) implements ImageFile {

	private static final Set<String> KNOWN = Set.of("IHDR", "PLTE", "IDAT", "IEND", "tRNS", "iCCP", "eXIf");

	private static final int SIGNATURE_BYTES = 8;

	/**
	 * Where the IHDR chunk has it, from the start of the file.
	 */
	private static final int COLOUR_TYPE = 25;

	private static final int INDEXED = 3;

	private static final ByteBuffer EMPTY = ByteBuffer.allocate(0).asReadOnlyBuffer();

	/**
	 * Reads the chunks up to the end of the image or, if it is cut short, of the file.
	 * @throws ImageException.Undecodable if the size makes no sense or is cut short
	 */
	static PngFile parse(byte[] file) {
		Map<String, PngChunk> chunks = new HashMap<>();
		PngChunk header = PngChunk.at(ByteBuffer.wrap(file), SIGNATURE_BYTES);
		if (header == null) {
			throw ImageException.Undecodable.cutShort(ImageFormat.PNG);
		}
		for (PngChunk chunk = header; chunk != null; chunk = chunk.next()) {
			String type = chunk.type();
			boolean known = KNOWN.contains(type);
			if (type.equals("IHDR") != chunks.isEmpty() || (chunk.isCritical() && !known)) {
				throw ImageException.Undecodable.damaged(ImageFormat.PNG);
			}
			if (known) {
				chunks.putIfAbsent(type, chunk);
			}
		}
		int width = header.data().getInt(0);
		int height = header.data().getInt(4);
		if (width < 1 || height < 1 || !header.isIntact()) {
			throw ImageException.Undecodable.damaged(ImageFormat.PNG);
		}
		return new PngFile(width, height, header, chunks);
	}

	@Override
	public Orientation orientation() {
		return Exif.orientation(data("eXIf"));
	}

	@Override
	public Optional<byte[]> profile() {
		return data("iCCP").flatMap(PngFile::inflated);
	}

	@Override
	public Samples samples() throws IOException {
		PngChunk end = this.chunks.get("IEND");
		if (end == null) {
			throw ImageException.Undecodable.cutShort(ImageFormat.PNG);
		}
		byte[] critical = criticalChunks(end);
		Raster raster = ImageIoCodecs.read(ImageFormat.PNG, critical, PngFile::raster);
		ByteBuffer transparency = data("tRNS").orElse(EMPTY);
		return (critical[COLOUR_TYPE] == INDEXED) ? PngSamples.indexed(raster, data("PLTE").orElse(EMPTY), transparency)
				: PngSamples.direct(raster, transparency);
	}

	private Optional<ByteBuffer> data(String type) {
		return Optional.ofNullable(this.chunks.get(type)).map(PngChunk::data);
	}

	/**
	 * The file without what may be left out of it, and with its pixels in one chunk: to
	 * walk over a million takes the reader seconds. It skips checksums.
	 */
	private byte[] criticalChunks(PngChunk end) {
		ByteBuffer file = this.header.file();
		ByteBuffer critical = ByteBuffer.allocate(file.limit() + PngChunk.FRAME_BYTES);
		critical.put(file.slice(0, SIGNATURE_BYTES)).put(this.header.whole());
		Optional.ofNullable(this.chunks.get("PLTE")).ifPresent((palette) -> critical.put(palette.whole()));
		int pixels = critical.position();
		critical.position(pixels + 4).put("IDAT".getBytes(StandardCharsets.US_ASCII));
		for (PngChunk chunk = this.header; chunk != null; chunk = chunk.next()) {
			if ((chunk.isCritical() || chunk.type().equals("tRNS")) && !chunk.isIntact()) {
				throw ImageException.Undecodable.damaged(ImageFormat.PNG);
			}
			if (chunk.type().equals("IDAT")) {
				critical.put(chunk.data());
			}
		}
		critical.putInt(pixels, critical.position() - pixels - 8).putInt(0).put(end.whole());
		return critical.array();
	}

	/**
	 * The samples as they are stored: the indices of a palette, 16 bits as 16.
	 */
	private static Raster raster(ImageReader reader) throws IOException {
		ImageReadParam settings = reader.getDefaultReadParam();
		settings.setDestinationType(reader.getRawImageType(0));
		try {
			return reader.read(0, settings).getRaster();
		}
		catch (IIOException ex) {
			switch (ex.getCause()) {
				case EOFException _ -> throw ImageException.Undecodable.cutShort(ImageFormat.PNG);
				case OutOfMemoryError error -> throw error;
				case null, default -> throw ex;
			}
		}
	}

	/**
	 * The profile of an iCCP chunk: a name, a zero, a compression method, zlib data.
	 * Empty if it is broken or larger than any profile is.
	 */
	private static Optional<byte[]> inflated(ByteBuffer chunk) {
		byte[] data = new byte[chunk.limit()];
		chunk.get(data);
		int name = 0;
		while (name < data.length && data[name] != 0) {
			name++;
		}
		InputStream zlib = new ByteArrayInputStream(data, name + 2, data.length);
		try (InflaterInputStream inflater = new InflaterInputStream(zlib)) {
			byte[] profile = inflater.readNBytes(ColourTransform.MOST_BYTES + 1);
			return (profile.length <= ColourTransform.MOST_BYTES) ? Optional.of(profile) : Optional.empty();
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

}
