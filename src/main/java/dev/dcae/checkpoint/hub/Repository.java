/*
 * Copyright 2026 the dcae authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.dcae.checkpoint.hub;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of a repository at one commit of the hub, whose files come as they are asked
 * for.
 */
public final class Repository {

	private static final Logger log = LoggerFactory.getLogger(Repository.class);

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
	 * @param verified whether what is there already is read, and downloaded anew unless
	 * its hash is the hub's
	 * @throws HubException if it is not in the folder, cannot be downloaded, or is not
	 * what the hub says
	 */
	public Path fetch(String name, boolean verified) {
		RepoFile file = this.listing.file(name).orElseGet(() -> this.hub.describe(reference(), name));
		Path path = this.cache.snapshot(reference().revision()).resolve(file.path());
		try {
			if (!isPresent(path, file, verified)) {
				if (RepoCache.has(path, file)) {
					log.warn("{} is damaged, since its hash is not {}: it is downloaded anew", path, file.blob());
				}
				this.hub.download(this.cache, reference(), file, (there) -> isPresent(there, file, verified));
			}
			return path;
		}
		catch (IOException ex) {
			throw this.hub.cacheFailure(ex);
		}
	}

	private static boolean isPresent(Path path, RepoFile file, boolean verified) throws IOException {
		return RepoCache.has(path, file) && (!verified || file.hash(path).equals(file.blob()));
	}

	/**
	 * Ends the fetching: what the revision stands for, and which files there are, is
	 * noted for the day when the hub is away. A cache that cannot be written, and lacks
	 * nothing, is used without.
	 * @return what is there now
	 */
	public Snapshot keep() {
		String commit = reference().revision();
		try {
			this.cache.remember(reference(), names());
			this.cache.remember(this.revision, commit);
		}
		catch (IOException ex) {
			log.info(
					"{} is used without a note of what it is now, for when the hub is away: its cache cannot be written ({})",
					reference(), ex.toString());
		}
		return new Snapshot(reference(), this.cache.snapshot(commit).resolve(reference().subfolder()));
	}

}
