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
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A Hugging Face hub and the cache of its files on this machine.
 */
public final class Hub {

	/** The list of a repository with more files than any model has. */
	private static final int MAX_LISTING = 64 << 20;

	private final HubSettings settings;

	private final ProgressLine progress;

	private final DownloadListener listener;

	private final Timing timing;

	private @Nullable HubClient client;

	/**
	 * A hub. Nothing is asked of it yet.
	 * @param progress where downloads show how they get on
	 */
	public Hub(HubSettings settings, ProgressLine progress) {
		this(settings, progress, DownloadListener.NONE);
	}

	/**
	 * A hub. Nothing is asked of it yet.
	 * @param progress where downloads show how they get on
	 * @param listener that counts them
	 */
	public Hub(HubSettings settings, ProgressLine progress, DownloadListener listener) {
		this(settings, progress, listener, Timing.system());
	}

	Hub(HubSettings settings, ProgressLine progress, DownloadListener listener, Timing timing) {
		this.settings = settings;
		this.progress = progress;
		this.listener = listener;
		this.timing = timing;
	}

	/**
	 * The client, made when something is asked: the cache alone needs no way out.
	 * @throws HubException if the way out that the environment names cannot be used
	 */
	private synchronized HubClient client() {
		HubClient made = this.client;
		if (made == null) {
			made = new HubClient(this.settings, this.timing.clock());
			this.client = made;
		}
		return made;
	}

	public HubSettings settings() {
		return this.settings;
	}

	/**
	 * The files of a folder that the cache has, at the commit that its revision last
	 * stood for. Perhaps not all of its files.
	 */
	public Optional<Snapshot> cached(HubReference reference) {
		RepoCache cache = new RepoCache(this.settings.cache(), reference);
		try {
			return cache.commit(reference.revision())
				.map((commit) -> new Snapshot(reference.at(commit),
						cache.snapshot(commit).resolve(reference.subfolder())));
		}
		catch (IOException ex) {
			throw cacheFailure(ex);
		}
	}

	/**
	 * The names of all files of a snapshot's folder, as the hub listed them when it was
	 * fetched; nothing if others filled the cache.
	 */
	public Optional<Set<String>> listed(Snapshot snapshot) {
		try {
			return new RepoCache(this.settings.cache(), snapshot.reference()).names(snapshot.reference());
		}
		catch (IOException ex) {
			throw cacheFailure(ex);
		}
	}

	/**
	 * Asks the hub what a folder holds.
	 * @param patient whether to ask again when it does not answer
	 * @throws HubUnreachableException if it does not answer
	 * @throws HubException if it refuses, saying what to do
	 */
	public Repository open(HubReference reference, boolean patient) {
		Supplier<Listing> list = () -> list(reference);
		Listing listing = patient ? new Retries(this.timing.sleeper(), this.progress).of(list) : list.get();
		return new Repository(this, reference.revision(), listing, new RepoCache(this.settings.cache(), reference));
	}

	private Listing list(HubReference reference) {
		String path = "/api/models/%s/revision/%s?blobs=true".formatted(reference.repository(),
				reference.revision().replace("/", "%2F"));
		try (HubAnswer answer = client().get(reference, path);
				StallGuard _ = new StallGuard(answer.body(), this.timing.stallTimeout())) {
			return Listing.of(reference, answer.body().readNBytes(MAX_LISTING));
		}
		catch (IOException ex) {
			throw new HubUnreachableException("The hub's answer about %s broke off: %s".formatted(reference, ex), ex);
		}
	}

	/**
	 * The size and the hash of a file, asked of the hub itself: some mirrors list names
	 * only.
	 * @param reference at its commit
	 * @throws HubException if it does not say
	 */
	RepoFile describe(HubReference reference, String name) {
		String path = "/%s/resolve/%s/%s".formatted(reference.repository(), reference.revision(), reference.path(name));
		HubFacts facts = new Retries(this.timing.sleeper(), this.progress).of(() -> client().facts(reference, path));
		if (!facts.size().matches("\\d{1,18}") || !RepoFile.isHash(facts.etag())) {
			throw new HubException("The hub does not say the size and the hash of %s of %s".formatted(name, reference),
					"without them nothing can be verified: take another mirror, or download the files into a folder and name that");
		}
		RepoFile file = new RepoFile(reference.path(name), Long.parseLong(facts.size()), facts.etag());
		facts.require(reference, file);
		return file;
	}

	void download(RepoCache cache, HubReference reference, RepoFile file, Download.Present present) throws IOException {
		new Download(client(), this.timing, this.progress, this.listener, cache, reference, file, present).run();
	}

	HubException cacheFailure(IOException ex) {
		return new HubException("The hub's cache %s cannot be used: %s".formatted(this.settings.cache(), ex),
				"dcae.hub.cache-dir or HF_HUB_CACHE names another", ex);
	}

}
