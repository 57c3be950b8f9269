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

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * A folder that latents are collected in, over as many runs as it takes: the settings
 * that they were made with, the manifest, and a folder of shards for each shape. One
 * process at a time.
 */
final class LatentFolder implements Closeable {

	static final String MANIFEST = "manifest.jsonl";

	static final String SETTINGS = "settings.json";

	static final String FAILURES = "failed.jsonl";

	private static final String LOCK = ".lock";

	private static final String SHARDS = "[0-9]+x[0-9]+x[0-9]+";

	private static final String SHARD = "[0-9]+\\.safetensors(\\.partial)?";

	private final Path path;

	private final FileChannel lock;

	private final Manifest manifest;

	private LatentFolder(Path path, FileChannel lock, Manifest manifest) {
		this.path = path;
		this.lock = lock;
		this.manifest = manifest;
	}

	/**
	 * Opens a folder, new or left by another run, and removes what a crash left half
	 * done.
	 * @param settings that decide what latents are; those of another run must have been
	 * the same
	 * @throws IOException if it is in use, was made with other settings, or is no such
	 * folder
	 */
	static LatentFolder open(Path path, Map<String, String> settings) throws IOException {
		boolean empty = !Files.exists(path) || isEmpty(path);
		if (!empty && !Files.exists(path.resolve(SETTINGS)) && !Files.exists(path.resolve(LOCK))) {
			throw new IOException(
					"%s has files in it that are not from here; name an empty or a new folder".formatted(path));
		}
		Durable.createFolder(path);
		FileChannel lock = lock(path);
		try {
			checkSettings(path, settings);
			Manifest manifest = Manifest.open(path.resolve(MANIFEST));
			LatentFolder folder = new LatentFolder(path, lock, manifest);
			folder.discardUnlisted();
			return folder;
		}
		catch (IOException | RuntimeException ex) {
			lock.close();
			throw ex;
		}
	}

	private static boolean isEmpty(Path path) throws IOException {
		try (Stream<Path> files = Files.list(path)) {
			return files.findAny().isEmpty();
		}
	}

	private static FileChannel lock(Path path) throws IOException {
		FileChannel channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
		try {
			FileLock lock = channel.tryLock();
			if (lock != null) {
				return channel;
			}
		}
		catch (OverlappingFileLockException ex) {
			// Held by this very process.
		}
		channel.close();
		throw new IOException("Another process is encoding into " + path);
	}

	/**
	 * The settings that the latents of a folder were made with, if there is such a
	 * folder.
	 * @throws IOException if they cannot be read
	 */
	static Optional<Map<String, String>> settings(Path path) throws IOException {
		Path file = path.resolve(SETTINGS);
		if (!Files.exists(file)) {
			return Optional.empty();
		}
		try {
			return Optional
				.of(JsonMapper.shared().readValue(Files.readAllBytes(file), new TypeReference<Map<String, String>>() {
				}));
		}
		catch (JacksonException ex) {
			throw new IOException(file + " is not readable as settings; start with an empty folder", ex);
		}
	}

	private static void checkSettings(Path path, Map<String, String> settings) throws IOException {
		Path file = path.resolve(SETTINGS);
		if (!Files.exists(file)) {
			byte[] json = JsonMapper.shared()
				.writerWithDefaultPrettyPrinter()
				.writeValueAsBytes(new TreeMap<>(settings));
			Durable.write(file, (out) -> out.write(ByteBuffer.wrap(json)));
			return;
		}
		Map<String, String> before = settings(path).orElseThrow();
		Set<String> names = new TreeSet<>(before.keySet());
		names.addAll(settings.keySet());
		for (String name : names) {
			if (!Objects.equals(before.get(name), settings.get(name))) {
				throw new IOException(
						"%s was made with %s %s, not %s; go on with the same settings, or start with an empty folder"
							.formatted(path, name, before.get(name), settings.get(name)));
			}
		}
	}

	/**
	 * Removes shards that the manifest does not list, whole or not. Nothing else: what
	 * somebody put here stays.
	 */
	private void discardUnlisted() throws IOException {
		try (DirectoryStream<Path> folders = Files.newDirectoryStream(this.path, (entry) -> isNamed(entry, SHARDS))) {
			for (Path folder : folders) {
				try (DirectoryStream<Path> shards = Files.newDirectoryStream(folder,
						(entry) -> isNamed(entry, SHARD))) {
					for (Path shard : shards) {
						String name = folder.getFileName() + "/" + shard.getFileName();
						if (!this.manifest.shards().contains(name)) {
							Files.delete(shard);
						}
					}
				}
			}
		}
	}

	private static boolean isNamed(Path entry, String pattern) {
		return entry.getFileName().toString().matches(pattern);
	}

	Path path() {
		return this.path;
	}

	Manifest manifest() {
		return this.manifest;
	}

	@Override
	public void close() throws IOException {
		try {
			this.manifest.close();
		}
		finally {
			this.lock.close();
		}
	}

}
