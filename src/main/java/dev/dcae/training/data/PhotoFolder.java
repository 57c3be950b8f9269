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
package dev.dcae.training.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.random.RandomGenerator;

import dev.dcae.image.ImageException;
import dev.dcae.image.ImageLimits;
import dev.dcae.image.RgbImage;
import dev.dcae.image.folder.FoundImage;
import dev.dcae.image.folder.ImageTree;
import dev.dcae.image.formats.ImageFormats;

/**
 * The photographs of a folder, each as likely as any other, kept decoded: four bytes a
 * pixel. A patch is a crop of random place and scale, see {@link Photo#patch}.
 */
public final class PhotoFolder implements ImageSource {

	private static final int BYTES_PER_PIXEL = 4;

	private final List<Photo> photos;

	private PhotoFolder(List<Photo> photos) {
		this.photos = photos;
	}

	/**
	 * Decodes all image files of a folder and the folders below, a file on each core at a
	 * time.
	 * @param except a file that is left out, if it is there
	 * @param formats of the files
	 * @throws IOException if there is none, if one cannot be read or decoded, which the
	 * message names, or if together they take more than three quarters of the heap
	 */
	public static PhotoFolder read(Path folder, Path except, ImageFormats formats) throws IOException {
		return new PhotoFolder(decoded(folder, except, formats, Photo::of));
	}

	/**
	 * Decodes all image files of a folder and the folders below, in the order of their
	 * names.
	 * @param except likewise
	 * @param formats likewise
	 * @throws IOException likewise
	 */
	public static List<RgbImage> images(Path folder, Path except, ImageFormats formats) throws IOException {
		return decoded(folder, except, formats, Function.identity());
	}

	private static <T> List<T> decoded(Path folder, Path except, ImageFormats formats, Function<RgbImage, T> made)
			throws IOException {
		if (!Files.isDirectory(folder)) {
			throw new IOException("There is no folder of photographs at " + folder);
		}
		// In the same order on every file system: a random number picks by index.
		ImageTree found = ImageTree.below(folder, formats);
		if (!found.unreadable().isEmpty()) {
			String name = found.unreadable().firstKey();
			throw new IOException("Cannot read %s/%s: %s".formatted(folder, name, found.unreadable().get(name)));
		}
		Path left = except.toAbsolutePath().normalize();
		List<Path> files = found.images()
			.stream()
			.map(FoundImage::path)
			.filter((file) -> !file.toAbsolutePath().normalize().equals(left))
			.toList();
		if (files.isEmpty()) {
			throw new IOException("The folder %s has no %s files".formatted(folder, formats.titles()));
		}
		AtomicLong room = new AtomicLong(Runtime.getRuntime().maxMemory() / 4 * 3);
		try {
			return files.parallelStream().map((file) -> made.apply(decode(file, formats, room))).toList();
		}
		catch (UncheckedIOException ex) {
			throw new IOException(ex.getMessage(), ex);
		}
	}

	public int size() {
		return this.photos.size();
	}

	@Override
	public RgbImage patch(int side, RandomGenerator random) {
		return Draws.one(this.photos, random).patch(side, random);
	}

	private static RgbImage decode(Path file, ImageFormats formats, AtomicLong room) {
		RgbImage image = image(file, formats);
		long bytes = (long) BYTES_PER_PIXEL * image.width() * image.height();
		if (room.addAndGet(-bytes) < 0) {
			String message = "The decoded photographs do not fit in memory, " + file
					+ " for one: give Java more with -Xmx, or shrink or remove some";
			throw new UncheckedIOException(message, new IOException(message));
		}
		return image;
	}

	private static RgbImage image(Path file, ImageFormats formats) {
		try {
			return formats.read(Files.readAllBytes(file), ImageLimits.NONE).decode();
		}
		catch (ImageException ex) {
			throw new UncheckedIOException("Cannot decode " + file + ": " + ex.getMessage(), new IOException(ex));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot read " + file + ": " + ex.getMessage(), ex);
		}
	}

}
