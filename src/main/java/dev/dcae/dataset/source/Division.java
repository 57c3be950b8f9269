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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.zip.CRC32;

import dev.dcae.image.formats.ImageFormats;

/**
 * Divides what was found into units of work: each shard is one, and images that lie in
 * none are dealt out by their keys.
 */
final class Division {

	private final List<ListedImage> images;

	private final Map<String, Shard> shards;

	private final List<String> folders;

	private final ImageFormats formats;

	/**
	 * Prepares to divide.
	 * @param images that lie in no shard
	 * @param shards by their places
	 * @param folders among the sources
	 */
	Division(List<ListedImage> images, Map<String, Shard> shards, List<String> folders, ImageFormats formats) {
		this.images = images;
		this.shards = shards;
		this.folders = folders;
		this.formats = formats;
	}

	/**
	 * The data set.
	 * @param leftOut files that are no part of it, by the ending of their names
	 * @param planned the shards that earlier parts found, by their ids
	 * @param buckets into how many units so many images are divided
	 * @throws SourceException if two shards would be called alike, or one cannot be
	 * called as it is
	 */
	Sources.DataSet dataSet(SortedMap<String, Integer> leftOut, Map<String, String> planned, IntUnaryOperator buckets)
			throws SourceException {
		List<WorkUnit> units = new ArrayList<>();
		Classes classes = Classes.of(this.images, this.folders.size() > 1);
		int divided = this.images.isEmpty() ? 0 : buckets.applyAsInt(this.images.size());
		if (divided > 0) {
			units.addAll(imageUnits(divided, classes));
		}
		units.addAll(shardUnits(planned));
		units.sort(Comparator.comparing(WorkUnit::id));
		Set<String> ids = new HashSet<>();
		for (WorkUnit unit : units) {
			if (!ids.add(unit.id())) {
				throw new SourceException(
						"Two shards are called %s: %s is one; name those that are meant, as in '*.tar', or rename one"
							.formatted(unit.id(), unit.shard()));
			}
		}
		return new Sources.DataSet(units, leftOut, divided, classes.names());
	}

	private List<WorkUnit> imageUnits(int buckets, Classes classes) {
		SortedMap<Integer, List<ListedImage>> divided = new TreeMap<>();
		classes.label(this.images)
			.forEach((image) -> divided.computeIfAbsent(bucket(image, buckets), (bucket) -> new ArrayList<>())
				.add(image));
		List<WorkUnit> units = new ArrayList<>();
		String shard = (this.folders.size() == 1) ? this.folders.getFirst() : "images";
		divided.forEach((bucket, images) -> {
			images.sort(Comparator.comparing(ListedImage::key));
			units.add(new ImageUnit("images-%06d".formatted(bucket), shard, images));
		});
		return units;
	}

	private static int bucket(ListedImage image, int buckets) {
		CRC32 hash = new CRC32();
		hash.update(image.stem().getBytes(StandardCharsets.UTF_8));
		return (int) (hash.getValue() % buckets);
	}

	/**
	 * The units of shards. They are named below the folder that all lie in, which is
	 * another when more have come; what an earlier part found keeps its name.
	 */
	private List<WorkUnit> shardUnits(Map<String, String> planned) throws SourceException {
		Map<String, String> names = new HashMap<>();
		planned.forEach((id, place) -> names.put(place, id));
		String common = common();
		List<WorkUnit> units = new ArrayList<>();
		for (Map.Entry<String, Shard> found : this.shards.entrySet()) {
			String id = path(found.getKey()).substring(common.length())
				.replaceFirst("(?i)(\\.tar|\\.tar\\.gz|\\.tgz|\\.parquet)$", "");
			if (Arrays.stream(id.split("/", -1)).anyMatch((part) -> part.isEmpty() || part.matches("\\.\\.?"))) {
				throw new SourceException(
						"No latents can be named after %s; give it another name".formatted(found.getValue().place()));
			}
			String place = found.getValue().place();
			units.add(found.getValue()
				.unit(place.equals(planned.get(id)) ? id : names.getOrDefault(place, id), this.formats));
		}
		return units;
	}

	/**
	 * A place as a path below nothing, so that those of different stores can be compared:
	 * names of latents are made of it.
	 */
	private static String path(String place) {
		return place.replaceFirst("^s3://", "").replaceAll("/+", "/").replaceFirst("^/", "");
	}

	/**
	 * The folder that all shards lie in.
	 */
	private String common() {
		String common = null;
		for (String place : this.shards.keySet()) {
			String path = path(place);
			String folder = path.substring(0, path.lastIndexOf('/') + 1);
			if (common == null) {
				common = folder;
			}
			while (!folder.startsWith(common)) {
				common = common.substring(0, common.lastIndexOf('/', common.length() - 2) + 1);
			}
		}
		return (common != null) ? common : "";
	}

}
