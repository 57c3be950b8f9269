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
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.IntUnaryOperator;
import java.util.regex.Pattern;

import dev.dcae.dataset.store.FileWalk;
import dev.dcae.dataset.store.LocalStore;
import dev.dcae.dataset.store.S3Location;
import dev.dcae.dataset.store.StoredFile;
import dev.dcae.image.folder.FileNames;
import dev.dcae.image.folder.FoundImage;
import dev.dcae.image.folder.ImageTree;
import dev.dcae.image.formats.ImageFormats;

/**
 * Finds the units of work that sources consist of. A source is a folder or a prefix of a
 * bucket, a list of sources, or one or many shards: tars or Parquet files.
 */
public final class Sources {

	private final ImageFormats formats;

	private final String except;

	private final Findings findings;

	private final StoredSources stored;

	private Sources(ImageFormats formats, String except, Findings findings) {
		this.formats = formats;
		this.except = except;
		this.findings = findings;
		this.stored = new StoredSources(formats, except, findings);
	}

	/**
	 * The units of work of a data set.
	 *
	 * @param units in the order of their ids
	 * @param leftOut files that are neither images nor shards, by the ending of their
	 * names
	 * @param buckets that images which lie in no shard were divided into by their keys; 0
	 * if there are none
	 * @param classes of images that lie in no shard, in the order of their numbers; empty
	 * if they have none
	 */
	public record DataSet(List<WorkUnit> units, SortedMap<String, Integer> leftOut, int buckets, List<String> classes) {

		/**
		 * Copies the lists.
		 */
		public DataSet {
			units = List.copyOf(units);
			classes = List.copyOf(classes);
		}

	}

	/**
	 * Finds what there is.
	 * @param texts the sources, as on a command line
	 * @param formats of the images
	 * @param except a folder, or a place in object storage, that is left out even if it
	 * lies in one of the sources
	 * @param planned the shards that earlier parts found, by the ids that they keep
	 * @param buckets into how many units so many images are divided
	 * @throws SourceException if a source is not there
	 * @throws IOException if one cannot be read
	 */
	public static DataSet find(List<String> texts, ImageFormats formats, String except, Map<String, String> planned,
			IntUnaryOperator buckets) throws IOException {
		List<SourceList.Named> all = SourceList.read(texts, formats);
		Findings findings = new Findings(
				all.stream().filter(SourceList.Named::isFolder).map(SourceList.Named::place).toList());
		Sources sources = new Sources(formats, except, findings);
		for (SourceList.Named one : all) {
			if (one.isImage()) {
				sources.addListed(one.line(), one.place());
			}
			else {
				sources.add(one.place());
			}
		}
		return findings.dataSet(formats, planned, buckets);
	}

	private void add(String name) throws IOException {
		if (S3Location.isOne(name)) {
			this.stored.add(name);
		}
		else if (Patterns.isPattern(name) && !Files.exists(Path.of(name))) {
			addMatching(name);
		}
		else if (Files.isDirectory(Path.of(name))) {
			addFolder(Path.of(name));
		}
		else if (isFile(Path.of(name))) {
			addFile(Path.of(name));
		}
		else {
			throw new SourceException(Shard.isNamed(name) ? "There is no " + name
					: "%s is no folder with images, and no shard of a data set".formatted(name));
		}
	}

	/**
	 * Tells whether there is a file, other than where that cannot be told.
	 */
	private static boolean isFile(Path path) throws IOException {
		try {
			return Files.readAttributes(path, BasicFileAttributes.class).isRegularFile();
		}
		catch (NoSuchFileException ex) {
			return false;
		}
	}

	private void addFile(Path file) throws IOException {
		String name = FileNames.of(file.getFileName());
		if (!Shard.isNamed(name)) {
			throw new SourceException(
					"%s is neither a tar nor Parquet; name single images in a list: @list.txt".formatted(file));
		}
		LocalStore store = folderOf(file);
		this.findings.add(new Shard(FileNames.of(file), store, name, Files.size(file), true));
	}

	private static LocalStore folderOf(Path file) {
		return new LocalStore(Objects.requireNonNull(file.toAbsolutePath().normalize().getParent()));
	}

	/**
	 * Files on disk that a pattern stands for.
	 */
	private void addMatching(String pattern) throws IOException {
		String folder = Patterns.folder(pattern);
		Pattern names = Patterns.regex(pattern);
		int depth = pattern.contains("**") ? Integer.MAX_VALUE
				: 1 + (int) pattern.substring(folder.length()).chars().filter((c) -> c == '/').count();
		Path top = Path.of(folder);
		List<Path> found = List.of();
		if (Files.isDirectory(top)) {
			found = FileWalk.below(top, depth, FileVisitOption.FOLLOW_LINKS)
				.stream()
				.map(FileWalk.FileFound::path)
				.filter((path) -> !isExcepted(path)
						&& names.matcher(folder + FileNames.of(top.relativize(path))).matches())
				.filter((path) -> !ImageFormats.isOfMacOs(FileNames.of(path.getFileName())))
				.sorted()
				.toList();
		}
		if (found.isEmpty()) {
			throw new SourceException("There is nothing like " + pattern);
		}
		for (Path path : found) {
			addFile(path);
		}
	}

	private void addFolder(Path named) throws IOException {
		Path folder = named.toAbsolutePath().normalize();
		ImageTree tree = S3Location.isOne(this.except) ? ImageTree.below(folder, this.formats)
				: ImageTree.below(folder, Path.of(this.except), this.formats);
		LocalStore store = new LocalStore(folder);
		for (FoundImage image : tree.images()) {
			// A name that is no text leads to no file by itself.
			this.findings.add(FileNames.isWhole(image.name())
					? new ListedImage(this.findings.key(folder.toString(), image.name()), store, image.name(),
							image.bytes(), image.modified())
					: ListedImage.unusable(this.findings.key(folder.toString(), image.name()), store,
							"Its name is no text in UTF-8, by which its latent would be named; give it another"));
		}
		for (Map.Entry<String, String> unreadable : tree.unreadable().entrySet()) {
			this.findings.add(ListedImage.unusable(this.findings.key(folder.toString(), unreadable.getKey()), store,
					unreadable.getValue()));
		}
		tree.others().forEach(this.findings::leaveOut);
		if (tree.others().keySet().stream().anyMatch((ending) -> Shard.isNamed(ending) || ending.equals(".gz"))) {
			List<StoredFile> files = store.list("");
			Set<String> tables = Shard.tables(files);
			for (StoredFile file : files) {
				if (Shard.isNamed(file.name()) && !tables.contains(file.name())
						&& !isExcepted(store.path(file.name()))) {
					this.findings.add(new Shard(folder + "/" + file.name(), store, file.name(), file.bytes(), false));
					this.findings.countIn(file.name());
				}
			}
		}
	}

	private boolean isExcepted(Path path) {
		return !S3Location.isOne(this.except)
				&& path.toAbsolutePath().normalize().startsWith(Path.of(this.except).toAbsolutePath().normalize());
	}

	private void addListed(String line, String place) throws IOException {
		String key = line.replaceFirst("^s3://", "").replaceFirst("^(?:\\./|/)++", "");
		if (S3Location.isOne(place)) {
			this.stored.addListed(key, place);
			return;
		}
		Path path = Path.of(place).toAbsolutePath().normalize();
		LocalStore store = folderOf(path);
		this.findings.add(Files.isRegularFile(path)
				? new ListedImage(key, store, FileNames.of(path.getFileName()), Files.size(path),
						Files.getLastModifiedTime(path).toMillis())
				: ListedImage.unusable(key, store, "There is no such file"));
	}

}
