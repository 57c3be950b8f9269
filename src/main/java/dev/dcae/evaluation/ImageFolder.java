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
package dev.dcae.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.dcae.image.ImageException;
import dev.dcae.image.ImageLimits;
import dev.dcae.image.RgbImage;
import dev.dcae.image.folder.FoundImage;
import dev.dcae.image.folder.ImageTree;
import dev.dcae.image.formats.ImageFile;
import dev.dcae.image.formats.ImageFormats;

/**
 * The image files directly in a folder.
 *
 * @param path of the folder
 * @param files at least one, sorted by name
 * @param formats of the files
 */
public record ImageFolder(Path path, List<Path> files, ImageFormats formats) {

	/**
	 * Copies the list.
	 */
	public ImageFolder {
		files = List.copyOf(files);
	}

	/**
	 * Looks for files that are called as files of some formats are.
	 * @throws EvaluationException if there is no such folder, no such file in it, or one
	 * that cannot be looked at
	 */
	public static ImageFolder of(Path path, ImageFormats formats) {
		if (!Files.isDirectory(path)) {
			throw new EvaluationException("There is no folder %s".formatted(path));
		}
		try {
			ImageTree found = ImageTree.in(path, formats);
			found.unreadable().forEach((name, reason) -> {
				throw new EvaluationException("%s/%s cannot be read: %s".formatted(path, name, reason));
			});
			List<Path> files = found.images().stream().map(FoundImage::path).toList();
			if (files.isEmpty()) {
				throw new EvaluationException("The folder %s has no %s file".formatted(path, formats.endings()));
			}
			return new ImageFolder(path, files, formats);
		}
		catch (IOException ex) {
			throw new EvaluationException("The folder %s cannot be read: %s".formatted(path, ex), ex);
		}
	}

	/**
	 * The longest side of all images, in pixels, by their headers.
	 * @throws EvaluationException if one cannot be read as an image, naming it
	 */
	public int longestSide() {
		return this.files.stream()
			.map(this::opened)
			.mapToInt((image) -> Math.max(image.width(), image.height()))
			.max()
			.orElseThrow();
	}

	/**
	 * Decodes a file.
	 * @throws EvaluationException if it cannot be read as an image, naming it
	 */
	public RgbImage read(Path file) {
		try {
			return opened(file).decode();
		}
		catch (ImageException ex) {
			throw unreadable(file, ex);
		}
	}

	private ImageFile opened(Path file) {
		try {
			return this.formats.read(Files.readAllBytes(file), ImageLimits.NONE);
		}
		catch (ImageException ex) {
			throw unreadable(file, ex);
		}
		catch (IOException ex) {
			throw new EvaluationException("%s cannot be read: %s".formatted(file, ex), ex);
		}
	}

	private static EvaluationException unreadable(Path file, ImageException ex) {
		return new EvaluationException("%s: %s".formatted(file, ex.getMessage()), ex);
	}

}
