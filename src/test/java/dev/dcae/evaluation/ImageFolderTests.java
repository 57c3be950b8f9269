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
import java.util.Arrays;

import dev.dcae.image.Formats;
import dev.dcae.image.RgbImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ImageFolderTests {

	private static final RgbImage IMAGE = Photos.noise(9, 5, 1);

	@TempDir
	Path temp;

	@Test
	void takesImageFilesByTheirNamesInOrder() throws IOException {
		for (String name : new String[] { "c.PNG", "a.jpeg", "b.webp", "d.jpg", "notes.txt", "png" }) {
			Files.write(this.temp.resolve(name), new byte[] { 1 });
		}
		Files.createDirectory(this.temp.resolve("folder.png"));
		assertThat(ImageFolder.of(this.temp, Formats.ALL).files()).extracting((file) -> file.getFileName().toString())
			.containsExactly("a.jpeg", "b.webp", "c.PNG", "d.jpg");
	}

	@Test
	void namesALinkToNothing() throws IOException {
		Files.write(this.temp.resolve("a.png"), Formats.PNG.encode(IMAGE));
		Files.createSymbolicLink(this.temp.resolve("b.jpg"), this.temp.resolve("nowhere"));
		assertThatExceptionOfType(EvaluationException.class).isThrownBy(() -> ImageFolder.of(this.temp, Formats.ALL))
			.withMessageContaining("b.jpg cannot be read: It is a link to nothing");
	}

	@Test
	void passesOverWhatMacOsPutsBesideAFile() throws IOException {
		Files.write(this.temp.resolve("a.png"), Formats.PNG.encode(IMAGE));
		Files.write(this.temp.resolve("._a.png"), new byte[] { 0, 5, 22, 7 });
		assertThat(ImageFolder.of(this.temp, Formats.ALL).files()).containsExactly(this.temp.resolve("a.png"));
	}

	@Test
	void decodesAFile() throws IOException {
		Path file = this.temp.resolve("a.png");
		Files.write(file, Formats.PNG.encode(IMAGE));
		assertThat(ImageFolder.of(this.temp, Formats.ALL).read(file)).isEqualTo(IMAGE);
	}

	@Test
	void namesAFileThatIsNoImage() throws IOException {
		byte[] whole = Formats.PNG.encode(IMAGE);
		Path cut = Files.write(this.temp.resolve("cut.png"), Arrays.copyOf(whole, whole.length - 40));
		ImageFolder folder = ImageFolder.of(this.temp, Formats.ALL);
		assertThatExceptionOfType(EvaluationException.class).isThrownBy(() -> folder.read(cut))
			.withMessageContaining("cut.png")
			.withMessageContaining("cut short");
		Path text = Files.writeString(this.temp.resolve("text.png"), "no image");
		assertThatExceptionOfType(EvaluationException.class).isThrownBy(() -> folder.read(text))
			.withMessageContaining("text.png: The data is not a PNG, JPEG or WebP image");
	}

	@Test
	void namesAFolderThatIsMissingOrHasNoImage() {
		assertThatExceptionOfType(EvaluationException.class)
			.isThrownBy(() -> ImageFolder.of(this.temp.resolve("nowhere"), Formats.ALL))
			.withMessageContaining("There is no folder")
			.withMessageContaining("nowhere");
		assertThatExceptionOfType(EvaluationException.class).isThrownBy(() -> ImageFolder.of(this.temp, Formats.ALL))
			.withMessageContaining("has no .png");
	}

}
