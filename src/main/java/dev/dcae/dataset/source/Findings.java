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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;

import dev.dcae.image.formats.ImageFormats;

/**
 * The images and shards that were found in sources, and what was left out.
 */
final class Findings {

	private final List<String> folders;

	private final Map<String, ListedImage> images = new LinkedHashMap<>();

	private final Map<String, Shard> shards = new LinkedHashMap<>();

	private final SortedMap<String, Integer> leftOut = new TreeMap<>();

	/**
	 * Nothing so far.
	 * @param folders all among the sources, since keys depend on whether there are
	 * several
	 */
	Findings(List<String> folders) {
		this.folders = List.copyOf(folders);
	}

	/**
	 * The key of an image in a folder: its path, behind the folder's name if there are
	 * several.
	 */
	String key(String folder, String name) {
		String plain = folder.replace('\\', '/').replaceAll("/+$", "");
		return (this.folders.size() > 1) ? plain.substring(plain.lastIndexOf('/') + 1) + "/" + name : name;
	}

	void add(ListedImage image) {
		ListedImage other = this.images.putIfAbsent(image.key(), image);
		if (other != null
				&& !(other.store().place().equals(image.store().place()) && other.name().equals(image.name()))) {
			this.images.put(image.key(), ListedImage.unusable(image.key(), image.store(),
					"Two sources have an image of this name; encode them one after the other"));
		}
	}

	void add(Shard shard) {
		this.shards.putIfAbsent(shard.store().place() + "/" + shard.name(), shard);
	}

	/**
	 * Counts files that are left out.
	 * @param ending of their names
	 */
	void leaveOut(String ending, int count) {
		this.leftOut.merge(ending, count, Integer::sum);
	}

	/**
	 * Takes back that a file was left out.
	 */
	void countIn(String name) {
		this.leftOut.computeIfPresent(name.substring(name.lastIndexOf('.')).toLowerCase(Locale.ROOT),
				(ending, count) -> (count > 1) ? count - 1 : null);
	}

	/**
	 * The data set.
	 * @param planned the shards that earlier parts found, by their ids
	 * @param buckets into how many units so many images are divided
	 * @throws SourceException if two shards would be called alike, or one cannot be
	 * called as it is
	 */
	Sources.DataSet dataSet(ImageFormats formats, Map<String, String> planned, IntUnaryOperator buckets)
			throws SourceException {
		return new Division(List.copyOf(this.images.values()), this.shards, this.folders, formats).dataSet(this.leftOut,
				planned, buckets);
	}

}
