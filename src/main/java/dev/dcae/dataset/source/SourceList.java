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
package dev.dcae.dataset.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.dcae.dataset.store.S3Location;
import dev.dcae.dataset.store.Store;
import dev.dcae.image.formats.ImageFormats;

/**
 * Reads what people name as sources: one by one, by braces, or in lists.
 */
final class SourceList {

	private SourceList() {
	}

	/**
	 * A source, or an image of a list.
	 *
	 * @param line as the list has it; the place if there is none
	 * @param place of it, without braces
	 */
	record Named(String line, String place, boolean isImage) {

		/**
		 * The sources that a text with braces stands for.
		 */
		static List<Named> sources(String text) {
			return Patterns.expanded(text).stream().map((place) -> new Named(place, place, false)).toList();
		}

		boolean isFolder() {
			return !this.isImage && !Shard.isNamed(this.place) && (S3Location.isOne(this.place)
					? !Patterns.isPattern(this.place) : Files.isDirectory(Path.of(this.place)));
		}

	}

	/**
	 * The sources that texts stand for, with those of the lists among them.
	 * @param texts as on a command line
	 * @param formats of the images
	 * @throws SourceException if there is no such list
	 * @throws IOException if one cannot be read
	 */
	static List<Named> read(List<String> texts, ImageFormats formats) throws IOException {
		List<Named> all = new ArrayList<>();
		for (String text : texts) {
			all.addAll(text.startsWith("@") ? listed(text.substring(1), formats) : Named.sources(text));
		}
		return all;
	}

	/**
	 * A list with a source in each line, relative to the folder of the list; a line may
	 * be an image, too.
	 */
	private static List<Named> listed(String file, ImageFormats formats) throws IOException {
		List<Named> named = new ArrayList<>();
		boolean stored = S3Location.isOne(file);
		String folder = file.substring(0, file.lastIndexOf('/') + 1);
		byte[] bytes = stored ? Store.of(folder)
			.read(file.substring(folder.length()))
			.orElseThrow(() -> new SourceException("There is no list " + file)) : bytes(Path.of(file));
		for (String line : new String(bytes, StandardCharsets.UTF_8).lines().map(String::strip).toList()) {
			if (line.isEmpty() || line.startsWith("#")) {
				continue;
			}
			boolean whole = S3Location.isOne(line) || (!stored && Path.of(line).isAbsolute());
			String place = whole ? line : folder + line;
			if (isImage(line, place, formats)) {
				named.add(new Named(line, place, true));
			}
			else {
				named.addAll(Named.sources(place));
			}
		}
		return named;
	}

	private static byte[] bytes(Path list) throws IOException {
		if (!Files.isRegularFile(list)) {
			throw new SourceException("There is no list " + list);
		}
		return Files.readAllBytes(list);
	}

	/**
	 * A name may have the letters of a pattern, as {@code photo[1].jpg} has.
	 */
	private static boolean isImage(String line, String place, ImageFormats formats) {
		return formats.areCalled(line.substring(line.lastIndexOf('/') + 1)) && (!Patterns.isPattern(line)
				|| (S3Location.isOne(place) ? line.indexOf('*') < 0 : Files.isRegularFile(Path.of(place))));
	}

}
