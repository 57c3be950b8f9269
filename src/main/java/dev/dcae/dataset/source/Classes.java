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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The classes of images that lie in folders and can be used, numbered in the order of
 * their names, as torchvision's ImageFolder has them. An image's class is the first
 * folder of its path in which the paths of all differ: what is before it, such as
 * {@code data/imagenet/}, tells nothing. Where images come from several folders that each
 * have folders of classes, the class is looked for below them.
 *
 * @param names in the order of their numbers; empty if an image lies in no folder
 * @param at the number of folders before a class in a path
 */
record Classes(List<String> names, int at) {

	private static final Classes NONE = new Classes(List.of(), 0);

	/**
	 * Copies the list.
	 */
	Classes {
		names = List.copyOf(names);
	}

	/**
	 * The classes of images.
	 * @param severalFolders whether paths begin with the name of one of several folders
	 */
	static Classes of(List<ListedImage> images, boolean severalFolders) {
		List<ListedImage> usable = images.stream().filter((image) -> image.whyNot().isEmpty()).toList();
		return usable.isEmpty() ? NONE : ofUsable(usable, severalFolders);
	}

	private static Classes ofUsable(List<ListedImage> images, boolean severalFolders) {
		String[] first = folders(images.getFirst());
		int fewest = first.length;
		for (ListedImage image : images) {
			fewest = Math.min(fewest, folders(image).length);
		}
		int from = (severalFolders && fewest > 1) ? 1 : 0;
		int at = Math.max(from, fewest - 1);
		for (ListedImage image : images) {
			int same = from;
			String[] folders = folders(image);
			while (same < at && folders[same].equals(first[same])) {
				same++;
			}
			at = same;
		}
		return (fewest == 0) ? NONE : at(at, images);
	}

	private static Classes at(int at, List<ListedImage> images) {
		Map<String, Integer> sorted = new TreeMap<>();
		images.forEach((image) -> sorted.put(folders(image)[at], 0));
		return new Classes(new ArrayList<>(sorted.keySet()), at);
	}

	private static String[] folders(ListedImage image) {
		String[] parts = image.key().split("/", -1);
		return Arrays.copyOf(parts, parts.length - 1);
	}

	/**
	 * The images with the numbers of their classes.
	 */
	List<ListedImage> label(List<ListedImage> images) {
		if (this.names.isEmpty()) {
			return images;
		}
		Map<String, Integer> numbers = new TreeMap<>();
		this.names.forEach((name) -> numbers.put(name, numbers.size()));
		return images.stream()
			.map((image) -> image.whyNot().isPresent() ? image
					: image.withLabel(numbers.getOrDefault(folders(image)[this.at], 0)))
			.toList();
	}

}
