/*
 * Copyright 2026 the dcae authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.dcae.image.png;

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
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.InflaterInputStream;

import javax.imageio.IIOException;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;

import dev.dcae.image.ImageException;
import dev.dcae.image.Orientation;
import dev.dcae.image.Samples;
import dev.dcae.image.StoredImage;
import dev.dcae.image.codec.Exif;
import dev.dcae.image.codec.ImageIoCodecs;
import dev.dcae.image.colour.ColourTransform;

/**
 * The chunks of a PNG file that bear on its pixels. The walk over them is our own because
 * the JDK's reader, which decodes the pixels, compares no checksum, and because it would
 * inflate whatever text a stranger packed: it gets to see critical chunks only. Colours
 * without an iCCP profile are taken for sRGB: gAMA and cHRM are ignored, as they are
 * wrong more often than they differ from sRGB. Of an animated PNG this is the default
 * image.
 *
 * @param header the data of the first chunk
 * @param first the first chunk
 * @param chunks the first of each type that is known here
 * @param end the position behind the last chunk
 */
record PngFile(PngHeader header, PngChunk first, Map<String, PngChunk> chunks, int end) implements StoredImage {

	private static final ImageReaderSpi READER = ImageIoCodecs.jdk(ImageReaderSpi.class, "png.PNGImageReaderSpi");

	private static final Set<String> KNOWN = Set.of(PngChunk.IHDR, PngChunk.PLTE, PngChunk.IDAT, PngChunk.IEND,
			PngChunk.TRNS, PngChunk.ICCP, PngChunk.EXIF);

	/**
	 * An IEND chunk with its checksum.
	 */
	private static final ByteBuffer END = ByteBuffer.wrap(HexFormat.of().parseHex("0000000049454e44ae426082"))
		.asReadOnlyBuffer();

	/**
	 * The type under which the chunk with EXIF in digits is kept.
	 */
	private static final String RAW_EXIF = "raw profile";

	private static final int PROFILE_STEP = 1 << 14;

	private static final ByteBuffer EMPTY = ByteBuffer.allocate(0).asReadOnlyBuffer();

	/**
	 * Reads the chunks up to the end of the image or, if it is cut short, of the file.
	 * @throws ImageException.Undecodable if the size makes no sense or is cut short
	 */
	static PngFile parse(byte[] file) {
		Map<String, PngChunk> chunks = new HashMap<>();
		PngChunk first = PngChunk.at(ByteBuffer.wrap(file), Long.BYTES);
		if (first == null) {
			throw ImageException.Undecodable.cutShort(PngFormat.TITLE);
		}
		int end = file.length;
		for (PngChunk chunk = first; chunk != null && end == file.length; chunk = chunk.next()) {
			String type = chunk.type();
			boolean known = KNOWN.contains(type);
			if (isGarbage(chunk, known, chunks)) {
				end = chunk.start();
			}
			else if (type.equals(PngChunk.IHDR) != chunks.isEmpty() || (chunk.isCritical() && !known)) {
				throw ImageException.Undecodable.damaged(PngFormat.TITLE);
			}
			else if (known) {
				chunks.putIfAbsent(type, chunk);
			}
			else if (PngRawProfile.isIn(chunk, type)) {
				chunks.putIfAbsent(RAW_EXIF, chunk);
			}
		}
		if (first.length() != PngHeader.BYTES || !first.isIntact()) {
			throw ImageException.Undecodable.damaged(PngFormat.TITLE);
		}
		PngHeader header = PngHeader.read(first.data());
		if (header.width() < 1 || header.height() < 1) {
			throw ImageException.Undecodable.damaged(PngFormat.TITLE);
		}
		return new PngFile(header, first, chunks, end);
	}

	/**
	 * Tells whether bytes behind the pixels only look like a chunk.
	 */
	private static boolean isGarbage(PngChunk chunk, boolean known, Map<String, PngChunk> before) {
		return before.containsKey(PngChunk.IDAT) && !known && chunk.isCritical() && !chunk.isIntact();
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
		return Exif.orientation(data(PngChunk.EXIF)
			.or(() -> Optional.ofNullable(this.chunks.get(RAW_EXIF)).flatMap(PngRawProfile::exif)));
	}

	@Override
	public Optional<byte[]> profile() {
		return data(PngChunk.ICCP).flatMap((chunk) -> {
			try (InputStream profile = inflated(chunk)) {
				return Optional.of(profile.readNBytes(ColourTransform.MOST_BYTES + 1))
					.filter((bytes) -> bytes.length <= ColourTransform.MOST_BYTES);
			}
			catch (IOException ex) {
				return Optional.empty();
			}
		});
	}

	@Override
	public boolean isEndDamaged() {
		PngChunk last = this.chunks.get(PngChunk.IEND);
		return last == null || !last.isIntact();
	}

	/**
	 * What the JDK reads is there once more: the file while it is read, then the samples
	 * as they are stored, while colours and alpha are made of them.
	 */
	@Override
	public long decoding() {
		long usual = StoredImage.super.decoding();
		long profile = COPIES_OF_A_PROFILE * profileBytes();
		if (this.header.isInWholeBytes()) {
			return usual + profile;
		}
		long stored = (long) this.header.samples() * Math.ceilDiv(this.header.depth(), Byte.SIZE);
		return Math.max(usual, (stored + 1) * width() * height()) + this.first.file().limit() + profile;
	}

	@Override
	public Samples samples() throws IOException {
		if (!this.chunks.containsKey(PngChunk.IDAT) && !this.chunks.containsKey(PngChunk.IEND)) {
			throw ImageException.Undecodable.cutShort(PngFormat.TITLE);
		}
		ByteBuffer palette = data(PngChunk.PLTE).orElse(EMPTY);
		// As libpng, and so everybody, has it: one of another length is passed over.
		ByteBuffer transparency = data(PngChunk.TRNS)
			.filter((data) -> this.header.takesTransparency(data.limit(), palette.limit() / PngHeader.RGB_BYTES))
			.orElse(EMPTY);
		requireIntactChunks(transparency.limit() > 0);
		// The JDK's reader takes longer.
		Raster raster = this.header.isInWholeBytes() ? raster(this.header.samples())
				: ImageIoCodecs.read(READER, criticalChunks(), PngFile::raster);
		return (this.header.colourType() == PngHeader.INDEXED) ? PngSamples.indexed(raster, palette, transparency)
				: PngSamples.direct(raster, transparency);
	}

	private Raster raster(int bands) throws IOException {
		int width = width();
		int height = height();
		byte[] samples = new byte[bands * width * height];
		Iterator<PngChunk> pixels = pixels().iterator();
		try (PngRows rows = new PngRows((inflater) -> {
			boolean more = pixels.hasNext();
			if (more) {
				inflater.setInput(pixels.next().data());
			}
			return more;
		}, width, bands)) {
			for (int row = 0; row < height; row++) {
				rows.read(samples, row * bands * width);
			}
		}
		int[] offsets = new int[bands];
		Arrays.setAll(offsets, (i) -> i);
		return Raster.createInterleavedRaster(new DataBufferByte(samples, samples.length), width, height, bands * width,
				bands, offsets, null);
	}

	private Stream<PngChunk> pixels() {
		return all().filter((chunk) -> chunk.type().equals(PngChunk.IDAT));
	}

	private Stream<PngChunk> all() {
		return Stream.iterate(this.first, (chunk) -> chunk != null && chunk.start() < this.end, PngChunk::next);
	}

	/**
	 * Refuses damage of what the pixels are made of.
	 */
	private void requireIntactChunks(boolean transparent) {
		Set<String> telling = transparent ? Set.of(PngChunk.TRNS, PngChunk.PLTE, PngChunk.IDAT)
				: Set.of(PngChunk.PLTE, PngChunk.IDAT);
		if (all().filter((chunk) -> telling.contains(chunk.type())).anyMatch((chunk) -> !chunk.isIntact())) {
			throw ImageException.Undecodable.damaged(PngFormat.TITLE);
		}
	}

	private Optional<ByteBuffer> data(String type) {
		return Optional.ofNullable(this.chunks.get(type)).map(PngChunk::data);
	}

	/**
	 * The file without what may be left out of it, and with its pixels in one chunk: to
	 * walk over a million takes the reader seconds. It skips checksums.
	 */
	private byte[] criticalChunks() {
		ByteBuffer file = this.first.file();
		ByteBuffer critical = ByteBuffer.allocate(file.limit() + 2 * PngChunk.FRAME_BYTES);
		critical.putLong(PngHeader.SIGNATURE).put(this.first.whole());
		Optional.ofNullable(this.chunks.get(PngChunk.PLTE)).ifPresent((palette) -> critical.put(palette.whole()));
		int pixels = critical.position();
		critical.position(pixels + 4).put(PngChunk.IDAT.getBytes(StandardCharsets.US_ASCII));
		pixels().forEach((chunk) -> critical.put(chunk.data()));
		critical.putInt(pixels, critical.position() - pixels - 8).putInt(0).put(END.duplicate());
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
				case EOFException _ -> throw ImageException.Undecodable.cutShort(PngFormat.TITLE);
				case OutOfMemoryError error -> throw error;
				case null, default -> throw ex;
			}
		}
	}

	/**
	 * The length of the profile, without keeping it, as far as anybody reads it.
	 */
	private long profileBytes() {
		long bytes = 0;
		Optional<ByteBuffer> chunk = data(PngChunk.ICCP);
		if (chunk.isPresent()) {
			try (InputStream profile = inflated(chunk.get())) {
				long more = 1;
				while (more > 0 && bytes <= ColourTransform.MOST_BYTES) {
					more = profile.skip(PROFILE_STEP);
					bytes += more;
				}
			}
			catch (IOException ex) {
				// It is broken from here on.
			}
		}
		return bytes;
	}

	/**
	 * The profile of an iCCP chunk: a name, a zero, a compression method, zlib data.
	 */
	private static InputStream inflated(ByteBuffer chunk) {
		int data = 0;
		while (data < chunk.limit() && chunk.get(data) != 0) {
			data++;
		}
		data = Math.min(data + 2, chunk.limit());
		return new InflaterInputStream(
				new ByteArrayInputStream(chunk.array(), chunk.arrayOffset() + data, chunk.limit() - data));
	}

}
