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
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.dcae.DcaeApplication;
import dev.dcae.engine.AnonymousMemory;
import dev.dcae.engine.ForkedJava;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A large image through the embedded model in little memory. As floats alone, 4096 × 4096
 * pixels have 201 MB, and an activation of the decoder 2 GB.
 */
@Tag("slow")
class RoundTripMemoryTests {

	private static final int HEAP_MB = 128;

	private static final int RESIDENT_MB = 800;

	@TempDir
	private Path folder;

	@Test
	void aLargeImageNeedsNoMoreMemoryThanARowOfItsTiles() throws Exception {
		Path image = this.folder.resolve("out.png");
		Process process = ForkedJava.start(List.of("-Xmx" + HEAP_MB + "m"), DcaeApplication.class, "roundtrip",
				"--synthetic", "4096x4096", image, "--cache-dir", "target/cli-tests");
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		System.out.print(output);
		assertThat(process.waitFor()).as("%s", output).isZero();
		assertThat(output).contains("latent     [32, 128, 128]");
		assertThat(size(image)).isEqualTo(4096L << 32 | 4096);
		assumeTrue(AnonymousMemory.isKnown(), "/proc/self/status tells what is resident");
		assertThat(megabytes("peak RSS", output)).isLessThanOrEqualTo(RESIDENT_MB);
	}

	/**
	 * Width and height, as a PNG file's header has them.
	 */
	private static long size(Path file) throws IOException {
		byte[] header = new byte[24];
		try (InputStream stream = Files.newInputStream(file)) {
			stream.readNBytes(header, 0, header.length);
		}
		return ByteBuffer.wrap(header).getLong(16);
	}

	private static long megabytes(String name, String output) {
		Matcher line = Pattern.compile(name + " +(\\d+) MB").matcher(output);
		assertThat(line.find()).as("%s", output).isTrue();
		return Long.parseLong(line.group(1));
	}

}
