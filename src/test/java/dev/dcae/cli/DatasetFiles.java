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
package dev.dcae.cli;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.dcae.image.Formats;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Files of data sets, written and read by others than those that are tested.
 */
final class DatasetFiles {

	private DatasetFiles() {
	}

	/**
	 * A PNG of noise.
	 */
	static byte[] png(int width, int height, int seed) {
		return Formats.PNG.encode(EncodeFolderTests.image(width, height, seed));
	}

	/**
	 * Samples {@code FIRST} to {@code FIRST + COUNT - 1} of noise with a class and a
	 * caption each, by their names in a tar.
	 */
	static Map<String, byte[]> samples(int first, int count, int side) {
		Map<String, byte[]> files = new LinkedHashMap<>();
		for (int i = first; i < first + count; i++) {
			String key = "%06d".formatted(i);
			files.put(key + ".png", png(side, side, i));
			files.put(key + ".cls", Integer.toString(i % 10).getBytes(StandardCharsets.UTF_8));
			files.put(key + ".json", "{\"prompt\":\"number %d\",\"width\":%d,\"height\":%d}".formatted(i, side, side)
				.getBytes(StandardCharsets.UTF_8));
		}
		return files;
	}

	static byte[] tar(Map<String, byte[]> files) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new BufferedOutputStream(bytes))) {
			for (Map.Entry<String, byte[]> file : files.entrySet()) {
				TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
				entry.setSize(file.getValue().length);
				tar.putArchiveEntry(entry);
				tar.write(file.getValue());
				tar.closeArchiveEntry();
			}
		}
		return bytes.toByteArray();
	}

	static Map<String, byte[]> read(Path tar) throws IOException {
		Map<String, byte[]> files = new LinkedHashMap<>();
		try (InputStream in = new BufferedInputStream(Files.newInputStream(tar));
				TarArchiveInputStream entries = new TarArchiveInputStream(in)) {
			for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
				files.put(entry.getName(), entries.readAllBytes());
			}
		}
		return files;
	}

	static List<JsonNode> lines(Path file) throws IOException {
		return Files.readAllLines(file).stream().map((line) -> JsonMapper.shared().readTree(line)).toList();
	}

}
