package dev.dcae.image.jpeg;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

import dev.dcae.image.Orientation;
import dev.dcae.image.Samples;
import dev.dcae.image.StoredImage;
import dev.dcae.image.codec.Exif;

/**
 * A JPEG file whose header has been read.
 *
 * @param codec that decodes it
 */
record JpegFile(JpegHeader header, JpegCodec codec) implements StoredImage {

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

	@Override
	public Samples samples() throws IOException {
		return this.codec.decode(JpegScans.read(this.header));
	}

}
