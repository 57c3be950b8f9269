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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntBinaryOperator;

import dev.dcae.image.Formats;
import dev.dcae.image.ImageFormat;
import dev.dcae.image.RgbImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class PhotoFolderTests {

	private static final int PHOTO = 256;

	private static final int SIDE = 32;

	private final SplittableRandom random = new SplittableRandom(7);

	@TempDir
	Path folder;

	private static PhotoFolder read(Path folder) throws IOException {
		return PhotoFolder.read(folder, folder.resolve("curve.png"), Formats.ALL);
	}

	@Test
	void allFormatsInAllFoldersAreEquallyLikely() throws IOException {
		write("a.JPEG", Formats.JPEG, grey(PHOTO, (x, y) -> 20));
		write("below/b.png", Formats.PNG, grey(40, (x, y) -> 120));
		write("below/further/c.WebP", Formats.WEBP, grey(PHOTO, (x, y) -> 220));
		Files.writeString(this.folder.resolve("README.md"), "no image");
		PhotoFolder photos = read(this.folder);
		assertThat(photos.size()).isEqualTo(3);
		int[] seen = new int[3];
		for (int i = 0; i < 600; i++) {
			seen[level(photos.patch(SIDE, this.random), 0, 0) / 100]++;
		}
		assertThat(seen).satisfies((counts) -> assertThat(Arrays.stream(counts).boxed())
			.allSatisfy((count) -> assertThat(count).isBetween(150, 250)));
	}

	@Test
	void cropsReachFromSinglePixelsToTheWholeShorterSide() throws IOException {
		write("ramp.png", Formats.PNG, grey(PHOTO, (x, y) -> x));
		PhotoFolder photos = read(this.folder);
		int narrowest = 255;
		int widest = 0;
		int mirrored = 0;
		int turned = 0;
		for (int i = 0; i < 400; i++) {
			RgbImage patch = photos.patch(SIDE, this.random);
			assertThat(patch.width()).isEqualTo(SIDE);
			assertThat(patch.height()).isEqualTo(SIDE);
			int across = level(patch, SIDE - 1, 5) - level(patch, 0, 5);
			int down = level(patch, 5, SIDE - 1) - level(patch, 5, 0);
			narrowest = Math.min(narrowest, Math.abs(across + down));
			widest = Math.max(widest, Math.abs(across + down));
			mirrored += (across < 0) ? 1 : 0;
			turned += (down != 0) ? 1 : 0;
		}
		assertThat(narrowest).isEqualTo(SIDE - 1);
		assertThat(widest).isGreaterThan(200);
		assertThat(mirrored).isBetween(140, 250);
		assertThat(turned).isBetween(5, 45);
	}

	@Test
	void shrinkingAveragesWhatBecomesTooFine() throws IOException {
		write("checkers.png", Formats.PNG, grey(PHOTO, (x, y) -> (x + y) % 2 * 255));
		PhotoFolder photos = read(this.folder);
		double[] deviations = new double[200];
		for (int i = 0; i < deviations.length; i++) {
			RgbImage patch = photos.patch(16, this.random);
			deviations[i] = Math.abs(level(patch, 7, 7) - 127.5);
		}
		Arrays.sort(deviations);
		assertThat(deviations[deviations.length / 2]).isLessThan(2);
	}

	@Test
	void aSmallPhotographIsEnlarged() throws IOException {
		write("small.png", Formats.PNG, grey(9, (x, y) -> 10 * x));
		RgbImage patch = read(this.folder).patch(SIDE, this.random);
		assertThat(patch.width()).isEqualTo(SIDE);
	}

	@Test
	void flatPlacesAreRarer() throws IOException {
		write("sky.png", Formats.PNG, grey(PHOTO, (x, y) -> (x < PHOTO / 2) ? 30 : (x + y) % 3 * 100));
		PhotoFolder photos = read(this.folder);
		int flat = 0;
		for (int i = 0; i < 400; i++) {
			RgbImage patch = photos.patch(SIDE, this.random);
			flat += (level(patch, 0, 0) == 30 && level(patch, SIDE - 1, SIDE - 1) == 30) ? 1 : 0;
		}
		assertThat(flat).isBetween(10, 120);
	}

	@Test
	void theSameSeedShowsTheSame() throws IOException {
		for (String name : new String[] { "astronaut.png", "coffee.png" }) {
			Files.copy(Path.of("src/test/resources/photos", name), this.folder.resolve(name));
		}
		PhotoFolder photos = read(this.folder);
		PhotoFolder again = read(this.folder);
		for (int seed = 0; seed < 20; seed++) {
			assertThat(photos.patch(64, new SplittableRandom(seed)))
				.isEqualTo(again.patch(64, new SplittableRandom(seed)))
				.isNotEqualTo(photos.patch(64, new SplittableRandom(seed + 100)));
		}
	}

	@Test
	void aFolderWithoutPhotographsIsRefused() throws IOException {
		Files.writeString(this.folder.resolve("notes.txt"), "nothing to see");
		assertThatIOException().isThrownBy(() -> read(this.folder))
			.withMessageContaining(this.folder.toString())
			.withMessageContaining("no PNG, JPEG or WebP");
		Path missing = this.folder.resolve("missing");
		assertThatIOException().isThrownBy(() -> read(missing)).withMessageContaining(missing.toString());
	}

	@Test
	void aLinkToNothingIsNamedAndWhatMacOsPutsBesideAFileIsPassedOver() throws IOException {
		write("good.png", Formats.PNG, grey(PHOTO, (x, y) -> x));
		Files.write(this.folder.resolve("._good.png"), new byte[] { 0, 5, 22, 7 });
		assertThat(read(this.folder).size()).isEqualTo(1);
		Files.createDirectories(this.folder.resolve("below"));
		Files.createSymbolicLink(this.folder.resolve("below/gone.jpg"), this.folder.resolve("nowhere"));
		assertThatIOException().isThrownBy(() -> read(this.folder))
			.withMessage("Cannot read %s/below/gone.jpg: It is a link to nothing".formatted(this.folder));
	}

	@Test
	void aFileThatIsNoImageIsNamed() throws IOException {
		write("good.png", Formats.PNG, grey(PHOTO, (x, y) -> x));
		Path bad = this.folder.resolve("bad.jpg");
		Files.writeString(bad, "not an image");
		assertThatIOException().isThrownBy(() -> read(this.folder))
			.withMessage("Cannot decode " + bad + ": The data is not a PNG, JPEG or WebP image.");
		byte[] png = Files.readAllBytes(this.folder.resolve("good.png"));
		Files.write(bad, Arrays.copyOf(png, png.length / 2));
		assertThatIOException().isThrownBy(() -> read(this.folder)).withMessageContaining(bad.toString());
	}

	private void write(String name, ImageFormat format, RgbImage image) throws IOException {
		Path file = this.folder.resolve(name);
		Files.createDirectories(file.getParent());
		Files.write(file, format.encode(image));
	}

	private static RgbImage grey(int side, IntBinaryOperator level) {
		byte[] pixels = new byte[3 * side * side];
		for (int i = 0; i < pixels.length; i++) {
			pixels[i] = (byte) level.applyAsInt(i / 3 % side, i / 3 / side);
		}
		return new RgbImage(side, side, pixels);
	}

	private static int level(RgbImage image, int x, int y) {
		return image.pixels()[3 * (y * image.width() + x)] & 0xff;
	}

}
