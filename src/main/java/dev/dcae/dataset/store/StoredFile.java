package dev.dcae.dataset.store;

/**
 * A file as a listing shows it.
 *
 * @param name below the store, with {@code /} between folders
 * @param bytes its size
 * @param modified when it was last changed, in milliseconds since 1970
 */
public record StoredFile(String name, long bytes, long modified) {
}
