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

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.dcae.DocumentedCommands;
import dev.dcae.DocumentedCommands.Line;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Docker's commands as the documents have them, but for names and ports, of which this
 * machine may have the same.
 */
@DockerTest
@Timeout(600)
class DocumentedContainerTests {

	private static final String VERSION = Image.jar().getFileName().toString().replaceAll("^dcae-|\\.jar$", "");

	private static final String IMAGE = "dcae:" + VERSION;

	private static final String NAME = "dcae-test-documented-" + ProcessHandle.current().pid();

	private static final Map<String, String> REPLACED = Map.of("dcae", NAME, "dcae-cache:/var/cache/dcae",
			NAME + ":/var/cache/dcae", "8080:8080", "8080", "127.0.0.1:8081:8081", "127.0.0.1::8081");

	/**
	 * The only line of a command, which all pages have alike.
	 */
	private static List<String> documented(String command) {
		List<List<String>> lines = DocumentedCommands.of("docker")
			.stream()
			.map(Line::words)
			.filter((words) -> words.size() > 2 && words.get(1).equals(command) && !words.contains("FLAVOR=cu128"))
			.distinct()
			.toList();
		assertThat(lines).as(command).hasSize(1);
		return lines.getFirst();
	}

	private static String run(List<String> words, String image) {
		List<String> command = new ArrayList<>();
		for (String word : words) {
			command.add(word.equals(IMAGE) ? image : REPLACED.getOrDefault(word, word));
		}
		return Docker.succeed(Map.of(), command).strip();
	}

	@Test
	void theBuildMakesTheImage() {
		// The layers are there already.
		Image.cpu();
		String image = "dcae-test:documented";
		List<String> build = documented("build");
		assertThat(build).contains(IMAGE);
		try {
			run(build, image);
			assertThat(Docker.docker("image", "inspect", "--format", "{{.Config.User}}", image).strip())
				.isEqualTo("10001:10001");
		}
		finally {
			Docker.docker("image", "rm", image);
		}
	}

	@Test
	void theContainerServesAndStopsInTime() throws Exception {
		List<String> run = documented("run");
		assertThat(run).contains(IMAGE).containsAll(REPLACED.keySet());
		try {
			run(run, Image.cpu());
			while (!run(documented("inspect"), IMAGE).equals("healthy")) {
				assertThat(inspect("{{.State.Running}}")).isEqualTo("true");
				Thread.sleep(200);
			}
			String port = Docker.docker("port", NAME, "8080").lines().findFirst().orElseThrow().replaceFirst(".*:", "");
			try (HttpClient client = HttpClient.newHttpClient()) {
				HttpResponse<String> models = client.send(
						HttpRequest.newBuilder(URI.create("http://localhost:%s/v1/models".formatted(port))).build(),
						HttpResponse.BodyHandlers.ofString());
				assertThat(models.body()).contains("dc-ae-tiny-f32c32");
			}
			Docker.docker("stop", NAME);
			// It ended by itself, of SIGTERM; 137 would be Docker's patience.
			assertThat(inspect("{{.State.ExitCode}}")).isEqualTo("143");
		}
		finally {
			Docker.docker("rm", "--force", NAME);
			Docker.docker("volume", "rm", "--force", NAME);
		}
	}

	private static String inspect(String format) {
		return Docker.docker("inspect", "--format", format, NAME).strip();
	}

}
