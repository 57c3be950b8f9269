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
package dev.dcae.dataset.store;

import java.io.BufferedOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

import dev.dcae.image.folder.FileNames;

/**
 * A folder. A file is written under a name of its own and gets the right one once its
 * bytes are on disk.
 */
public final class LocalStore implements Store {

	private static final String PARTIAL = ".partial";

	private static final int BUFFER = 1 << 16;

	private final Path folder;

	private final Path root;

	/**
	 * A folder, which need not be there before something is written.
	 */
	public LocalStore(Path folder) {
		this.folder = folder;
		this.root = folder.toAbsolutePath().normalize();
	}

	@Override
	public String place() {
		return this.folder.toString();
	}

	/**
	 * The path of a file.
	 * @throws IllegalArgumentException if the name leads out of the folder
	 */
	public Path path(String name) {
		if (!this.root.resolve(name).normalize().startsWith(this.root)) {
			throw new IllegalArgumentException("%s leads out of %s".formatted(name, this.folder));
		}
		return this.folder.resolve(name);
	}

	@Override
	public List<StoredFile> list(String beginning) throws IOException {
		// What lies in folders that cannot hold such a name is not looked at.
		Path top = path(beginning.substring(0, beginning.lastIndexOf('/') + 1));
		List<StoredFile> files = new ArrayList<>();
		if (!Files.isDirectory(top)) {
			return files;
		}
		try {
			for (FileWalk.FileFound file : FileWalk.below(top, Integer.MAX_VALUE, FileVisitOption.FOLLOW_LINKS)) {
				String name = FileNames.of(this.folder.relativize(file.path()));
				if (name.startsWith(beginning) && !name.endsWith(PARTIAL)) {
					BasicFileAttributes attributes = file.attributes();
					files.add(new StoredFile(name, attributes.size(), attributes.lastModifiedTime().toMillis()));
				}
			}
		}
		catch (NoSuchFileException ex) {
			throw new StoreException("%s was removed while it was listed".formatted(place()), ex);
		}
		files.sort(Comparator.comparing(StoredFile::name));
		return files;
	}

	@Override
	public Optional<byte[]> read(String name) throws IOException {
		try {
			return Optional.of(Files.readAllBytes(path(name)));
		}
		catch (NoSuchFileException ex) {
			return Optional.empty();
		}
		catch (IOException ex) {
			throw failed(name, ex);
		}
	}

	@Override
	public InputStream open(String name) throws IOException {
		try {
			return new Reading(Files.newInputStream(path(name)), name);
		}
		catch (IOException ex) {
			throw failed(name, ex);
		}
	}

	@Override
	public byte[] range(String name, long offset, int length) throws IOException {
		ByteBuffer bytes = ByteBuffer.allocate(length);
		try (FileChannel channel = FileChannel.open(path(name), StandardOpenOption.READ)) {
			channel.position(offset);
			while (bytes.hasRemaining()) {
				if (channel.read(bytes) < 0) {
					throw new StoreException("%s has fewer bytes than it had".formatted(path(name)));
				}
			}
			return bytes.array();
		}
		catch (StoreException ex) {
			throw ex;
		}
		catch (IOException ex) {
			throw failed(name, ex);
		}
	}

	@Override
	public StoreOutput create(String name) throws IOException {
		Path file = path(name);
		try {
			Files.createDirectories(file.toAbsolutePath().getParent());
			return new Writing(file);
		}
		catch (IOException ex) {
			throw failed(name, ex);
		}
	}

	@Override
	public void delete(String name) throws IOException {
		try {
			Files.deleteIfExists(path(name));
		}
		catch (IOException ex) {
			throw failed(name, ex);
		}
	}

	@Override
	public void discardUnfinished(Predicate<StoredFile> which) throws IOException {
		if (!Files.isDirectory(this.folder)) {
			return;
		}
		for (FileWalk.FileFound file : FileWalk.below(this.folder, Integer.MAX_VALUE)) {
			String name = FileNames.of(this.folder.relativize(file.path()));
			BasicFileAttributes attributes = file.attributes();
			if (name.endsWith(PARTIAL) && which
				.test(new StoredFile(whole(name), attributes.size(), attributes.lastModifiedTime().toMillis()))) {
				Files.deleteIfExists(file.path());
			}
		}
	}

	/**
	 * The name that a file will have.
	 */
	private static String whole(String partial) {
		return partial.replaceFirst("\\.[0-9a-f-]{36}\\.partial$", "");
	}

	private StoreException failed(String name, IOException cause) {
		return new StoreException("%s: %s".formatted(path(name), cause), cause);
	}

	/**
	 * Tells failures of the disk from those of whoever reads what the bytes mean.
	 */
	private final class Reading extends FilterInputStream {

		private final String name;

		Reading(InputStream in, String name) {
			super(in);
			this.name = name;
		}

		@Override
		public int read() throws IOException {
			try {
				return super.read();
			}
			catch (IOException ex) {
				throw failed(this.name, ex);
			}
		}

		@Override
		public int read(byte[] bytes, int offset, int length) throws IOException {
			try {
				return super.read(bytes, offset, length);
			}
			catch (IOException ex) {
				throw failed(this.name, ex);
			}
		}

	}

	private static final class Writing extends StoreOutput {

		private final Path file;

		private final Path partial;

		private final FileChannel channel;

		private final OutputStream out;

		Writing(Path file) throws IOException {
			this.file = file;
			// Another process may be writing the same file.
			this.partial = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + PARTIAL);
			this.channel = FileChannel.open(this.partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
			this.out = new BufferedOutputStream(Channels.newOutputStream(this.channel), BUFFER);
		}

		@Override
		public void write(int b) throws IOException {
			this.out.write(b);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) throws IOException {
			this.out.write(bytes, offset, length);
		}

		@Override
		public void flush() throws IOException {
			this.out.flush();
		}

		@Override
		public void commit() throws IOException {
			this.out.flush();
			this.channel.force(true);
			this.channel.close();
			try {
				Files.move(this.partial, this.file, StandardCopyOption.ATOMIC_MOVE);
			}
			catch (NoSuchFileException ex) {
				// Another process, which does the same work, was done, and discarded
				// this.
				if (!Files.exists(this.file)) {
					throw ex;
				}
			}
			syncNames(this.file);
		}

		@Override
		public void close() throws IOException {
			if (this.channel.isOpen()) {
				this.channel.close();
				Files.deleteIfExists(this.partial);
			}
		}

		/**
		 * Makes sure of the names in a folder: a file's own sync is for its bytes only.
		 */
		private static void syncNames(Path file) throws IOException {
			Path folder = file.toAbsolutePath().getParent();
			if (folder == null || folder.getFileSystem().getSeparator().equals("\\")) {
				// Windows cannot open a folder, and needs no such thing.
				return;
			}
			try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
				channel.force(true);
			}
		}

	}

}
