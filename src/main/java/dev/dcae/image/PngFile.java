package dev.dcae.image;

import java.nio.ByteBuffer;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The chunks of a PNG file that bear on its pixels. The others (text, time, gamma and
 * chromaticities) are stepped over unread, so nothing in them can grow. Colours without
 * an iCCP profile are taken for sRGB: gAMA and cHRM are ignored, as they are wrong more
 * often than they differ from sRGB. Of an animated PNG this is the default picture.
 *
 * @param header of the pixels
 * @param chunks all of them
 * @param palette RGB triples; empty unless there is a PLTE chunk
 * @param transparency the tRNS chunk; empty if there is none
 * @param iccp the chunk of the compressed profile
 * @param exif the eXIf chunk
 * @param complete whether the IEND chunk was reached
 */
record PngFile(PngHeader header, PngChunks chunks, ByteBuffer palette, ByteBuffer transparency,
		Optional<ByteBuffer> iccp, Optional<ByteBuffer> exif, boolean complete) implements ImageFile {

	private static final ByteBuffer EMPTY = ByteBuffer.allocate(0).asReadOnlyBuffer();

	/**
	 * Reads the chunks up to the end of the image or, if it is cut short, of the file.
	 * @throws ImageException.Undecodable if the header makes no sense or is cut short
	 */
	static PngFile parse(byte[] file) {
		PngChunks chunks = new PngChunks(ByteBuffer.wrap(file));
		PngHeader header = null;
		ByteBuffer palette = EMPTY;
		ByteBuffer transparency = EMPTY;
		ByteBuffer iccp = null;
		ByteBuffer exif = null;
		boolean complete = false;
		for (PngChunk chunk : chunks) {
			if ((header == null) != chunk.type().equals("IHDR")) {
				throw ImageException.Undecodable.damaged(ImageFormat.PNG);
			}
			switch (chunk.type()) {
				case "IHDR" -> header = PngHeader.read(chunk);
				case "PLTE" -> palette = chunk.data();
				case "tRNS" -> transparency = chunk.data();
				case "iCCP" -> iccp = first(iccp, chunk);
				case "eXIf" -> exif = first(exif, chunk);
				case "IEND" -> complete = true;
				case "IDAT" -> {
				}
				default -> {
					if (chunk.isCritical()) {
						throw ImageException.Undecodable.damaged(ImageFormat.PNG);
					}
				}
			}
		}
		if (header == null) {
			throw ImageException.Undecodable.cutShort(ImageFormat.PNG);
		}
		return new PngFile(header, chunks, palette, transparency, Optional.ofNullable(iccp), Optional.ofNullable(exif),
				complete);
	}

	@Override
	public int width() {
		return this.header.width();
	}

	@Override
	public int height() {
		return this.header.height();
	}

	@Override
	public Orientation orientation() {
		return Exif.orientation(this.exif);
	}

	@Override
	public Optional<byte[]> profile() {
		return this.iccp.flatMap(PngProfile::inflate);
	}

	@Override
	public Samples samples() {
		if (!this.complete) {
			throw ImageException.Undecodable.cutShort(ImageFormat.PNG);
		}
		for (PngChunk chunk : this.chunks) {
			if ((chunk.isCritical() || chunk.type().equals("tRNS")) && !chunk.isIntact()) {
				throw ImageException.Undecodable.damaged(ImageFormat.PNG);
			}
		}
		return PngPixels.decode(this);
	}

	private static ByteBuffer first(@Nullable ByteBuffer before, PngChunk chunk) {
		return (before != null) ? before : chunk.data();
	}

}
