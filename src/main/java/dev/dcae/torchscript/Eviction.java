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
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the archives of a folder to a size. The time of a file's last use is that of its
 * last change, which file systems keep where they do not keep the time of reading.
 */
final class Eviction {

	private static final Logger log = LoggerFactory.getLogger(Eviction.class);

	private final Path folder;

	private final long limit;

	private final InstantSource clock;

	/**
	 * Archives that this process asked for. Another process that has one open keeps it
	 * when its name is gone, and one that was about to open it compiles it again.
	 */
	private final Set<Path> ours = ConcurrentHashMap.newKeySet();

	private record Archive(Path path, long size, FileTime used) {
	}

	Eviction(Path folder, long limit, InstantSource clock) {
		this.folder = folder;
		this.limit = limit;
		this.clock = clock;
	}

	/**
	 * Notes that an archive is this process's, before it is there.
	 */
	void claim(Path archive) {
		this.ours.add(archive);
	}

	/**
	 * Notes that an archive is used now.
	 */
	void use(Path archive) {
		claim(archive);
		try {
			Files.setLastModifiedTime(archive, FileTime.from(this.clock.instant()));
		}
		catch (IOException ex) {
			// A folder that others fill, and that is only read here.
			log.debug("{} does not tell when it was used", archive, ex);
		}
	}

	/**
	 * Removes archives until the others are within the limit, those first that were used
	 * least recently, and none of this process's.
	 */
	void shrink() {
		try {
			List<Archive> archives = archives();
			long size = archives.stream().mapToLong(Archive::size).sum();
			for (Archive archive : archives) {
				if (size > this.limit && !this.ours.contains(archive.path())) {
					Files.deleteIfExists(archive.path());
					log.info(
							"The compiled archive {}, last used at {}, is removed: all together have more than {} bytes",
							archive.path(), archive.used(), this.limit);
					size -= archive.size();
				}
			}
			if (size > this.limit) {
				log.warn(
						"The archives of the models that are served have {} bytes, more than dcae.cache-limit, which is {}",
						size, this.limit);
			}
		}
		catch (IOException | DirectoryIteratorException ex) {
			log.warn("{} cannot be kept to its size: {}", this.folder, ex.toString());
		}
	}

	/**
	 * All archives, the one that was used least recently first.
	 */
	private List<Archive> archives() throws IOException {
		List<Archive> archives = new ArrayList<>();
		try (DirectoryStream<Path> files = Files.newDirectoryStream(this.folder, "*.pt")) {
			for (Path file : files) {
				try {
					BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
					archives.add(new Archive(file, attributes.size(), attributes.lastModifiedTime()));
				}
				catch (IOException ex) {
					// Another process has just removed it.
					log.debug("{} is gone", file, ex);
				}
			}
		}
		archives.sort(Comparator.comparing(Archive::used).thenComparing(Archive::path));
		return archives;
	}

}
