package dev.dcae.checkpoint.hub;

import java.nio.file.Path;

/**
 * Files of a repository's folder on this machine.
 *
 * @param reference to the folder at its commit
 * @param folder where they are
 */
public record Snapshot(HubReference reference, Path folder) {
}
