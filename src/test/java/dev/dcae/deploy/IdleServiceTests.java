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
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.env.Environment;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestConstructor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A service that nobody has asked for anything yet: its dashboard, and what it is made
 * of.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "management.server.port=0", "dcae.cache-dir=target/http-tests", "dcae.cpu.lanes=1" })
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
@DirtiesContext
@Tag("slow")
@Timeout(180)
class IdleServiceTests {

	private static final String CONFIGURATION = """
			global: { scrape_interval: 1s }
			scrape_configs:
			  - job_name: dcae
			    metrics_path: /actuator/prometheus
			    static_configs: [{ targets: ["localhost:%s"] }]
			""";

	private final HttpClient client = HttpClient.newHttpClient();

	private final String managementPort;

	IdleServiceTests(Environment environment) {
		this.managementPort = environment.getRequiredProperty("local.management.port");
	}

	@Test
	void noPanelIsEmpty(@TempDir Path folder) throws Exception {
		Path configuration = Files.writeString(folder.resolve("prometheus.yml"),
				CONFIGURATION.formatted(this.managementPort));
		int port = freePort();
		Process prometheus = start(folder, configuration, port);
		try {
			while (value(port, "count_over_time(up{job=\"dcae\"}[1m])") < 4) {
				assertThat(prometheus.isAlive()).as(Files.readString(folder.resolve("log"))).isTrue();
				Thread.sleep(200);
			}
			int panels = 0;
			for (JsonNode panel : Dashboards.dashboard().path("panels")) {
				for (JsonNode target : panel.path("targets")) {
					String query = target.path("expr")
						.asString()
						.replace("$__rate_interval", "1m")
						.replaceAll("\\$(namespace|job|instance|model)", ".*");
					assertThat(value(port, query)).as("%s: %s", panel.path("title").asString(), query)
						.isGreaterThanOrEqualTo(0);
					panels++;
				}
			}
			assertThat(panels).isGreaterThan(30);
		}
		finally {
			prometheus.destroy();
			prometheus.waitFor();
		}
	}

	/**
	 * Maven lists it before it makes the jar.
	 */
	@Test
	void itTellsWhatItIsMadeOf() throws Exception {
		assumeTrue(
				"true".equals(System.getenv("CI"))
						|| getClass().getResource("/META-INF/sbom/application.cdx.json") != null,
				"Skipped: mvn package makes the list of components");
		JsonNode list = JsonMapper.shared()
			.readTree(
					this.client
						.send(HttpRequest
							.newBuilder(URI
								.create("http://localhost:%s/actuator/sbom/application".formatted(this.managementPort)))
							.build(), HttpResponse.BodyHandlers.ofString())
						.body());
		assertThat(list.path("bomFormat").asString()).isEqualTo("CycloneDX");
		assertThat(list.at("/metadata/component/name").asString()).isEqualTo("dcae");
		assertThat(list.path("components").findValuesAsString("name")).contains("pytorch-engine", "spring-boot")
			.doesNotContain("archunit");
	}

	private static Process start(Path folder, Path configuration, int port) throws IOException {
		try {
			return new ProcessBuilder("prometheus", "--config.file=" + configuration,
					"--storage.tsdb.path=" + folder.resolve("data"), "--web.listen-address=127.0.0.1:" + port)
				.redirectErrorStream(true)
				.redirectOutput(folder.resolve("log").toFile())
				.start();
		}
		catch (IOException ex) {
			assumeTrue("true".equals(System.getenv("CI")),
					"Skipped: prometheus, of Debian's package prometheus, is missing");
			throw ex;
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	/**
	 * The first value of a query, or -1 if there is none that is a number.
	 */
	private double value(int port, String query) throws InterruptedException {
		try {
			HttpResponse<String> answer = this.client.send(
					HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/api/v1/query?query=%s".formatted(port,
							URLEncoder.encode(query, StandardCharsets.UTF_8))))
						.build(),
					HttpResponse.BodyHandlers.ofString());
			if (answer.statusCode() == 503) {
				// It is not ready yet.
				return -1;
			}
			double value = JsonMapper.shared().readTree(answer.body()).at("/data/result/0/value/1").asDouble(-1);
			return Double.isNaN(value) ? -1 : value;
		}
		catch (IOException ex) {
			// It has not opened its port yet.
			return -1;
		}
	}

}
