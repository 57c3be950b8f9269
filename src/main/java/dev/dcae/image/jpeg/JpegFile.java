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
package dev.dcae.image.jpeg;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

import dev.dcae.image.Orientation;
import dev.dcae.image.Samples;
import dev.dcae.image.StoredImage;
import dev.dcae.image.codec.Exif;
import org.jspecify.annotations.Nullable;

/**
 * A JPEG file whose header has been read.
 */
final class JpegFile implements StoredImage {

	private final JpegHeader header;

	private final JpegCodec codec;

	/**
	 * Found once somebody asks; all find the same.
	 */
	private volatile @Nullable JpegScans scans;

	/**
	 * A file.
	 * @param codec that decodes it
	 */
	private JpegFile(JpegHeader header, JpegCodec codec) {
		this.header = header;
		this.codec = codec;
	}

	/**
	 * Reads the header.
	 * @throws dev.dcae.image.ImageException.Undecodable if there is no size, or it makes
	 * no sense
	 */
	static JpegFile parse(byte[] file, JpegCodec codec) {
		return new JpegFile(JpegHeader.read(ByteBuffer.wrap(file)), codec);
	}

	@Override
	public int width() {
		return this.header.frame().width();
	}

	@Override
	public int height() {
		return this.header.frame().height();
	}

	@Override
	public Orientation orientation() {
		return Exif.orientation(this.header.exif());
	}

	@Override
	public Optional<byte[]> profile() {
		return this.header.profile();
	}

	/**
	 * Counts the coded bytes once more, for their copy that goes to the JDK.
	 */
	@Override
	public long decoding() {
		return StoredImage.super.decoding() + this.header.file().limit()
				+ COPIES_OF_A_PROFILE * profile().map((profile) -> profile.length).orElse(0);
	}

	@Override
	public boolean isEndDamaged() {
		return !scans().ended();
	}

	@Override
	public Samples samples() throws IOException {
		return scans().decode(this.codec);
	}

	private JpegScans scans() {
		JpegScans found = this.scans;
		if (found == null) {
			found = JpegScans.read(this.header);
			this.scans = found;
		}
		return found;
	}

}
