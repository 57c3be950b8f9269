package dev.dcae.image;

import java.util.Optional;

/**
 * The file formats that are read and written.
 */
public enum ImageFormat {

	PNG("PNG", "image/png", "png"), JPEG("JPEG", "image/jpeg", "jpg"), WEBP("WebP", "image/webp", "webp");

	private final String title;

	private final String mediaType;

	private final String extension;

	ImageFormat(String title, String mediaType, String extension) {
		this.title = title;
		this.mediaType = mediaType;
		this.extension = extension;
	}

	/**
	 * The name as people write it.
	 */
	public String title() {
		return this.title;
	}

	public String mediaType() {
		return this.mediaType;
	}

	/**
	 * The usual ending of a file name, without the dot.
	 */
	public String extension() {
		return this.extension;
	}

	/**
	 * The format that the first bytes of a file announce, whatever its name or declared
	 * type says.
	 */
	static Optional<ImageFormat> of(byte[] file) {
		if (startsWith(file, 0, "\u0089PNG\r\n\u001a\n")) {
			return Optional.of(PNG);
		}
		if (startsWith(file, 0, "\u00ff\u00d8\u00ff")) {
			return Optional.of(JPEG);
		}
		if (startsWith(file, 0, "RIFF") && startsWith(file, 8, "WEBP")) {
			return Optional.of(WEBP);
		}
		return Optional.empty();
	}

	private static boolean startsWith(byte[] file, int offset, String magic) {
		if (file.length < offset + magic.length()) {
			return false;
		}
		for (int i = 0; i < magic.length(); i++) {
			if ((file[offset + i] & 0xff) != magic.charAt(i)) {
				return false;
			}
		}
		return true;
	}

}
