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
package dev.dcae.dataset.folder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Files that are there whole or not at all, whatever happens to the process or the power.
 */
final class Durable {

	static final String PARTIAL = ".partial";

	private Durable() {
	}

	/**
	 * Writes the content of a file.
	 */
	@FunctionalInterface
	interface Content {

		void writeTo(WritableByteChannel out) throws IOException;

	}

	/**
	 * Writes a file under another name, and gives it its own once its bytes are on disk.
	 */
	static void write(Path file, Content content) throws IOException {
		Path partial = file.resolveSibling(file.getFileName() + PARTIAL);
		try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.CREATE,
				StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
			content.writeTo(channel);
			channel.force(true);
		}
		Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
		syncFolderOf(file);
	}

	/**
	 * Creates a folder, and those above it, if it is not there.
	 */
	static void createFolder(Path folder) throws IOException {
		if (!Files.isDirectory(folder)) {
			Files.createDirectories(folder);
			syncFolderOf(folder);
		}
	}

	/**
	 * Appends to a file that is open for it, at once.
	 */
	static void append(FileChannel file, byte[] bytes) throws IOException {
		ByteBuffer rest = ByteBuffer.wrap(bytes);
		while (rest.hasRemaining()) {
			file.write(rest);
		}
		file.force(true);
	}

	/**
	 * Makes sure of the names in a folder: a file's own sync is for its bytes only.
	 */
	private static void syncFolderOf(Path file) throws IOException {
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
