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
package dev.dcae.checkpoint;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

import dev.dcae.checkpoint.hub.Hub;
import dev.dcae.checkpoint.hub.HubReference;
import dev.dcae.checkpoint.hub.HubUnreachableException;
import dev.dcae.checkpoint.hub.Repository;
import dev.dcae.checkpoint.hub.Snapshot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checkpoints on a hub. Of a repository's files only those are downloaded that make up
 * the checkpoint: its config and its safetensors, or the .pth files that stand for them.
 */
public final class CheckpointHub {

	private static final Logger log = LoggerFactory.getLogger(CheckpointHub.class);

	private final Hub hub;

	public CheckpointHub(Hub hub) {
		this.hub = hub;
	}

	/**
	 * Brings a checkpoint to this machine, at the commit that its revision stands for
	 * now. If the hub does not answer, or is switched off, at the commit that it last
	 * stood for. Of a commit that was fetched to its end there is nothing to ask: it
	 * never changes.
	 * @throws CheckpointException if the folder holds no checkpoint, or nothing of it is
	 * here and the hub is switched off
	 * @throws dev.dcae.checkpoint.hub.HubException if it cannot be downloaded, saying why
	 */
	public Snapshot fetch(CheckpointSource.OnHub source) {
		return fetch(source, false);
	}

	/**
	 * Brings a checkpoint to this machine as {@link #fetch(CheckpointSource.OnHub)} does,
	 * and holds every file that was there already against its hash. One that is damaged
	 * is downloaded anew.
	 * @throws CheckpointException if one is damaged and the hub is away or switched off,
	 * too
	 */
	public Snapshot verify(CheckpointSource.OnHub source) {
		return fetch(source, true);
	}

	private Snapshot fetch(CheckpointSource.OnHub source, boolean verified) {
		HubReference reference = source.reference();
		Optional<String> variant = source.variant();
		Optional<Snapshot> cached = this.hub.cached(reference).filter((snapshot) -> isComplete(snapshot, variant));
		if (this.hub.settings().offline()) {
			return cached.map((snapshot) -> verified ? verified(snapshot, variant) : snapshot)
				.orElseThrow(() -> new CheckpointException(
						"%s is not in the cache %s, and the hub is switched off by HF_HUB_OFFLINE, dcae.hub.offline or --offline"
							.formatted(reference, this.hub.settings().cache()),
						"fetch it while that is not so"));
		}
		if (HubReference.isCommit(reference.revision())) {
			Optional<Snapshot> pinned = cached.filter((snapshot) -> this.hub.listed(snapshot).isPresent())
				.filter((snapshot) -> !verified || isWhole(snapshot, variant));
			if (pinned.isPresent()) {
				return pinned.get();
			}
		}
		try {
			Repository repository = this.hub.open(reference, cached.isEmpty());
			fetch(new RepositoryFiles(repository, verified), variant);
			return repository.keep();
		}
		catch (HubUnreachableException ex) {
			Snapshot last = cached.orElseThrow(() -> ex);
			log.warn("{}; taking {} from the cache, which {} stood for when it was last seen", ex.getMessage(),
					last.reference(), reference.revision());
			return verified ? verified(last, variant) : last;
		}
	}

	/**
	 * A snapshot whose files have the hashes that the cache knows them by.
	 */
	private Snapshot verified(Snapshot snapshot, Optional<String> variant) {
		DirectoryFiles files = new DirectoryFiles(snapshot.folder());
		try {
			for (String file : checkpoint(files, names(snapshot, files), variant)) {
				if (snapshot.isDamaged(file)) {
					throw new CheckpointException(
							"%s of %s is damaged in the cache: its bytes are not those of its hash".formatted(file,
									snapshot.reference()),
							"fetch it while the hub can be reached");
				}
			}
			return snapshot;
		}
		catch (IOException ex) {
			throw new CheckpointException("%s cannot be read: %s".formatted(files.name(), ex), ex);
		}
	}

	/**
	 * Tells whether each file of a snapshot is known by its hash, and has it.
	 */
	private boolean isWhole(Snapshot snapshot, Optional<String> variant) {
		DirectoryFiles files = new DirectoryFiles(snapshot.folder());
		try {
			for (String file : checkpoint(files, names(snapshot, files), variant)) {
				if (!snapshot.isWhole(file)) {
					return false;
				}
			}
			return true;
		}
		catch (IOException | CheckpointException ex) {
			return false;
		}
	}

	/**
	 * The names to choose a checkpoint's files from: what was not fetched counts, too.
	 */
	private Set<String> names(Snapshot snapshot, CheckpointFiles files) throws IOException {
		Optional<Set<String>> listed = this.hub.listed(snapshot);
		return listed.isPresent() ? listed.get() : files.names();
	}

	private static Set<String> checkpoint(CheckpointFiles files, Set<String> names, Optional<String> variant)
			throws IOException {
		Set<String> checkpoint = new LinkedHashSet<>();
		if (names.contains(CheckpointLayout.CONFIG)) {
			checkpoint.add(CheckpointLayout.CONFIG);
		}
		else {
			CheckpointLayout.requireNoConfig(files, names, variant, "");
		}
		checkpoint.addAll(CheckpointLayout.find(files, names, variant).keySet());
		return checkpoint;
	}

	private static void fetch(RepositoryFiles files, Optional<String> variant) {
		Set<String> names = files.names();
		try {
			if (names.contains(CheckpointLayout.CONFIG)) {
				files.fetch(CheckpointLayout.CONFIG);
			}
			else {
				CheckpointLayout.requireNoConfig(files, names, variant,
						"if the checkpoint is in a folder of the repository, name it, as in %sowner/name/vae"
							.formatted(HubReference.PREFIX));
			}
			for (String file : CheckpointLayout.find(files, names, variant).keySet()) {
				if (!names.contains(file)) {
					throw new CheckpointException("%s has no %s, which its index names".formatted(files.name(), file));
				}
				files.fetch(file);
			}
		}
		catch (IOException ex) {
			throw new CheckpointException("%s cannot be read: %s".formatted(files.name(), ex), ex);
		}
	}

	private boolean isComplete(Snapshot snapshot, Optional<String> variant) {
		CheckpointFiles files = new DirectoryFiles(snapshot.folder());
		try {
			Set<String> names = names(snapshot, files);
			// Others left no list: that there is one variant here proves nothing.
			boolean chosen = variant.isPresent() || this.hub.listed(snapshot).isPresent()
					|| !CheckpointLayout.hasVariantsAlone(names);
			return chosen && files.names().containsAll(checkpoint(files, names, variant));
		}
		catch (IOException | CheckpointException ex) {
			return false;
		}
	}

}
