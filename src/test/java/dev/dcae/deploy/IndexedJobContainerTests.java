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
package dev.dcae.deploy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.dcae.image.Formats;
import dev.dcae.image.RgbImage;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The containers of an Indexed Job as the chart renders it, in the image itself.
 */
@DockerTest
@Timeout(600)
class IndexedJobContainerTests {

	private static final String DATA = ServiceContainer.CACHE;

	private static final String NAME = "dcae-test-job-" + ProcessHandle.current().pid();

	private static final int INDEXES = 2;

	@Test
	void twoIndexesAreAllOfTheWork(@TempDir Path folder) throws IOException {
		List<String> arguments = Manifests.of("""
				job:
				  enabled: true
				  completions: %d
				  args: ["%s/in/*.tar", --out, %s/out, --format, webdataset, --device, cpu]
				""".formatted(INDEXES, DATA, DATA))
			.one(Job.class)
			.getSpec()
			.getTemplate()
			.getSpec()
			.getContainers()
			.getFirst()
			.getArgs();
		Path in = Files.createDirectory(folder.resolve("in"));
		for (int i = 0; i < 3; i++) {
			write(in.resolve("shard-%d.tar".formatted(i)), i);
		}
		try {
			for (int index = 0; index < INDEXES; index++) {
				create(index, arguments);
				if (index == 0) {
					Docker.docker("cp", in.toString(), name(0) + ":" + DATA + "/in");
				}
				Docker.docker("start", "--attach", name(index));
			}
			Docker.docker("cp", name(1) + ":" + DATA + "/out", folder.resolve("out").toString());
		}
		finally {
			for (int index = 0; index < INDEXES; index++) {
				Docker.run(Map.of(), List.of("docker", "rm", "--force", name(index)));
			}
			Docker.run(Map.of(), List.of("docker", "volume", "rm", NAME));
		}
		assertThat(Files.readAllLines(folder.resolve("out/manifest.jsonl"))).hasSize(6);
		assertThat(folder.resolve("out/wids-meta.json")).exists();
		assertThat(folder.resolve("out/failed.jsonl")).isEmptyFile();
		assertThat(folder.resolve("out/shard-2.tar")).exists();
	}

	@Test
	void theImageHasTheFastLibraryForJpeg() {
		assertThat(Docker.docker("run", "--rm", "--entrypoint", "ldconfig", Image.cpu(), "-p"))
			.contains("libturbojpeg.so.0");
	}

	private static void create(int index, List<String> arguments) {
		List<String> command = new ArrayList<>(List.of("create", "--name", name(index), "--read-only", "--env",
				"JOB_COMPLETION_INDEX=" + index, "--volume", NAME + ":" + DATA, Image.cpu()));
		command.addAll(arguments);
		Docker.docker(command.toArray(String[]::new));
	}

	private static String name(int index) {
		return NAME + "-" + index;
	}

	private static void write(Path file, int number) throws IOException {
		try (OutputStream out = Files.newOutputStream(file);
				TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
			for (int i = 0; i < 2; i++) {
				byte[] image = Formats.JPEG.encode(new RgbImage(64, 64, new byte[3 * 64 * 64]));
				TarArchiveEntry entry = new TarArchiveEntry("%d-%d.jpg".formatted(number, i));
				entry.setSize(image.length);
				tar.putArchiveEntry(entry);
				tar.write(image);
				tar.closeArchiveEntry();
			}
		}
	}

}
