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

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import dev.dcae.dataset.parts.Tally;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Reports of a run.
 */
class RunReportsTests {

	private final Tally tally = new Tally(() -> 0, "2/8");

	private final StringWriter out = new StringWriter();

	private final CommandLine command = Commands.commandLine().setOut(new PrintWriter(this.out));

	@Test
	void prometheusIsToldHowTheWorkGetsOn() throws Exception {
		try (RunReports reports = RunReports.start(this.tally, this.command, 0);
				HttpClient client = HttpClient.newHttpClient()) {
			HttpResponse<String> answer = client.send(
					HttpRequest.newBuilder(URI.create("http://localhost:%d/metrics".formatted(reports.port()))).build(),
					HttpResponse.BodyHandlers.ofString());
			assertThat(answer.headers().firstValue("Content-Type"))
				.hasValueSatisfying((type) -> assertThat(type).startsWith("text/plain; version=0.0.4"));
			assertThat(answer.body()).contains("# TYPE dcae_dataset_images_encoded_total counter",
					"dcae_dataset_images_encoded_total 0.0", "dcae_dataset_images_failed_total 0.0",
					"dcae_dataset_shards 0.0", "dcae_dataset_shards_done 0.0", "dcae_dataset_images_before 0.0");
		}
	}

	@Test
	void theLastLineIsTheStateInJson() throws Exception {
		RunReports.start(this.tally, this.command, null).close();
		JsonNode line = JsonMapper.shared().readTree(this.out.toString().strip());
		assertThat(line.path("part").asString()).isEqualTo("2/8");
		assertThat(line.path("shards").asInt(-1)).isZero();
	}

	@Test
	void aPortThatIsTakenIsNamed() throws Exception {
		try (ServerSocket taken = new ServerSocket(0)) {
			assertThatIOException().isThrownBy(() -> RunReports.start(this.tally, this.command, taken.getLocalPort()))
				.withMessageContaining("--metrics-port " + taken.getLocalPort());
		}
	}

}
