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
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A repository's folder in the hub's cache, laid out as huggingface_hub does:
 * {@code blobs/} has contents by their hashes, {@code snapshots/COMMIT/} links to them by
 * the files' names, and {@code refs/} has the commit that a branch or a tag last stood
 * for. {@code .dcae/COMMIT/} is our own: the names of all files that there were.
 *
 * @see <a href="https://huggingface.co/docs/huggingface_hub/guides/manage-cache">the
 * layout</a>
 */
final class RepoCache {

	private static final Logger log = LoggerFactory.getLogger(RepoCache.class);

	private final Path cache;

	private final String folder;

	RepoCache(Path cache, HubReference reference) {
		this.cache = cache;
		this.folder = "models--%s--%s".formatted(reference.owner(), reference.name());
	}

	/**
	 * The commit that a revision is known to stand for.
	 */
	Optional<String> commit(String revision) throws IOException {
		if (HubReference.isCommit(revision)) {
			return Optional.of(revision);
		}
		Path ref = home().resolve("refs").resolve(revision);
		return Files.isRegularFile(ref) ? Optional.of(Files.readString(ref).strip()).filter(HubReference::isCommit)
				: Optional.empty();
	}

	/**
	 * Notes what a revision stands for now.
	 */
	void remember(String revision, String commit) throws IOException {
		if (!commit(revision).equals(Optional.of(commit))) {
			Path ref = home().resolve("refs").resolve(revision);
			Path fresh = temporary(ref);
			Files.writeString(fresh, commit);
			Files.move(fresh, ref, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
	}

	/**
	 * The names of a folder's files at a commit, those too that were not fetched, if they
	 * were noted.
	 */
	Optional<Set<String>> names(HubReference folder) throws IOException {
		Path note = note(folder);
		return Files.isRegularFile(note) ? Optional.of(Set.copyOf(Files.readAllLines(note))) : Optional.empty();
	}

	/**
	 * Notes the names of a folder's files at a commit. A commit never changes.
	 */
	void remember(HubReference folder, Set<String> names) throws IOException {
		Path note = note(folder);
		if (!names(folder).equals(Optional.of(names))) {
			Path fresh = temporary(note);
			Files.write(fresh, new TreeSet<>(names));
			Files.move(fresh, note, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
	}

	/**
	 * Not in {@code refs/} or {@code snapshots/}, where huggingface_hub takes every file
	 * for one of its own.
	 */
	private Path note(HubReference folder) {
		return home().resolve(".dcae").resolve(folder.revision()).resolve(folder.subfolder()).resolve(".names");
	}

	Path snapshot(String commit) {
		return home().resolve("snapshots").resolve(commit);
	}

	Path blob(RepoFile file) {
		return blobs().resolve(file.blob());
	}

	/**
	 * The part of a blob that was downloaded so far. Not the name that huggingface_hub
	 * uses: it locks with flock and Java with fcntl, so neither would see the other
	 * writing.
	 */
	IncompleteFile incomplete(RepoFile file) {
		return new IncompleteFile(blobs().resolve(file.blob() + ".dcae.incomplete"),
				blobs().resolve(file.blob() + ".dcae.etag"));
	}

	/**
	 * The file that is locked while a blob is downloaded.
	 */
	Path lock(RepoFile file) {
		return this.cache.resolve(".locks").resolve(this.folder).resolve(file.blob() + ".dcae.lock");
	}

	/**
	 * Tells whether a file of a snapshot, or a blob, is there and whole: each gets its
	 * name when it is.
	 */
	static boolean has(Path path, RepoFile file) throws IOException {
		return Files.isRegularFile(path) && Files.size(path) == file.size();
	}

	/**
	 * Tells whether a file of a snapshot is another than its blob's name says. A file
	 * that was copied for lack of links does not tell.
	 */
	static boolean isDamaged(Path file) throws IOException {
		return tellsItsHash(file) && !isWhole(file);
	}

	/**
	 * Tells whether a file of a snapshot is what its blob's name says.
	 */
	static boolean isWhole(Path file) throws IOException {
		Path blob = file.toRealPath();
		String name = blob.getFileName().toString();
		return tellsItsHash(file) && RepoFile.hash(blob, name).equals(name);
	}

	private static boolean tellsItsHash(Path file) throws IOException {
		return RepoFile.isHash(file.toRealPath().getFileName().toString());
	}

	/**
	 * Lets a snapshot's file be a blob: a link to it, or the blob itself where the file
	 * system has no links, as huggingface_hub does.
	 */
	void link(String commit, RepoFile file) throws IOException {
		Path name = snapshot(commit).resolve(file.path());
		Path fresh = temporary(name);
		try {
			Files.createSymbolicLink(fresh, folder(name).relativize(blob(file)));
			Files.move(fresh, name, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (FileAlreadyExistsException ex) {
			// Another process was as fast.
		}
		catch (UnsupportedOperationException | FileSystemException ex) {
			log.debug("{} is no link", name, ex);
			Files.move(blob(file), name, StandardCopyOption.REPLACE_EXISTING);
		}
		finally {
			Files.deleteIfExists(fresh);
		}
	}

	private static Path temporary(Path path) throws IOException {
		return Files.createDirectories(folder(path)).resolve("%s.%s".formatted(path.getFileName(), UUID.randomUUID()));
	}

	private static Path folder(Path path) {
		return Objects.requireNonNull(path.getParent(), "every path of the cache is in a folder");
	}

	private Path blobs() {
		return home().resolve("blobs");
	}

	private Path home() {
		return this.cache.resolve(this.folder);
	}

}
