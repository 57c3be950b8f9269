package dev.dcae.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * A file format that is read and written. All that is to be known about one is in a
 * package of its own, such as {@code dev.dcae.image.png};
 * {@code dev.dcae.image.formats.ImageFormats} lists those that there are.
 */
public abstract class ImageFormat {

	private final String title;

	private final String name;

	private final List<String> extensions;

	private final int longestSide;

	private final Quality usualQuality;

	/**
	 * A format.
	 * @param title the name as people write it
	 * @param name the name in media types and parameters, such as {@code jpeg}
	 * @param extensions endings of file names, lower case, without the dot, the usual one
	 * first
	 * @param longestSide the longest that can be written, in pixels
	 * @param usualQuality the quality of files when nobody asks for another
	 */
	protected ImageFormat(String title, String name, List<String> extensions, int longestSide, Quality usualQuality) {
		this.title = title;
		this.name = name;
		this.extensions = List.copyOf(extensions);
		this.longestSide = longestSide;
		this.usualQuality = usualQuality;
	}

	/**
	 * The name as people write it.
	 */
	public final String title() {
		return this.title;
	}

	/**
	 * The name in parameters.
	 */
	public final String name() {
		return this.name;
	}

	public final String mediaType() {
		return "image/" + this.name;
	}

	/**
	 * The usual ending of a file name, without the dot.
	 */
	public final String extension() {
		return this.extensions.getFirst();
	}

	/**
	 * The endings of file names, lower case, without the dot, the usual one first.
	 */
	public final List<String> extensions() {
		return this.extensions;
	}

	/**
	 * The longest side that can be written, in pixels.
	 */
	public final int longestSide() {
		return this.longestSide;
	}

	/**
	 * The quality of files when nobody asks for another.
	 */
	public final Quality usualQuality() {
		return this.usualQuality;
	}

	/**
	 * Tells whether a client may mean this format by a word: its name or the usual ending
	 * of its files.
	 */
	public final boolean isCalled(String word) {
		return word.equals(this.name) || word.equals(extension());
	}

	/**
	 * The library that was found to read and write the format, as people call it, where
	 * that depends on the machine.
	 */
	public Optional<String> library() {
		return Optional.empty();
	}

	/**
	 * Tells whether the first bytes of a file announce this format, whatever the file's
	 * name or declared type says.
	 */
	public abstract boolean recognises(byte[] file);

	/**
	 * Takes a file apart, reads the size, and decodes nothing.
	 * @param file that was recognised; shared with what is returned
	 * @throws ImageException.Undecodable if the file ends or makes no sense before the
	 * size is known
	 */
	public final StoredImage parse(byte[] file) {
		try {
			return read(file);
		}
		catch (IndexOutOfBoundsException ex) {
			ImageException cutShort = ImageException.Undecodable.cutShort(this.title);
			cutShort.initCause(ex);
			throw cutShort;
		}
	}

	/**
	 * Takes a file apart.
	 * @throws ImageException.Undecodable if it makes no sense
	 * @throws IndexOutOfBoundsException if it ends before the size is known: buffers
	 * check bounds already
	 */
	protected abstract StoredImage read(byte[] file);

	/**
	 * Encodes an image with the usual quality.
	 */
	public final byte[] encode(RgbImage image) {
		return encode(image, this.usualQuality);
	}

	/**
	 * Encodes an image, without metadata: sRGB, which is what readers assume.
	 * @throws ImageException.Unencodable if a side is longer than the format can have
	 */
	public final byte[] encode(RgbImage image, Quality quality) {
		if (Math.max(image.width(), image.height()) > this.longestSide) {
			throw new ImageException.Unencodable(image, this);
		}
		try {
			return write(image, quality);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Encodes an image whose sides are no longer than the format can have.
	 */
	protected abstract byte[] write(RgbImage image, Quality quality) throws IOException;

}
