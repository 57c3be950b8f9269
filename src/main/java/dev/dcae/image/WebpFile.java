package dev.dcae.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.dcae.image.colour.ColourTransform;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of a WebP file that bear on its pixels.
 *
 * @param file all of it
 * @param size of the canvas
 * @param chunks by type, the first of each that is known here
 * @param complete whether the file is as long as it says
 */
record WebpFile(ByteBuffer file, WebpSize size, Map<String, WebpChunk> chunks, boolean complete) implements ImageFile {

	private static final Set<String> KNOWN = Set.of("VP8X", "VP8 ", "VP8L", "ANIM", "ANMF", "ICCP", "EXIF");

	private static final int FIRST_CHUNK = 12;

	private static final int ANIMATION_FLAG = 0x02;

	/**
	 * Reads the chunks up to the end of the image or, if it is cut short, of the file.
	 * @throws IndexOutOfBoundsException if the file ends before the size
	 * @throws ImageException.Undecodable if the header makes no sense
	 */
	static WebpFile parse(byte[] file) {
		ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
		long end = 8 + Integer.toUnsignedLong(bytes.getInt(4));
		boolean complete = end <= file.length;
		Map<String, WebpChunk> chunks = new HashMap<>();
		WebpSize size = null;
		long position = FIRST_CHUNK;
		while (position < Math.min(end, file.length)) {
			WebpChunk chunk = chunkOrNull(bytes, (int) position);
			if (chunk == null) {
				complete = false;
				break;
			}
			size = (size != null) ? size : WebpSize.read(chunk);
			if (KNOWN.contains(chunk.type())) {
				chunks.putIfAbsent(chunk.type(), chunk);
			}
			position += chunk.bytes();
		}
		if (size == null) {
			throw ImageException.Undecodable.cutShort(ImageFormat.WEBP);
		}
		return new WebpFile(bytes, size, chunks, complete);
	}

	@Override
	public int width() {
		return this.size.width();
	}

	@Override
	public int height() {
		return this.size.height();
	}

	@Override
	public Orientation orientation() {
		return Exif.orientation(data("EXIF"));
	}

	@Override
	public Optional<byte[]> profile() {
		return data("ICCP").filter((data) -> data.limit() <= ColourTransform.MOST_BYTES).map((data) -> {
			byte[] profile = new byte[data.limit()];
			data.get(0, profile);
			return profile;
		});
	}

	@Override
	public Samples samples() throws IOException {
		if (isAnimated()) {
			throw new ImageException.Undecodable(ImageFormat.WEBP, "is animated; only still images are accepted");
		}
		WebpChunk picture = this.chunks.getOrDefault("VP8 ", this.chunks.get("VP8L"));
		if (!this.complete || picture == null) {
			throw ImageException.Undecodable.cutShort(ImageFormat.WEBP);
		}
		// The canvas is what the limits were checked against: the picture must be as
		// large.
		if (!WebpSize.read(picture).equals(this.size)) {
			throw ImageException.Undecodable.damaged(ImageFormat.WEBP);
		}
		return WebpCodec.decode(this.file.array());
	}

	private boolean isAnimated() {
		boolean flag = data("VP8X").map((data) -> (data.get(0) & ANIMATION_FLAG) != 0).orElse(false);
		return flag || this.chunks.containsKey("ANIM") || this.chunks.containsKey("ANMF");
	}

	private Optional<ByteBuffer> data(String type) {
		return Optional.ofNullable(this.chunks.get(type)).map(WebpChunk::data);
	}

	private static @Nullable WebpChunk chunkOrNull(ByteBuffer file, int position) {
		try {
			return WebpChunk.at(file, position);
		}
		catch (IndexOutOfBoundsException ex) {
			return null;
		}
	}

}
