package dev.dcae.torchscript;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Compiled archives in a folder, by content: the same weights, config, code and precision
 * are compiled once. An archive appears under its name only when it is complete and on
 * disk; what a crash left behind is removed by the next writer.
 */
public final class ArchiveCache {

	private static final String PARTIAL = ".partial";

	/**
	 * One writer a process. Two would be no faster; and where locks are the process's,
	 * looking at a file of the other thread would release its lock.
	 */
	private static final Lock WRITER = new ReentrantLock();

	private final Path folder;

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
			public void found() {
				// Nobody counts it.
			}

			@Override
			public void compiled(Duration time) {
				// Nobody counts it.
			}

		};

		/**
		 * An archive was there.
		 */
		void found();

		/**
		 * An archive was not there, and was compiled and written in this time.
		 */
		void compiled(Duration time);

	}

	public ArchiveCache(Path folder) {
		this(folder, Listener.NONE);
	}

	public ArchiveCache(Path folder, Listener listener) {
		this.folder = folder;
		this.listener = listener;
	}

	/**
	 * The archive of a checkpoint, compiled unless it is there already.
	 * @param checkpointDigest of the checkpoint's content
	 * @return a file that stays unchanged
	 * @throws IOException if it cannot be written
	 */
	public Path get(String checkpointDigest, Compiler compiler) throws IOException {
		Path archive = this.folder
			.resolve("%s-%s.pt".formatted(checkpointDigest.substring(0, 32), compiler.fingerprint().substring(0, 32)));
		if (Files.exists(archive)) {
			this.listener.found();
			return archive;
		}
		WRITER.lock();
		try {
			long start = System.nanoTime();
			boolean found = Files.exists(archive);
			while (!Files.exists(archive)) {
				Files.createDirectories(this.folder);
				removeAbandoned();
				write(archive, compiler);
			}
			if (found) {
				this.listener.found();
			}
			else {
				this.listener.compiled(Duration.ofNanos(System.nanoTime() - start));
			}
			return archive;
		}
		finally {
			WRITER.unlock();
		}
	}

	/**
	 * Writes the archive under another name first. A living writer holds the lock of its
	 * file from shortly after its creation until the file has its final name; a file that
	 * another process took for abandoned before that is written anew.
	 */
	private void write(Path archive, Compiler compiler) throws IOException {
		Path partial = this.folder.resolve(UUID.randomUUID() + PARTIAL);
		try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
				FileLock _ = channel.lock()) {
			if (Files.exists(partial)) {
				compiler.writeTo(channel);
				channel.force(true);
				Files.move(partial, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
			}
		}
		finally {
			Files.deleteIfExists(partial);
		}
	}

	/**
	 * Removes partial files whose writer is gone, and its lock with it.
	 */
	private void removeAbandoned() throws IOException {
		try (DirectoryStream<Path> partials = Files.newDirectoryStream(this.folder, "*" + PARTIAL)) {
			for (Path partial : partials) {
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
