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
package dev.dcae.torchscript;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiled archives in a folder, by content: the same weights, config, code and precision
 * are compiled once. An archive appears under its name only when it is complete and on
 * disk, and is compared with what its compiler writes whenever it is asked for; what a
 * crash left behind is removed by the next writer.
 */
public final class ArchiveCache {

	private static final Logger log = LoggerFactory.getLogger(ArchiveCache.class);

	private static final String PARTIAL = ".partial";

	/**
	 * One writer an archive in this process: a lane that wants one does not wait for the
	 * compilation of another.
	 */
	private static final Map<Path, Lock> WRITERS = new ConcurrentHashMap<>();

	/**
	 * The names of the partial files that this process writes. Where locks are the
	 * process's, looking at one would release the lock of its writer.
	 */
	private static final Set<String> WRITTEN = ConcurrentHashMap.newKeySet();

	private final Path folder;

	private final Eviction eviction;

	private final Listener listener;

	/**
	 * A listener that is told what a cache is asked for.
	 */
	public interface Listener {

		/**
		 * A listener that does nothing.
		 */
		Listener NONE = new Listener() {

			@Override
			public void found(Duration time) {
				// Nobody counts it.
			}

			@Override
			public void compiled(Duration time) {
				// Nobody counts it.
			}

			@Override
			public void discarded() {
				// Nobody counts it.
			}

		};

		/**
		 * An archive was there, and in this time was found to be what was compiled.
		 */
		void found(Duration time);

		/**
		 * An archive was not there, and was compiled and written in this time.
		 */
		void compiled(Duration time);

		/**
		 * An archive was there, and was not what was compiled or could not be loaded.
		 */
		void discarded();

	}

	/**
	 * A cache without a limit, whose use nobody counts.
	 */
	public ArchiveCache(Path folder) {
		this(folder, Long.MAX_VALUE, Listener.NONE);
	}

	/**
	 * A cache.
	 * @param folder made, for its owner alone, when something is written
	 * @param limit bytes of archives beyond which those that were used least recently are
	 * removed
	 */
	public ArchiveCache(Path folder, long limit, Listener listener) {
		this(folder, limit, listener, InstantSource.system());
	}

	ArchiveCache(Path folder, long limit, Listener listener, InstantSource clock) {
		this.folder = folder;
		this.eviction = new Eviction(folder, limit, clock);
		this.listener = listener;
	}

	/**
	 * Tells whether a checkpoint with this content was compiled before. Its archive is
	 * not looked into.
	 * @param checkpointDigest of the checkpoint's content
	 */
	public boolean has(String checkpointDigest, Compiler compiler) {
		return Files.exists(archive(checkpointDigest, compiler));
	}

	/**
	 * The archive of a checkpoint, if it is there and is what the compiler writes. One
	 * that is not is named in the log.
	 * @param checkpointDigest of the checkpoint's content
	 * @throws IOException if it cannot be read
	 */
	Optional<Path> find(String checkpointDigest, Compiler compiler) throws IOException {
		Path archive = archive(checkpointDigest, compiler);
		long start = System.nanoTime();
		try (FileChannel channel = FileChannel.open(archive, StandardOpenOption.READ)) {
			Optional<String> difference = compiler.difference(channel);
			if (difference.isPresent()) {
				log.warn("The compiled archive {} is not what was compiled: {}. It is compiled anew", archive,
						difference.get());
				this.listener.discarded();
				return Optional.empty();
			}
		}
		catch (NoSuchFileException ex) {
			return Optional.empty();
		}
		this.listener.found(Duration.ofNanos(System.nanoTime() - start));
		this.eviction.use(archive);
		return Optional.of(archive);
	}

	/**
	 * The archive of a checkpoint, compiled unless it is there and is what the compiler
	 * writes.
	 * @param checkpointDigest of the checkpoint's content
	 * @return a file that stays unchanged
	 * @throws IOException if it cannot be read or written
	 */
	public Path get(String checkpointDigest, Compiler compiler) throws IOException {
		Optional<Path> found = find(checkpointDigest, compiler);
		if (found.isPresent()) {
			return found.get();
		}
		boolean missing = !has(checkpointDigest, compiler);
		Path archive = archive(checkpointDigest, compiler);
		Lock writer = writer(archive);
		writer.lock();
		try {
			// Another thread may have been faster.
			Optional<Path> meanwhile = missing ? find(checkpointDigest, compiler) : Optional.empty();
			return meanwhile.isPresent() ? meanwhile.get() : compile(archive, compiler);
		}
		finally {
			writer.unlock();
		}
	}

	/**
	 * The archive of a checkpoint, compiled anew whether it is there or not: for whoever
	 * could not load it.
	 * @throws IOException if it cannot be written
	 */
	public Path renew(String checkpointDigest, Compiler compiler) throws IOException {
		this.listener.discarded();
		Path archive = archive(checkpointDigest, compiler);
		Lock writer = writer(archive);
		writer.lock();
		try {
			return compile(archive, compiler);
		}
		finally {
			writer.unlock();
		}
	}

	private static Lock writer(Path archive) {
		return WRITERS.computeIfAbsent(archive.toAbsolutePath().normalize(), (absent) -> new ReentrantLock());
	}

	private Path archive(String checkpointDigest, Compiler compiler) {
		return this.folder
			.resolve("%s-%s.pt".formatted(checkpointDigest.substring(0, 32), compiler.fingerprint().substring(0, 32)));
	}

	private Path compile(Path archive, Compiler compiler) throws IOException {
		long start = System.nanoTime();
		Files.createDirectories(this.folder, ownerOnly());
		removeAbandoned();
		this.eviction.claim(archive);
		while (!write(archive, compiler)) {
			// Another process took it for abandoned.
		}
		this.listener.compiled(Duration.ofNanos(System.nanoTime() - start));
		this.eviction.use(archive);
		this.eviction.shrink();
		return archive;
	}

	/**
	 * Whoever may write here decides what models compute.
	 */
	private FileAttribute<?>[] ownerOnly() {
		return this.folder.getFileSystem().supportedFileAttributeViews().contains("posix")
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")) }
				: new FileAttribute<?>[0];
	}

	/**
	 * Writes the archive under another name first. A living writer holds the lock of its
	 * file from shortly after its creation until the file has its final name; a file that
	 * another process took for abandoned before that is written anew.
	 * @return whether it has its name
	 */
	private boolean write(Path archive, Compiler compiler) throws IOException {
		String name = UUID.randomUUID() + PARTIAL;
		Path partial = this.folder.resolve(name);
		WRITTEN.add(name);
		try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
				FileLock _ = channel.lock()) {
			if (!Files.exists(partial)) {
				return false;
			}
			compiler.writeTo(channel);
			channel.force(true);
			Files.move(partial, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
			return true;
		}
		finally {
			Files.deleteIfExists(partial);
			WRITTEN.remove(name);
		}
	}

	/**
	 * Removes partial files whose writer is gone, and its lock with it.
	 */
	private void removeAbandoned() throws IOException {
		try (DirectoryStream<Path> partials = Files.newDirectoryStream(this.folder, "*" + PARTIAL)) {
			for (Path partial : partials) {
				if (WRITTEN.contains(partial.getFileName().toString())) {
					continue;
				}
				try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE);
						FileLock lock = channel.tryLock()) {
					if (lock != null) {
						Files.deleteIfExists(partial);
					}
				}
				catch (IOException | OverlappingFileLockException ex) {
					// Its writer has just finished, or it is not ours to remove: no
					// reason not to start.
				}
			}
		}
	}

}
