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
package dev.dcae.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.dcae.DcaeApplication;
import dev.dcae.engine.ForkedJava;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Numbers in names, headers and hashes, in a country that writes digits of its own.
 */
@Tag("slow")
class CountriesTests {

	@TempDir
	private Path folder;

	@Test
	void namesHaveTheSameDigitsInEveryCountry() throws IOException, InterruptedException {
		Files.createDirectories(this.folder.resolve("photos"));
		Files.write(this.folder.resolve("photos/a.png"), DatasetFiles.png(16, 16, 1));
		Path out = this.folder.resolve("out");
		Process process = ForkedJava.start(List.of("-Xmx256m", "-Duser.language=fa", "-Duser.country=IR"),
				DcaeApplication.class, "encode-dataset", this.folder.resolve("photos"), "--out", out, "--model",
				Path.of("src/test/resources/fixtures/tiny-mix").toAbsolutePath(), "--device", "cpu", "--cache-dir",
				"target/cli-tests");
		String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(said).isZero();
		assertThat(said).contains("1 images encoded");
		assertThat(out.resolve("parts")).isDirectoryContaining("regex:.*/images-[0-9]{6}[.]json");
	}

}
