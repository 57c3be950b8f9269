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
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Brings one file of a repository into the cache. What has arrived survives a broken
 * connection and the end of the process; the blob gets its name when it is whole and its
 * hash is right.
 */
final class Download {

	/**
	 * One download a process, since the lock of a file is the process's.
	 */
	private static final Lock PROCESS = new ReentrantLock();

	private static final int CHUNK = 1 << 18;

	private final HubClient client;

	private final Retries retries;

	private final Timing timing;

	private final ProgressLine progress;

	private final DownloadListener listener;

	private final RepoCache cache;

	private final HubReference reference;

	private final RepoFile file;

	private final IncompleteFile incomplete;

	private final Present present;

	/**
	 * Tells that a snapshot's file, or a blob, need not be downloaded.
	 */
	@FunctionalInterface
	interface Present {

		boolean test(Path path) throws IOException;

	}

	/**
	 * A download of a file.
	 * @param reference at its commit
	 * @param present asked once nobody else downloads it
	 */
	Download(HubClient client, Timing timing, ProgressLine progress, DownloadListener listener, RepoCache cache,
			HubReference reference, RepoFile file, Present present) {
		this.client = client;
		this.retries = new Retries(timing.sleeper(), progress);
		this.timing = timing;
		this.progress = progress;
		this.listener = listener;
		this.cache = cache;
		this.reference = reference;
		this.file = file;
		this.incomplete = cache.incomplete(file);
		this.present = present;
	}

	/**
	 * Downloads the file and gives it its name in the snapshot, or waits for another
	 * process that does.
	 * @throws IOException if it cannot be written
	 */
	void run() throws IOException {
		String commit = this.reference.revision();
		Path lockFile = this.cache.lock(this.file);
		Files.createDirectories(lockFile.getParent());
		Files.createDirectories(this.incomplete.path().getParent());
		PROCESS.lock();
		try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
				FileLock _ = lock(channel)) {
			// Where there are no links, another process has moved the blob to its name.
			if (!this.present.test(this.cache.snapshot(commit).resolve(this.file.path()))) {
				Path blob = this.cache.blob(this.file);
				if (!this.present.test(blob)) {
					download(blob);
				}
				this.cache.link(commit, this.file);
			}
		}
		finally {
			PROCESS.unlock();
		}
	}

	private void download(Path blob) throws IOException {
		Instant start = this.timing.clock().instant();
		boolean whole = false;
		try {
			fill();
			Files.move(this.incomplete.path(), blob, StandardCopyOption.ATOMIC_MOVE,
					StandardCopyOption.REPLACE_EXISTING);
			this.incomplete.discard();
			whole = true;
		}
		finally {
			this.listener.ended(Duration.between(start, this.timing.clock().instant()), whole);
		}
	}

	private FileLock lock(FileChannel channel) throws IOException {
		FileLock lock = channel.tryLock();
		if (lock != null) {
			return lock;
		}
		this.progress.say("%s: another process is downloading it; waiting".formatted(this.file.path()));
		return channel.lock();
	}

	/**
	 * Makes the incomplete file whole and right. If it was put together from pieces and
	 * has the wrong hash, one was of something else, and it is downloaded anew.
	 */
	private void fill() throws IOException {
		boolean pieced = receive();
		String hash = this.file.hash(this.incomplete.path());
		if (pieced && !hash.equals(this.file.blob())) {
			this.progress
				.say("%s: what was there already is of another file; starting anew".formatted(this.file.path()));
			this.incomplete.discard();
			receive();
			hash = this.file.hash(this.incomplete.path());
		}
		if (!hash.equals(this.file.blob())) {
			this.incomplete.discard();
			throw new HubException("%s of %s came with the hash %s, not %s: it was damaged on its way"
				.formatted(this.file.path(), this.reference, hash, this.file.blob()), "try again");
		}
	}

	/**
	 * Makes the incomplete file whole.
	 * @return whether it was put together from the answers to several requests
	 */
	private boolean receive() throws IOException {
		if (this.incomplete.size() > this.file.size()) {
			this.incomplete.discard();
		}
		Transfer transfer = new Transfer(this.progress, this.timing.clock(), this.file, this.incomplete.size());
		boolean pieced = this.incomplete.size() > 0;
		int failures = 0;
		try (FileChannel out = this.incomplete.open()) {
			while (out.size() < this.file.size()) {
				long before = out.size();
				try {
					pieced = request(out, transfer);
				}
				catch (HubUnreachableException ex) {
					failures = (out.size() > before) ? 1 : failures + 1;
					this.retries.pause(failures, ex);
				}
			}
			out.force(true);
		}
		transfer.finished();
		return pieced;
	}

	/**
	 * Asks for what is missing.
	 * @return whether it continues what was there
	 */
	private boolean request(FileChannel out, Transfer transfer) throws IOException {
		long start = out.size();
		String path = "/%s/resolve/%s/%s".formatted(this.reference.repository(), this.reference.revision(),
				this.file.path());
		String tag = (start > 0) ? this.incomplete.tag() : "";
		String range = "bytes=%d-".formatted(start);
		String[] headers = (start == 0) ? new String[0]
				: tag.isEmpty() ? new String[] { "Range", range } : new String[] { "Range", range, "If-Range", tag };
		try (HubAnswer answer = this.client.get(this.reference, path, headers)) {
			answer.facts().require(this.reference, this.file);
			if (answer.status() == 206) {
				requireRest(answer, start, out);
			}
			else if (answer.status() == 416) {
				out.truncate(0);
				throw new HubUnreachableException("%s has no bytes past %d".formatted(this.file.path(), start),
						Duration.ZERO);
			}
			else {
				// All of it, whether that was asked for or it has changed since.
				if (!answer.compressed()) {
					requireSize(answer.header("Content-Length"));
				}
				out.truncate(0);
				this.incomplete.remember(answer.compressed() ? "" : answer.header("ETag"));
			}
			copy(answer.body(), out, transfer);
			return answer.status() == 206;
		}
	}

	private void requireRest(HubAnswer answer, long start, FileChannel out) throws IOException {
		String content = answer.header("Content-Range");
		if (answer.compressed() || !content.startsWith("bytes %d-".formatted(start))) {
			out.truncate(0);
			throw new HubUnreachableException(
					"%s was answered with '%s' from byte %d on".formatted(this.file.path(), content, start),
					Duration.ZERO);
		}
		requireSize(content.substring(content.indexOf('/') + 1));
	}

	private void requireSize(String size) {
		if (size.matches("\\d+") && !size.equals(Long.toString(this.file.size()))) {
			throw new HubException("%s of %s has %s bytes where it is stored, and %d in the hub's list"
				.formatted(this.file.path(), this.reference, size, this.file.size()), "try again");
		}
	}

	private void copy(InputStream body, FileChannel out, Transfer transfer) throws IOException {
		byte[] chunk = new byte[CHUNK];
		out.position(out.size());
		try (StallGuard guard = new StallGuard(body, this.timing.stallTimeout())) {
			for (int count = read(body, chunk, guard); count >= 0; count = read(body, chunk, guard)) {
				guard.moved();
				this.listener.received(count);
				if (out.position() + count > this.file.size()) {
					out.truncate(0);
					throw new HubException("%s of %s is longer than the %d bytes of the hub's list"
						.formatted(this.file.path(), this.reference, this.file.size()), "try again");
				}
				ByteBuffer bytes = ByteBuffer.wrap(chunk, 0, count);
				while (bytes.hasRemaining()) {
					out.write(bytes);
				}
				transfer.moved(out.position());
			}
		}
		if (out.position() < this.file.size()) {
			throw new HubUnreachableException(
					"%s ended after %d of %d bytes".formatted(this.file.path(), out.position(), this.file.size()),
					Duration.ZERO);
		}
	}

	/**
	 * A read whose failure is the connection's, not the disk's.
	 */
	private int read(InputStream body, byte[] chunk, StallGuard guard) {
		try {
			return body.read(chunk);
		}
		catch (IOException ex) {
			Throwable reason = (ex.getCause() != null) ? ex.getCause() : ex;
			throw new HubUnreachableException("%s broke off: %s".formatted(this.file.path(), guard.stalled()
					? "nothing came for %d s".formatted(this.timing.stallTimeout().toSeconds()) : reason), ex);
		}
	}

}
