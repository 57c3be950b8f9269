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
package dev.dcae.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The words of a start, in a process of its own, in whose environment Kubernetes
 * describes a service that is called dcae.
 */
@Timeout(180)
@Tag("slow")
class StartTests {

	private static final Path FIXTURE = Path.of("src/test/resources/fixtures/tiny-sana");

	@TempDir
	static Path temp;

	private static FaultyProcess process;

	@BeforeAll
	static void start() throws IOException {
		Path model = Files.createDirectory(temp.resolve("model"));
		for (String file : List.of("config.json", "diffusion_pytorch_model.safetensors")) {
			Files.copy(FIXTURE.resolve(file), model.resolve(file));
		}
		process = FaultyProcess.start(temp.resolve("log"),
				Map.of("DCAE_PORT", "tcp://10.0.0.1:8080", "DCAE_SERVICE_HOST", "10.0.0.1", "DCAE_PORT_8080_TCP",
						"tcp://10.0.0.1:8080"),
				"--management.endpoint.models.access=unrestricted", "--server.address=127.0.0.1",
				"--dcae.models[1].id=moved", "--dcae.models[1].source=" + model);
	}

	@AfterAll
	static void stop() {
		process.close();
	}

	@Test
	void oneLineSaysWhereThePageTheInterfaceAndTheMetricsAre() throws IOException {
		Service service = process.service();
		assertThat(log().lines().filter((line) -> line.contains("The page is at"))).singleElement()
			.asString()
			.contains("http://127.0.0.1:%d/,".formatted(service.port()),
					"http://127.0.0.1:%d/v1,".formatted(service.port()),
					"http://localhost:%d/actuator".formatted(service.managementPort()));
	}

	@Test
	void aMachineWithoutAGpuIsNotWarnedOf() throws IOException {
		assertThat(log()).doesNotContain("CUDA").doesNotContain("GPU count");
	}

	@Test
	void aModelThatCannotBeLoadedAgainIsAnsweredWithTheReason() throws IOException {
		Service service = process.service();
		assertThat(service.send("DELETE", service.managementPort(), "/actuator/models/moved").status()).isEqualTo(200);
		Path config = temp.resolve("model/config.json");
		byte[] bytes = Files.readAllBytes(config);
		Files.delete(config);
		Answer refused = service.send("POST", service.managementPort(), "/actuator/models/moved");
		assertThat(refused.status()).isEqualTo(500);
		assertThat(refused.json().path("moved").asString())
			.startsWith("The model moved cannot be served: " + temp.resolve("model") + " has no config.json");
		assertThat(log()).contains("has no config.json").doesNotContain("\tat dev.dcae.ops");
		Files.write(config, bytes);
		assertThat(service.send("POST", service.managementPort(), "/actuator/models/moved").status()).isEqualTo(200);
	}

	private static String log() throws IOException {
		return Files.readString(temp.resolve("log"));
	}

}
