package dev.dcae.checkpoint.hub;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/**
 * A folder of a repository at one commit of the hub, whose files come as they are asked
 * for.
 */
public final class Repository {

	private final Hub hub;

	private final String revision;

	private final Listing listing;

	private final RepoCache cache;

	Repository(Hub hub, String revision, Listing listing, RepoCache cache) {
		this.hub = hub;
		this.revision = revision;
		this.listing = listing;
		this.cache = cache;
	}

	/**
	 * The folder at its commit.
	 */
	public HubReference reference() {
		return this.listing.reference();
	}

	/**
	 * The names of its files, without folders.
	 */
	public Set<String> names() {
		return Set.copyOf(this.listing.names());
	}

	/**
	 * A file in the cache, downloaded unless it is there.
	 * @throws HubException if it is not in the folder, cannot be downloaded, or is not
	 * what the hub says
	 */
	public Path fetch(String name) {
		RepoFile file = this.listing.file(name);
		String commit = reference().revision();
		Path path = this.cache.snapshot(commit).resolve(file.path());
		try {
			if (!RepoCache.has(path, file)) {
				if (!RepoCache.has(this.cache.blob(file), file)) {
					this.hub.download(this.cache, reference(), file);
				}
				this.cache.link(commit, file);
			}
			return path;
		}
		catch (IOException ex) {
			throw this.hub.cacheFailure(ex);
		}
	}

	/**
	 * Ends the fetching: what the revision stands for is noted for the day when the hub
	 * is away.
	 * @return what is there now
	 */
	public Snapshot keep() {
		String commit = reference().revision();
		try {
			this.cache.remember(this.revision, commit);
		}
		catch (IOException ex) {
			throw this.hub.cacheFailure(ex);
		}
		return new Snapshot(reference(), this.cache.snapshot(commit).resolve(reference().subfolder()));
	}

}
