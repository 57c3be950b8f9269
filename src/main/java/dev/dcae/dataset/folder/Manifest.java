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

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.dcae.tensor.Safetensors;
import dev.dcae.tensor.TensorFormatException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The list of what is encoded: a JSON object a line, the lines of a shard one after the
 * other. They are appended once the shard is on disk, so a shard without all of its lines
 * is one that a crash left behind: on opening its lines are cut off, and it does not
 * count.
 */
final class Manifest implements Closeable {

	private final FileChannel channel;

	private final Map<String, SourceFile> files;

	private final Set<String> shards;

	private Manifest(FileChannel channel, Map<String, SourceFile> files, Set<String> shards) {
		this.channel = channel;
		this.files = files;
		this.shards = shards;
	}

	/**
	 * Opens a manifest, new or old.
	 * @param file in the folder that holds the shards
	 * @throws IOException if it cannot be read, is no manifest, or names a shard that is
	 * missing
	 */
	static Manifest open(Path file) throws IOException {
		FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
				StandardOpenOption.WRITE);
		try {
			Reader reader = new Reader(file);
			channel.truncate(reader.readToEnd()).position(channel.size()).force(true);
			return new Manifest(channel, reader.files, reader.shards);
		}
		catch (IOException | RuntimeException ex) {
			channel.close();
			throw ex;
		}
	}

	/**
	 * Reads the lines and finds the end of those that count.
	 */
	private static final class Reader {

		private final Path path;

		final Map<String, SourceFile> files = new HashMap<>();

		final Set<String> shards = new LinkedHashSet<>();

		private final List<String> block = new ArrayList<>();

		private String shard = "";

		private long blockStart;

		private int number;

		Reader(Path path) {
			this.path = path;
		}

		long readToEnd() throws IOException {
			long end = 0;
			try (InputStream in = new BufferedInputStream(Files.newInputStream(this.path), 1 << 16)) {
				for (byte[] line = line(in); line.length > 0 && line[line.length - 1] == '\n'; line = line(in)) {
					add(line, end);
					end += line.length;
				}
			}
			if (isWhole(this.shard, this.block.size())) {
				return end;
			}
			this.block.forEach(this.files::remove);
			this.shards.remove(this.shard);
			return this.blockStart;
		}

		/**
		 * The next line with its end; without it if the file ends first.
		 */
		private static byte[] line(InputStream in) throws IOException {
			ByteArrayOutputStream line = new ByteArrayOutputStream(256);
			for (int b = in.read(); b >= 0; b = in.read()) {
				line.write(b);
				if (b == '\n') {
					break;
				}
			}
			return line.toByteArray();
		}

		private void add(byte[] line, long start) throws IOException {
			this.number++;
			ManifestEntry entry = parse(line);
			if (!entry.shard().equals(this.shard)) {
				if (!this.shards.add(entry.shard())) {
					throw new IOException("%s, line %d: the lines of %s are not together".formatted(this.path,
							this.number, entry.shard()));
				}
				if (!Files.exists(path(entry.shard()))) {
					missing(entry.shard());
				}
				this.shard = entry.shard();
				this.blockStart = start;
				this.block.clear();
			}
			this.block.add(entry.file());
			this.files.put(entry.file(), new SourceFile(entry.file(), entry.bytes(), entry.modified()));
		}

		private ManifestEntry parse(byte[] line) throws IOException {
			try {
				ManifestEntry entry = JsonMapper.shared().readValue(line, ManifestEntry.class);
				if (entry != null && entry.file() != null && entry.shard() != null) {
					return entry;
				}
			}
			catch (JacksonException ex) {
				// Its words are on places in a class.
			}
			throw new IOException("%s, line %d, is no line of a manifest".formatted(this.path, this.number));
		}

		private boolean isWhole(String shard, int lines) throws IOException {
			if (lines == 0) {
				return true;
			}
			try (Arena arena = Arena.ofConfined()) {
				return Safetensors.map(path(shard), arena).tensors().size() == lines;
			}
			catch (TensorFormatException ex) {
				throw new IOException("A shard of the manifest is damaged: " + ex.getMessage(), ex);
			}
		}

		private void missing(String shard) throws IOException {
			throw new IOException(
					"%s names the shard %s, which is missing; bring it back, or start with an empty folder"
						.formatted(this.path, shard));
		}

		private Path path(String shard) {
			return this.path.resolveSibling(shard);
		}

	}

	/**
	 * The files whose latents are there, by name, as they were when they were encoded.
	 */
	Map<String, SourceFile> files() {
		return Collections.unmodifiableMap(this.files);
	}

	/**
	 * The shards that count.
	 */
	Set<String> shards() {
		return Collections.unmodifiableSet(this.shards);
	}

	/**
	 * Adds the lines of a shard that is on disk. They are on disk when this returns.
	 */
	void append(List<ManifestEntry> lines) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		for (ManifestEntry line : lines) {
			bytes.writeBytes(JsonMapper.shared().writeValueAsBytes(line));
			bytes.write('\n');
			this.files.put(line.file(), new SourceFile(line.file(), line.bytes(), line.modified()));
			this.shards.add(line.shard());
		}
		Durable.append(this.channel, bytes.toByteArray());
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
	}

}
