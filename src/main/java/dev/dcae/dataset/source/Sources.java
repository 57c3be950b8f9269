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
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.regex.Pattern;

import dev.dcae.dataset.store.FileWalk;
import dev.dcae.dataset.store.LocalStore;
import dev.dcae.dataset.store.S3Location;
import dev.dcae.dataset.store.Store;
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

	private final Map<String, ListedImage> images = new LinkedHashMap<>();

	private final Map<String, Shard> shards = new LinkedHashMap<>();

	private final Map<String, Map<String, StoredFile>> listings = new HashMap<>();

	private final List<String> folders = new ArrayList<>();

	private final SortedMap<String, Integer> leftOut = new TreeMap<>();

	private Sources(ImageFormats formats, String except) {
		this.formats = formats;
		this.except = except;
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
	 * @param buckets into how many units so many images are divided
	 * @throws SourceException if a source is not there
	 * @throws IOException if one cannot be read
	 */
	public static DataSet find(List<String> texts, ImageFormats formats, String except, IntUnaryOperator buckets)
			throws IOException {
		Sources sources = new Sources(formats, except);
		List<Named> all = new ArrayList<>();
		for (String text : texts) {
			all.addAll(text.startsWith("@") ? sources.listed(text.substring(1)) : Named.sources(text));
		}
		// Keys depend on whether there are several.
		sources.folders.addAll(all.stream().filter(Named::isFolder).map(Named::place).toList());
		for (Named one : all) {
			if (one.isImage()) {
				sources.addListed(one.line(), one.place());
			}
			else {
				sources.add(one.place());
			}
		}
		Division division = new Division(List.copyOf(sources.images.values()), sources.shards, sources.folders,
				formats);
		return division.dataSet(sources.leftOut, buckets);
	}

	/**
	 * A source, or an image of a list.
	 *
	 * @param line as the list has it; the place if there is none
	 * @param place of it, without braces
	 */
	private record Named(String line, String place, boolean isImage) {

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

	private void add(String name) throws IOException {
		if (S3Location.isOne(name)) {
			addStored(name);
		}
		else if (Patterns.isPattern(name) && !Files.exists(Path.of(name))) {
			addMatching(name);
		}
		else if (Files.isDirectory(Path.of(name))) {
			addFolder(Path.of(name));
		}
		else if (!Files.isRegularFile(Path.of(name))) {
			throw new SourceException(Shard.isNamed(name) ? "There is no " + name
					: "%s is no folder with images, and no shard of a data set".formatted(name));
		}
		else {
			addFile(Path.of(name));
		}
	}

	private void addFile(Path file) throws IOException {
		String name = FileNames.of(file.getFileName());
		if (!Shard.isNamed(name)) {
			throw new SourceException(
					"%s is neither a tar nor Parquet; name single images in a list: @list.txt".formatted(file));
		}
		LocalStore store = folderOf(file);
		addShard(new Shard(FileNames.of(file), store, name, Files.size(file)));
	}

	private static LocalStore folderOf(Path file) {
		return new LocalStore(Objects.requireNonNull(file.toAbsolutePath().normalize().getParent()));
	}

	private void addShard(Shard shard) {
		this.shards.putIfAbsent(shard.store().place() + "/" + shard.name(), shard);
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
			addImage(FileNames.isWhole(image.name())
					? new ListedImage(key(folder.toString(), image.name()), store, image.name(), image.bytes(),
							image.modified())
					: ListedImage.unusable(key(folder.toString(), image.name()), store,
							"Its name is no text in UTF-8, by which its latent would be named; give it another"));
		}
		for (Map.Entry<String, String> unreadable : tree.unreadable().entrySet()) {
			addImage(ListedImage.unusable(key(folder.toString(), unreadable.getKey()), store, unreadable.getValue()));
		}
		tree.others().forEach((ending, count) -> this.leftOut.merge(ending, count, Integer::sum));
		if (tree.others().keySet().stream().anyMatch((ending) -> Shard.isNamed(ending) || ending.equals(".gz"))) {
			for (StoredFile file : store.list("")) {
				if (Shard.isNamed(file.name()) && !isExcepted(store.path(file.name()))) {
					addShard(new Shard(folder + "/" + file.name(), store, file.name(), file.bytes()));
					countIn(file.name());
				}
			}
		}
	}

	private boolean isExcepted(Path path) {
		return !S3Location.isOne(this.except)
				&& path.toAbsolutePath().normalize().startsWith(Path.of(this.except).toAbsolutePath().normalize());
	}

	private boolean isExcepted(S3Location bucket, StoredFile file) {
		return S3Location.isOne(this.except) && "s3://%s/%s".formatted(bucket.bucket(), file.name())
			.startsWith(S3Location.of(this.except).toString());
	}

	/**
	 * Takes back that a file was left out.
	 */
	private void countIn(String name) {
		this.leftOut.computeIfPresent(name.substring(name.lastIndexOf('.')).toLowerCase(Locale.ROOT),
				(ending, count) -> (count > 1) ? count - 1 : null);
	}

	/**
	 * An object, objects that a pattern stands for, or all below a prefix.
	 */
	private void addStored(String address) throws IOException {
		S3Location whole = S3Location.of(address);
		Store bucket = Store.of("s3://" + whole.bucket());
		String key = whole.prefix().replaceAll("/$", "");
		if (Patterns.isPattern(key)) {
			Pattern names = Patterns.regex(key);
			List<StoredFile> found = bucket.list(Patterns.folder(key))
				.stream()
				.filter((file) -> names.matcher(file.name()).matches() && Shard.isNamed(file.name())
						&& !isExcepted(whole, file))
				.toList();
			if (found.isEmpty()) {
				throw new SourceException("There is nothing like " + address);
			}
			found.forEach((file) -> addShard(shard(whole, bucket, file)));
		}
		else if (Shard.isNamed(key)) {
			addShard(shard(whole, bucket, object(address, whole, bucket, key)));
		}
		else {
			addPrefix(address, whole, bucket);
		}
	}

	/**
	 * One object, by a listing of its folder, which others of it will be asked for, too.
	 */
	private StoredFile object(String address, S3Location whole, Store bucket, String key) throws IOException {
		String folder = key.substring(0, key.lastIndexOf('/') + 1);
		String place = whole.bucket() + "/" + folder;
		Map<String, StoredFile> listing = this.listings.get(place);
		if (listing == null) {
			listing = new HashMap<>();
			for (StoredFile file : bucket.list(folder)) {
				listing.put(file.name(), file);
			}
			this.listings.put(place, listing);
		}
		StoredFile file = listing.get(key);
		if (file == null) {
			throw new SourceException("There is no " + address);
		}
		return file;
	}

	private static Shard shard(S3Location whole, Store bucket, StoredFile file) {
		return new Shard("s3://%s/%s".formatted(whole.bucket(), file.name()), bucket, file.name(), file.bytes());
	}

	private void addPrefix(String address, S3Location whole, Store bucket) throws IOException {
		List<StoredFile> found = bucket.list(whole.prefix());
		if (found.isEmpty()) {
			throw new SourceException("There is nothing below " + address);
		}
		for (StoredFile file : found) {
			if (isExcepted(whole, file)) {
				continue;
			}
			String name = file.name().substring(whole.prefix().length());
			String last = name.substring(name.lastIndexOf('/') + 1);
			if (Shard.isNamed(last)) {
				addShard(shard(whole, bucket, file));
			}
			else if (this.formats.areCalled(last)) {
				addImage(new ListedImage(key(address.replaceAll("/$", ""), name), bucket, file.name(), file.bytes(),
						file.modified()));
			}
			else {
				int dot = last.lastIndexOf('.');
				this.leftOut.merge((dot < 0) ? "(no ending)" : last.substring(dot).toLowerCase(Locale.ROOT), 1,
						Integer::sum);
			}
		}
	}

	/**
	 * The key of an image in a folder: its path, behind the folder's name if there are
	 * several.
	 */
	private String key(String folder, String name) {
		String plain = folder.replace('\\', '/').replaceAll("/+$", "");
		return (this.folders.size() > 1) ? plain.substring(plain.lastIndexOf('/') + 1) + "/" + name : name;
	}

	private void addImage(ListedImage image) {
		ListedImage other = this.images.putIfAbsent(image.key(), image);
		if (other != null
				&& !(other.store().place().equals(image.store().place()) && other.name().equals(image.name()))) {
			this.images.put(image.key(), ListedImage.unusable(image.key(), image.store(),
					"Two sources have an image of this name; encode them one after the other"));
		}
	}

	/**
	 * A list with a source in each line, relative to the folder of the list; a line may
	 * be an image, too.
	 */
	private List<Named> listed(String file) throws IOException {
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
			if (isImage(line, place)) {
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
	private boolean isImage(String line, String place) {
		return this.formats.areCalled(line.substring(line.lastIndexOf('/') + 1)) && (!Patterns.isPattern(line)
				|| (S3Location.isOne(place) ? line.indexOf('*') < 0 : Files.isRegularFile(Path.of(place))));
	}

	private void addListed(String line, String place) throws IOException {
		String key = line.replaceFirst("^s3://", "").replaceFirst("^(?:\\./|/)++", "");
		if (S3Location.isOne(place)) {
			S3Location whole = S3Location.of(place);
			// Nobody asks for its size: a list may be long.
			addImage(new ListedImage(key, Store.of("s3://" + whole.bucket()), whole.prefix().replaceAll("/$", ""), 0,
					0));
			return;
		}
		Path path = Path.of(place).toAbsolutePath().normalize();
		LocalStore store = folderOf(path);
		addImage(Files.isRegularFile(path)
				? new ListedImage(key, store, FileNames.of(path.getFileName()), Files.size(path),
						Files.getLastModifiedTime(path).toMillis())
				: ListedImage.unusable(key, store, "There is no such file"));
	}

}
