package dev.dcae.image.webp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.dcae.image.ImageException;
import dev.dcae.image.Orientation;
import dev.dcae.image.Samples;
import dev.dcae.image.StoredImage;
import dev.dcae.image.codec.Exif;
import dev.dcae.image.colour.ColourTransform;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of a WebP file that bear on its pixels.
 *
 * @param file all of it
 * @param size of the canvas
 * @param chunks by type, the first of each that is known here
 * @param complete whether the file is as long as it says
 * @param codec that decodes it
 */
record WebpFile(ByteBuffer file, WebpSize size, Map<String, WebpChunk> chunks, boolean complete,
		WebpCodec codec) implements StoredImage {

	private static final Set<String> KNOWN = Set.of("VP8X", "VP8 ", "VP8L", "ANIM", "ANMF", "ICCP", "EXIF");

	private static final int FIRST_CHUNK = 12;

	private static final int ANIMATION_FLAG = 0x02;

	/**
	 * Reads the chunks up to the end of the image or, if it is cut short, of the file.
	 * @throws IndexOutOfBoundsException if the file ends before the size
	 * @throws ImageException.Undecodable if the header makes no sense
	 */
	static WebpFile parse(byte[] file, WebpCodec codec) {
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
			throw ImageException.Undecodable.cutShort(WebpFormat.TITLE);
		}
		return new WebpFile(bytes, size, chunks, complete, codec);
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
			throw new ImageException.Undecodable(WebpFormat.TITLE, "is animated; only still images are accepted");
		}
		WebpChunk image = this.chunks.getOrDefault("VP8 ", this.chunks.get("VP8L"));
		if (!this.complete || image == null) {
			throw ImageException.Undecodable.cutShort(WebpFormat.TITLE);
		}
		// The canvas is what the limits were checked against: the image must be as
		// large.
		if (!WebpSize.read(image).equals(this.size)) {
			throw ImageException.Undecodable.damaged(WebpFormat.TITLE);
		}
		return this.codec.decode(this.file.array());
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
