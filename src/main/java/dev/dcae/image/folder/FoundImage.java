package dev.dcae.image.folder;

import java.nio.file.Path;

/**
 * A file that is called as images are.
 *
 * @param path by which it is read, whatever its name
 * @param name its path below the folder, with {@code /} on every system
 * @param bytes its size
 * @param modified when it was last changed, in milliseconds since 1970
 */
public record FoundImage(Path path, String name, long bytes, long modified) {
}
