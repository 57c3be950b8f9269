package dev.dcae.checkpoint.hub;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Files of a repository's folder on this machine.
 *
 * @param reference to the folder at its commit
 * @param folder where they are
 */
public record Snapshot(HubReference reference, Path folder) {

	/**
	 * Tells whether a file has other bytes than when it came: those of the hash that the
	 * cache knows it by. A file that was copied for lack of links does not tell.
	 * @throws IOException if it cannot be read
	 */
	public boolean isDamaged(String file) throws IOException {
		return RepoCache.isDamaged(this.folder.resolve(file));
	}

}
