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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.dcae.image.formats.ImageFormats;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Names as a process in another locale finds them.
 */
class FileNamesTests {

	@TempDir
	Path root;

	@Test
	void aNameIsThePathWithSlashes() {
		assertThat(FileNames.of(Path.of("a", "b c+d%20.png"))).isEqualTo("a/b c+d%20.png");
		assertThat(FileNames.isWhole("a/b c+d%20.png")).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "C", "C.UTF-8" })
	void aNameInUtf8IsReadInAnyLocale(String locale) throws IOException, InterruptedException {
		create("na\\303\\257ve + 100%25.png");
		create("plain.png");
		create("\\346\\227\\245/\\346\\234\\254.png");
		assertThat(listed(locale)).containsExactly("naïve + 100%25.png true 3", "plain.png true 3", "日/本.png true 3");
	}

	@ParameterizedTest
	@ValueSource(strings = { "C", "C.UTF-8" })
	void aNameThatIsNoUtf8IsToldAndItsFileIsReadAllTheSame(String locale) throws IOException, InterruptedException {
		create("na\\357ve.png");
		assertThat(listed(locale)).containsExactly("na\ufffdve.png false 3");
	}

	/**
	 * Creates a file whose name has bytes that this process may have no letters for.
	 */
	private void create(String name) throws IOException, InterruptedException {
		String script = "f=\"$1/$(printf \"$(printf %s \"$2\" | sed 's/%/%%/g')\")\"; mkdir -p \"${f%/*}\"; printf abc >\"$f\"";
		assertThat(
				new ProcessBuilder("sh", "-c", script, "sh", this.root.toString(), name).inheritIO().start().waitFor())
			.isZero();
	}

	private List<String> listed(String locale) throws IOException, InterruptedException {
		ProcessBuilder java = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
				Listing.class.getName(), this.root.toString());
		java.environment().keySet().removeIf((name) -> name.startsWith("LC_") || name.equals("LANG"));
		java.environment().put("LC_ALL", locale);
		Process process = java.redirectError(ProcessBuilder.Redirect.INHERIT).start();
		String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(said).isZero();
		return said.lines().toList();
	}

	/**
	 * Lists a folder's images: name, if it is whole, and the bytes that were read.
	 */
	static final class Listing {

		private Listing() {
		}

		public static void main(String... args) throws IOException {
			for (FoundImage image : ImageTree.below(Path.of(args[0]), ImageFormats.ofCollections()).images()) {
				String line = "%s %s %d\n".formatted(image.name(), FileNames.isWhole(image.name()),
						Files.readAllBytes(image.path()).length);
				System.out.writeBytes(line.getBytes(StandardCharsets.UTF_8));
			}
		}

	}

}
