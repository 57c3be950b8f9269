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
package dev.dcae.image.webp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

import dev.dcae.image.ImageException;
import dev.dcae.image.Orientation;
import dev.dcae.image.Samples;
import dev.dcae.image.StoredImage;
import dev.dcae.image.codec.Exif;
import dev.dcae.image.colour.ColourTransform;

/**
 * The chunks of a WebP file that bear on its pixels.
 *
 * @param file all of it
 * @param size of the canvas
 * @param complete whether the file is as long as it says
 * @param codec that decodes it
 */
record WebpFile(byte[] file, WebpSize size, WebpChunks chunks, boolean complete,
		WebpCodec codec) implements StoredImage {

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
		bytes.limit((int) Math.min(end, file.length));
		WebpSize size = WebpSize.read(WebpChunk.at(bytes, FIRST_CHUNK));
		return new WebpFile(file, size, WebpChunks.read(bytes, FIRST_CHUNK), end <= file.length, codec);
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
		// Of a wrong length it is mostly right up to its end.
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

	/**
	 * The plug-in has the file once more, and that may be one of the pixels alone.
	 */
	@Override
	public long decoding() {
		return StoredImage.super.decoding() + 2L * this.file.length
				+ COPIES_OF_A_PROFILE * data("ICCP").map((data) -> (long) data.limit()).orElse(0L);
	}

	@Override
	public boolean isEndDamaged() {
		return !this.complete || !this.chunks.whole();
	}

	@Override
	public Samples samples() throws IOException {
		if (this.chunks.frames() > 1) {
			throw new ImageException.Undecodable(WebpFormat.TITLE, "is animated; only still images are accepted");
		}
		Optional<WebpChunk> frame = this.chunks.first(WebpChunks.FRAME);
		if (frame.isPresent()) {
			return WebpFrame.read(frame.get().data()).on(this.size, this.codec);
		}
		WebpChunk image = this.chunks.image(this.size);
		return this.codec.decode((isAnimated() || isEndDamaged()) ? this.chunks.still(image) : this.file);
	}

	private boolean isAnimated() {
		return data("VP8X").map((data) -> (data.get(0) & ANIMATION_FLAG) != 0).orElse(false);
	}

	private Optional<ByteBuffer> data(String type) {
		return this.chunks.first(type).map(WebpChunk::data);
	}

}
