package dev.dcae.image;

import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.InflaterInputStream;

import javax.imageio.IIOException;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;

import dev.dcae.image.colour.ColourTransform;

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
	 * Where the data of the IHDR chunk has it.
	 */
	private static final int DEPTH = 8;

	private static final int COLOUR_TYPE = 9;

	private static final int INDEXED = 3;

	/**
	 * The samples of a pixel, by the colour type; none of a type that there is not.
	 */
	private static final int[] BANDS = { 1, 0, 3, 1, 2, 0, 4 };

	/**
	 * What follows the colour type: deflate, adaptive filters, not interlaced.
	 */
	private static final ByteBuffer PLAIN = ByteBuffer.wrap(new byte[3]).asReadOnlyBuffer();

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
		requireIntactChunks();
		int colourType = this.header.data().get(COLOUR_TYPE);
		Raster raster = isInWholeBytes() ? raster(BANDS[colourType])
				: ImageIoCodecs.read(ImageFormat.PNG, criticalChunks(end), PngFile::raster);
		ByteBuffer transparency = data("tRNS").orElse(EMPTY);
		return (colourType == INDEXED) ? PngSamples.indexed(raster, data("PLTE").orElse(EMPTY), transparency)
				: PngSamples.direct(raster, transparency);
	}

	/**
	 * Whether the samples have 8 bits and the rows their order, as of nearly all files:
	 * no need for the JDK's reader, which takes longer.
	 */
	private boolean isInWholeBytes() {
		ByteBuffer kind = this.header.data();
		int colourType = kind.get(COLOUR_TYPE);
		return kind.get(DEPTH) == 8 && colourType >= 0 && colourType < BANDS.length && BANDS[colourType] > 0
				&& kind.slice(COLOUR_TYPE + 1, kind.limit() - COLOUR_TYPE - 1).equals(PLAIN);
	}

	private Raster raster(int bands) throws IOException {
		byte[] samples = new byte[bands * this.width * this.height];
		Iterator<PngChunk> pixels = pixels().iterator();
		try (PngRows rows = new PngRows((inflater) -> {
			boolean more = pixels.hasNext();
			if (more) {
				inflater.setInput(pixels.next().data());
			}
			return more;
		}, this.width, bands)) {
			for (int row = 0; row < this.height; row++) {
				rows.read(samples, row * bands * this.width);
			}
		}
		int[] offsets = new int[bands];
		Arrays.setAll(offsets, (i) -> i);
		return Raster.createInterleavedRaster(new DataBufferByte(samples, samples.length), this.width, this.height,
				bands * this.width, bands, offsets, null);
	}

	private Stream<PngChunk> pixels() {
		return all().filter((chunk) -> chunk.type().equals("IDAT"));
	}

	private Stream<PngChunk> all() {
		return Stream.iterate(this.header, Objects::nonNull, PngChunk::next);
	}

	private void requireIntactChunks() {
		if (all().anyMatch((chunk) -> (chunk.isCritical() || chunk.type().equals("tRNS")) && !chunk.isIntact())) {
			throw ImageException.Undecodable.damaged(ImageFormat.PNG);
		}
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
		pixels().forEach((chunk) -> critical.put(chunk.data()));
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
