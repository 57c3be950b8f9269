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
package dev.dcae.image.folder;

import java.nio.file.Path;

/**
 * The names of files as they are written on disk, mostly in UTF-8, whatever charset the
 * locale has: Java reads names by that, and keeps in a path the bytes that it cannot
 * read.
 */
public final class FileNames {

	private static final char REPLACEMENT = '\ufffd';

	private FileNames() {
	}

	/**
	 * The name of a file or the path to it, with {@code /} on every system.
	 * @param path relative
	 */
	public static String of(Path path) {
		String name = path.toString();
		if (!isWhole(name)) {
			// An address has the bytes themselves, and is read as UTF-8.
			name = Path.of("").toUri().relativize(path.toUri()).getPath();
		}
		return name.replace(path.getFileSystem().getSeparator(), "/");
	}

	/**
	 * Tells whether a name has none of the characters that stand for bytes which are no
	 * text.
	 */
	public static boolean isWhole(String name) {
		return name.indexOf(REPLACEMENT) < 0;
	}

}
