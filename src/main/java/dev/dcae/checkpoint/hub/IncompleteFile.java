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
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The beginning of a file, and what it is the beginning of.
 *
 * @param path of the bytes
 * @param tagFile has the entity tag of whoever sent them, which need not be their hash
 */
record IncompleteFile(Path path, Path tagFile) {

	long size() throws IOException {
		return Files.exists(this.path) ? Files.size(this.path) : 0;
	}

	FileChannel open() throws IOException {
		return FileChannel.open(this.path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
	}

	/**
	 * The tag, quoted; empty if there was none to trust.
	 */
	String tag() throws IOException {
		return Files.exists(this.tagFile) ? Files.readString(this.tagFile) : "";
	}

	void remember(String tag) throws IOException {
		// A weak one cannot vouch for bytes.
		if (tag.matches("\"[!#-~]*\"")) {
			Files.writeString(this.tagFile, tag);
		}
		else {
			Files.deleteIfExists(this.tagFile);
		}
	}

	void discard() throws IOException {
		Files.deleteIfExists(this.path);
		Files.deleteIfExists(this.tagFile);
	}

}
