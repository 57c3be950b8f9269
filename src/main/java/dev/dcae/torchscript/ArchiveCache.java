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
import java.time.Instant;

/**
 * Compiled archives in a folder, by content: the same weights, config, code and precision
 * are compiled once. An archive appears under its name only when it is complete and on
 * disk; what a crash left behind is removed by the next writer.
 */
public final class ArchiveCache {

	private static final String PARTIAL = ".partial";

	private static final Duration LOCKED_WITHIN = Duration.ofMinutes(1);

	private final Path folder;

	public ArchiveCache(Path folder) {
		this.folder = folder;
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
			return archive;
		}
		Files.createDirectories(this.folder);
		removeAbandoned();
		Path partial = Files.createTempFile(this.folder, "archive", PARTIAL);
		try {
			try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE);
					FileLock lock = channel.lock()) {
				compiler.writeTo(channel);
				channel.force(true);
			}
			Files.move(partial, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		finally {
			Files.deleteIfExists(partial);
		}
		return archive;
	}

	/**
	 * Removes partial files whose writer is gone: a living one holds a lock on its file,
	 * from shortly after its creation.
	 */
	private void removeAbandoned() throws IOException {
		try (DirectoryStream<Path> partials = Files.newDirectoryStream(this.folder, "*" + PARTIAL)) {
			for (Path partial : partials) {
				if (Files.getLastModifiedTime(partial).toInstant().isAfter(Instant.now().minus(LOCKED_WITHIN))) {
					continue;
				}
				try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE);
						FileLock lock = channel.tryLock()) {
					if (lock != null) {
						Files.delete(partial);
					}
				}
				catch (OverlappingFileLockException ex) {
					// Another thread of this process is writing it.
				}
			}
		}
	}

}
