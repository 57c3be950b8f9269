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
package dev.dcae.image.folder;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.dcae.image.formats.ImageFormats;
import org.jspecify.annotations.Nullable;

/**
 * The images in a folder, links followed, in the order of their names. Nothing is passed
 * over in silence.
 *
 * @param images those whose names end as names of images do
 * @param unreadable why a folder or a file could not be looked at, by its name
 * @param others how many files are not called as images, by the ending of their names
 */
public record ImageTree(List<FoundImage> images, SortedMap<String, String> unreadable,
		SortedMap<String, Integer> others) {

	/**
	 * Looks into a folder and the folders below it.
	 * @param except a folder that is left out, even if it lies below
	 * @param formats of the images
	 * @throws IOException if the folder cannot be read
	 */
	public static ImageTree below(Path root, Path except, ImageFormats formats) throws IOException {
		return walked(root, Integer.MAX_VALUE, new Visitor(root, except, formats));
	}

	/**
	 * Looks into a folder and the folders below it.
	 * @param formats of the images
	 * @throws IOException if the folder cannot be read
	 */
	public static ImageTree below(Path root, ImageFormats formats) throws IOException {
		return walked(root, Integer.MAX_VALUE, new Visitor(root, null, formats));
	}

	/**
	 * Looks into a folder alone.
	 * @param formats of the images
	 * @throws IOException if the folder cannot be read
	 */
	public static ImageTree in(Path root, ImageFormats formats) throws IOException {
		return walked(root, 1, new Visitor(root, null, formats));
	}

	private static ImageTree walked(Path root, int depth, Visitor visitor) throws IOException {
		if (!Files.isDirectory(root)) {
			throw new NotDirectoryException(root + " is no folder with images");
		}
		Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), depth, visitor);
		visitor.images.sort(Comparator.comparing(FoundImage::name));
		return new ImageTree(List.copyOf(visitor.images), visitor.unreadable, visitor.others);
	}

	private static final class Visitor extends SimpleFileVisitor<Path> {

		private final Path root;

		private final @Nullable Path except;

		private final ImageFormats formats;

		private final List<FoundImage> images = new ArrayList<>();

		private final SortedMap<String, String> unreadable = new TreeMap<>();

		private final SortedMap<String, Integer> others = new TreeMap<>();

		Visitor(Path root, @Nullable Path except, ImageFormats formats) {
			this.root = root;
			this.except = (except != null) ? except.toAbsolutePath().normalize() : null;
			this.formats = formats;
		}

		@Override
		public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
			return folder.toAbsolutePath().normalize().equals(this.except) ? FileVisitResult.SKIP_SUBTREE
					: FileVisitResult.CONTINUE;
		}

		@Override
		public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
			String name = FileNames.of(file.getFileName());
			boolean nameless = name.indexOf('.') < 0;
			if (attributes.isDirectory()) {
				// Deeper than asked for.
			}
			else if (attributes.isSymbolicLink() && (nameless || this.formats.areCalled(name))) {
				// Links are followed: this one leads nowhere. A folder's has no ending.
				this.unreadable.put(below(file), "It is a link to nothing");
			}
			else if (!this.formats.areCalled(name)) {
				this.others.merge(ending(name), 1, Integer::sum);
			}
			else if (attributes.isRegularFile()) {
				this.images.add(
						new FoundImage(file, below(file), attributes.size(), attributes.lastModifiedTime().toMillis()));
			}
			else {
				this.unreadable.put(below(file), "It is neither a file nor a folder");
			}
			return FileVisitResult.CONTINUE;
		}

		@Override
		public FileVisitResult visitFileFailed(Path file, IOException ex) throws IOException {
			if (file.equals(this.root)) {
				throw ex;
			}
			// A loop of links, or a folder of somebody else's.
			this.unreadable.put(below(file), String.valueOf(ex));
			return FileVisitResult.CONTINUE;
		}

		private String below(Path file) {
			return FileNames.of(this.root.relativize(file));
		}

		private static String ending(String name) {
			int dot = name.lastIndexOf('.');
			return ImageFormats.isOfMacOs(name) ? "._*"
					: (dot < 0) ? "(no ending)" : name.substring(dot).toLowerCase(Locale.ROOT);
		}

	}

}
