package dev.dcae.dataset.folder;

import dev.dcae.image.folder.FoundImage;

/**
 * An image file as it was found.
 *
 * @param name its path below the folder, with {@code /} on every system
 * @param bytes its size
 * @param modified when it was last changed, in milliseconds since 1970
 */
record SourceFile(String name, long bytes, long modified) {

	static SourceFile of(FoundImage image) {
		return new SourceFile(image.name(), image.bytes(), image.modified());
	}

}
