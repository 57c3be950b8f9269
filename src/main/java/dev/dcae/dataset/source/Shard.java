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

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.dcae.dataset.store.Store;
import dev.dcae.dataset.store.StoredFile;
import dev.dcae.image.formats.ImageFormats;

/**
 * A shard that was found: a tar or a Parquet file.
 *
 * @param place in messages
 * @param store that it lies in
 * @param name of it there
 * @param bytes its size
 * @param named whether it, or a pattern of it, is a source: not just found in one
 */
record Shard(String place, Store store, String name, long bytes, boolean named) {

	private static final List<String> TARS = List.of(".tar", ".tar.gz", ".tgz");

	private static final String PARQUET = ".parquet";

	/**
	 * Tells whether a file is called as shards are.
	 */
	static boolean isNamed(String name) {
		String lower = name.toLowerCase(Locale.ROOT);
		return (lower.endsWith(PARQUET) || TARS.stream().anyMatch(lower::endsWith))
				&& !ImageFormats.isOfMacOs(name.substring(name.lastIndexOf('/') + 1));
	}

	/**
	 * The names of the Parquet files that lie beside a tar of their name: its texts and
	 * numbers once more, as img2dataset writes them.
	 */
	static Set<String> tables(List<StoredFile> files) {
		Set<String> tables = new HashSet<>();
		for (StoredFile file : files) {
			String lower = file.name().toLowerCase(Locale.ROOT);
			TARS.stream()
				.filter(lower::endsWith)
				.forEach((ending) -> tables.add(file.name().substring(0, lower.length() - ending.length()) + PARQUET));
		}
		return tables;
	}

	/**
	 * The unit of work that it is.
	 */
	WorkUnit unit(String id, ImageFormats formats) {
		return this.name.toLowerCase(Locale.ROOT).endsWith(PARQUET)
				? new ParquetUnit(id, this.place, this.bytes, this.store, this.name, this.named)
				: new TarUnit(id, this.place, this.bytes, this.store, this.name, formats);
	}

}
