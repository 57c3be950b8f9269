package dev.dcae.cli.latents;

/**
 * An image file as it was found.
 *
 * @param name its path below the folder, with {@code /} on every system
 * @param bytes its size
 * @param modified when it was last changed, in milliseconds since 1970
 */
record SourceFile(String name, long bytes, long modified) {
}
