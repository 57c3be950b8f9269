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
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import dev.dcae.DocumentedCommands;
import dev.dcae.DocumentedCommands.Line;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The services that {@code docker compose up} brings up, on ports that are free. Grafana
 * is left out where its image can't be had.
 */
@DockerTest
@Timeout(600)
class ComposeTests {

	private static final List<String> COMPOSE = command();

	private static final String PROJECT = "dcae-test-" + ProcessHandle.current().pid();

	private static final Map<String, String> SETTINGS = Map.of("COMPOSE_PROJECT_NAME", PROJECT, "DCAE_PORT", "0",
			"DCAE_MANAGEMENT_PORT", "0", "PROMETHEUS_PORT", "0", "GRAFANA_PORT", "0", "DCAE_IMAGE", Image.cpu());

	private static final boolean GRAFANA = Docker.run(Map.of(), List.of("docker", "image", "inspect", image("grafana")))
		.status() == 0;

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	@BeforeAll
	static void up() {
		List<String> services = new ArrayList<>(List.of("--no-build", "dcae", "prometheus"));
		if (GRAFANA) {
			services.add("grafana");
		}
		else {
			System.out.printf("There is no image %s here: docker-compose.yml is tested without it%n", image("grafana"));
		}
		compose("up", "--detach", services.toArray(String[]::new));
	}

	@AfterAll
	static void down() {
		compose("down", "--volumes");
	}

	/**
	 * The plug-in of Docker, or the program that was there before it.
	 */
	private static List<String> command() {
		for (List<String> each : List.of(List.of("docker", "compose"), List.of("docker-compose"))) {
			try {
				List<String> version = new ArrayList<>(each);
				version.add("version");
				if (Docker.run(Map.of(), version).status() == 0) {
					return each;
				}
			}
			catch (UncheckedIOException ex) {
				// There is no such program.
			}
		}
		throw new AssertionError("There is a Docker engine, but no docker compose");
	}

	private static String compose(String command, String option, String... arguments) {
		List<String> all = new ArrayList<>(COMPOSE);
		all.add(command);
		all.add(option);
		all.addAll(Arrays.asList(arguments));
		return Docker.succeed(SETTINGS, all);
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Map<String, Object>> services() {
		try {
			Map<String, Object> file = new Yaml(new SafeConstructor(new LoaderOptions()))
				.load(Files.readString(Path.of("docker-compose.yml")));
			return (Map<String, Map<String, Object>>) file.get("services");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String image(String service) {
		return services().get(service).get("image").toString();
	}

	private static URI address(String service, int port, String path) {
		String mapped = compose("port", service, Integer.toString(port)).strip();
		return URI.create("http://localhost:%s%s".formatted(mapped.substring(mapped.lastIndexOf(':') + 1), path));
	}

	@Test
	void theServiceHasNoRightsHere() {
		String id = compose("ps", "--quiet", "dcae").strip();
		assertThat(Docker.docker("inspect", "--format",
				"{{.HostConfig.ReadonlyRootfs}} {{.HostConfig.CapDrop}} {{.HostConfig.SecurityOpt}} {{.HostConfig.Memory}}"
						+ " {{.Config.User}}",
				id)
			.strip())
			.isEqualTo("true [ALL] [no-new-privileges:true] %d 10001:10001".formatted(ServiceContainer.MEMORY));
	}

	@Test
	void prometheusKnowsWhatTheServiceDoes() throws Exception {
		URI encode = address("dcae", 8080, "/v1/encode?shape=64,64,3");
		await(() -> status(HttpRequest.newBuilder(encode)
			.header("Content-Type", "application/octet-stream")
			.POST(HttpRequest.BodyPublishers.ofByteArray(new byte[64 * 64 * 3]))
			.build()) == 200);
		await(() -> query("up{job=\"dcae\"}") == 1);
		await(() -> query("sum(dcae_items_total)") >= 1);
		assertThat(query("sum(dcae_queue_items)")).isZero();
	}

	@Test
	void everyAlertIsEvaluated() throws Exception {
		List<String> alerts = Files.readAllLines(Manifests.CHART.resolve("files/alerts.yaml"))
			.stream()
			.filter((line) -> line.contains("- alert: "))
			.map((line) -> line.replaceFirst(".*- alert: ", ""))
			.toList();
		assertThat(alerts).isNotEmpty();
		URI rules = address("prometheus", 9090, "/api/v1/rules");
		await(() -> StreamSupport.stream(json(rules).at("/data/groups").spliterator(), false)
			.flatMap((group) -> StreamSupport.stream(group.path("rules").spliterator(), false))
			.filter((rule) -> rule.path("health").asString().equals("ok"))
			.map((rule) -> rule.path("name").asString())
			.toList()
			.equals(alerts));
	}

	@Test
	void grafanaShowsTheDashboard() throws Exception {
		assumeTrue(GRAFANA, "no image of Grafana");
		URI dashboard = address("grafana", 3000, "/api/dashboards/uid/dcae");
		await(() -> status(HttpRequest.newBuilder(dashboard).build()) == 200);
		assertThat(json(dashboard).at("/meta/provisioned").asBoolean()).isTrue();
		assertThat(status(
				HttpRequest.newBuilder(address("grafana", 3000, "/api/datasources/uid/prometheus/health")).build()))
			.isIn(200, 403);
	}

	/**
	 * Without an engine that has GPUs no more can be seen of it.
	 */
	@Test
	@SuppressWarnings("unchecked")
	void theProfileOfTheGpuReservesThem() {
		List<String> all = new ArrayList<>(COMPOSE);
		all.addAll(List.of("--profile", "gpu", "config"));
		Map<String, Map<String, Map<String, Object>>> file = new Yaml(new SafeConstructor(new LoaderOptions()))
			.load(Docker.succeed(SETTINGS, all));
		Map<String, Object> gpu = file.get("services").get("dcae-gpu");
		Map<String, Map<String, Map<String, List<Map<String, Object>>>>> deploy = (Map<String, Map<String, Map<String, List<Map<String, Object>>>>>) gpu
			.get("deploy");
		assertThat(deploy.get("resources").get("reservations").get("devices")).singleElement()
			.satisfies((device) -> assertThat(device.get("capabilities").toString()).contains("gpu"));
		assertThat(gpu.get("build").toString()).contains("FLAVOR=cu128");
		assertThat(gpu.get("image").toString()).endsWith("-cu128");
		assertThat(gpu.get("read_only")).isEqualTo(true);
	}

	static List<Line> documented() {
		return Stream.concat(DocumentedCommands.of("docker-compose").stream(), DocumentedCommands.of("docker").stream())
			.filter((line) -> line.words().get(0).equals("docker-compose") || line.words().get(1).equals("compose"))
			.toList();
	}

	/**
	 * The file with the variables and the profile that stand there, and what Compose says
	 * of the command.
	 */
	@ParameterizedTest
	@MethodSource("documented")
	void theDocumentedCommandsAreUnderstood(Line line) {
		List<String> words = line.words()
			.subList(line.words().getFirst().equals("docker") ? 2 : 1, line.words().size());
		int command = words
			.indexOf(words.stream().filter(List.of("up", "down", "ps")::contains).findFirst().orElseThrow());
		List<String> file = new ArrayList<>(COMPOSE);
		file.addAll(words.subList(0, command));
		file.add("config");
		String configuration = Docker.succeed(line.environment(), file);
		assertThat(line.environment().values()).allSatisfy((value) -> assertThat(configuration).contains(value));
		Map<String, Map<String, Object>> services = new Yaml(new SafeConstructor(new LoaderOptions()))
			.<Map<String, Map<String, Map<String, Object>>>>load(configuration)
			.get("services");
		String help = compose(words.get(command), "--help");
		for (String word : words.subList(command + 1, words.size())) {
			if (word.startsWith("-")) {
				assertThat(help).containsPattern("(^|[ ,])" + word + "[ ,]");
			}
			else {
				assertThat(services).containsKey(word);
			}
		}
	}

	/**
	 * The only value of a query, or -1 if there is none.
	 */
	private double query(String expression) throws Exception {
		JsonNode answer = json(address("prometheus", 9090,
				"/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8)));
		return answer.at("/data/result/0/value/1").asDouble(-1);
	}

	private JsonNode json(URI address) throws Exception {
		try {
			return JsonMapper.shared()
				.readTree(this.client
					.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofByteArray())
					.body());
		}
		catch (IOException ex) {
			return JsonMapper.shared().createObjectNode();
		}
	}

	private int status(HttpRequest request) throws Exception {
		try {
			return this.client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
		}
		catch (IOException ex) {
			// It has not opened its port yet.
			return 0;
		}
	}

	private static void await(Callable<Boolean> condition) throws Exception {
		while (!condition.call()) {
			Thread.sleep(200);
		}
	}

}
