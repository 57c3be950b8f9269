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

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The files in a folder and the folders below it. A folder below that is somebody else's
 * alone, such as {@code lost+found}, a loop of links, and a file that is gone before it
 * is looked at, as one that another process renames, are passed over.
 */
public final class FileWalk {

	private FileWalk() {
	}

	/**
	 * A file that was found.
	 */
	public record FileFound(Path path, BasicFileAttributes attributes) {
	}

	/**
	 * Finds regular files.
	 * @param top the folder
	 * @param depth of folders to look into, 1 for the folder alone
	 * @param options whether links are followed
	 * @throws IOException if the folder cannot be read
	 */
	public static List<FileFound> below(Path top, int depth, FileVisitOption... options) throws IOException {
		List<FileFound> files = new ArrayList<>();
		Files.walkFileTree(top, Set.of(options), depth, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
				if (attributes.isRegularFile()) {
					files.add(new FileFound(file, attributes));
				}
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFileFailed(Path file, IOException ex) throws IOException {
				boolean passedOver = ex instanceof AccessDeniedException || ex instanceof FileSystemLoopException
						|| ex instanceof NoSuchFileException;
				if (!passedOver || file.equals(top)) {
					throw ex;
				}
				return FileVisitResult.CONTINUE;
			}

		});
		return files;
	}

}
