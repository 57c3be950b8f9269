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
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;

import dev.dcae.image.formats.ImageFormats;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ImageTreeTests {

	private static final ImageFormats FORMATS = ImageFormats.ofCollections();

	@TempDir
	Path root;

	@Test
	void imagesAreFoundByTheEndingsOfTheirNamesInTheirOrder() throws IOException {
		for (String name : new String[] { "c.PNG", "a.jpeg", "deep/er/b.webp", "d.tif", "e.jfif", "f.MPO", "g.gif" }) {
			write(name);
		}
		assertThat(ImageTree.below(this.root, FORMATS).images()).extracting(FoundImage::name)
			.containsExactly("a.jpeg", "c.PNG", "d.tif", "deep/er/b.webp", "e.jfif", "f.MPO", "g.gif");
		assertThat(ImageTree.in(this.root, FORMATS).images()).extracting(FoundImage::name)
			.containsExactly("a.jpeg", "c.PNG", "d.tif", "e.jfif", "f.MPO", "g.gif");
	}

	@Test
	void anImageIsFoundAsItIs() throws IOException {
		Path file = write("below/a.png");
		Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_123L));
		assertThat(ImageTree.below(this.root, FORMATS).images())
			.containsExactly(new FoundImage(file, "below/a.png", 3, 1_700_000_000_123L));
	}

	@Test
	void otherFilesAreCountedByTheirEndings() throws IOException {
		for (String name : new String[] { "a.txt", "b.TXT", "below/c.mp4", "README", "._a.jpg", ".DS_Store",
				"d.jpg" }) {
			write(name);
		}
		Files.createDirectory(this.root.resolve("folder.png"));
		ImageTree tree = ImageTree.below(this.root, FORMATS);
		assertThat(tree.others()).isEqualTo(Map.of(".txt", 2, ".mp4", 1, "(no ending)", 1, "._*", 1, ".ds_store", 1));
		assertThat(tree.images()).extracting(FoundImage::name).containsExactly("d.jpg");
		assertThat(tree.unreadable()).isEmpty();
	}

	@Test
	void linksAreFollowedAndThoseToNothingAreTold(@TempDir Path elsewhere) throws IOException {
		Files.write(elsewhere.resolve("a.png"), new byte[3]);
		link("linked", elsewhere);
		link("b.png", elsewhere.resolve("a.png"));
		link("gone.jpg", this.root.resolve("nowhere"));
		link("below/gone.webp", this.root.resolve("nowhere"));
		link("folder", this.root.resolve("nowhere"));
		link("notes.txt", this.root.resolve("nowhere"));
		link("loop", this.root);
		ImageTree tree = ImageTree.below(this.root, FORMATS);
		assertThat(tree.images()).extracting(FoundImage::name).containsExactly("b.png", "linked/a.png");
		assertThat(tree.unreadable()).containsOnlyKeys("gone.jpg", "below/gone.webp", "folder", "loop")
			.containsEntry("gone.jpg", "It is a link to nothing")
			.containsEntry("folder", "It is a link to nothing");
		assertThat(tree.others()).isEqualTo(Map.of(".txt", 1));
		assertThat(ImageTree.in(this.root, FORMATS).unreadable()).containsOnlyKeys("gone.jpg", "folder");
	}

	/**
	 * To read one would take for ever.
	 */
	@Test
	void whatIsNoFileIsTold() throws IOException, InterruptedException {
		Path pipe = this.root.resolve("pipe.png");
		assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
		assertThat(ImageTree.below(this.root, FORMATS).unreadable())
			.isEqualTo(Map.of("pipe.png", "It is neither a file nor a folder"));
	}

	@Test
	void aFolderCanBeLeftOut() throws IOException {
		write("a.png");
		write("out/b.png");
		ImageTree tree = ImageTree.below(this.root, this.root.resolve("x/../out"), FORMATS);
		assertThat(tree.images()).extracting(FoundImage::name).containsExactly("a.png");
	}

	@Test
	void whatIsNoFolderIsRefused() throws IOException {
		Path file = write("a.png");
		assertThatExceptionOfType(NotDirectoryException.class).isThrownBy(() -> ImageTree.below(file, FORMATS))
			.withMessageContaining("no folder with images");
	}

	private Path write(String name) throws IOException {
		Path file = this.root.resolve(name);
		Files.createDirectories(Objects.requireNonNull(file.getParent()));
		return Files.write(file, new byte[3]);
	}

	private void link(String name, Path target) throws IOException {
		Path link = this.root.resolve(name);
		Files.createDirectories(Objects.requireNonNull(link.getParent()));
		Files.createSymbolicLink(link, target);
	}

}
