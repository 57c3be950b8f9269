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
import java.nio.file.Path;

import dev.dcae.DocumentedCommands;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Compose is told, as far as it can be seen without Docker.
 */
class ComposeFileTests {

	@Test
	void noGpuIsReservedThatNoModelUses() throws IOException {
		JsonNode service = Dashboards.yaml(Path.of("docker-compose.yml")).at("/services/dcae-gpu");
		String[] devices = service.at("/environment/DCAE_MODELS_0_DEVICES").asString().split(",");
		assertThat(service.at("/deploy/resources/reservations/devices/0/count").asString())
			.isEqualTo(Integer.toString(devices.length));
	}

	/**
	 * An image that is not there would be built of the sources that are.
	 */
	@Test
	void theWayBackBuildsNothing() {
		assertThat(DocumentedCommands.of("docker")).filteredOn((line) -> line.environment().containsKey("DCAE_IMAGE"))
			.isNotEmpty()
			.allSatisfy((line) -> assertThat(line.words()).containsAnyOf("--build", "--no-build"))
			.anySatisfy((line) -> assertThat(line.words()).contains("--no-build"));
	}

}
