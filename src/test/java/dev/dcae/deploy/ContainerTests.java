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

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.dcae.image.Formats;
import dev.dcae.image.RgbImage;
import dev.dcae.image.metrics.Fidelity;
import dev.dcae.image.metrics.PerceptualMetric;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.containers.wait.strategy.Wait;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The service in its container.
 */
@DockerTest
@Timeout(600)
class ContainerTests {

	private static final Path PHOTO = Path.of("src/test/resources/photos/astronaut.png");

	/** Of the jar, all of which are served where none is configured. */
	private static final int MODELS = 4;

	private static final ServiceContainer SERVICE = new ServiceContainer(Image.cpu()).withEnv("JAVA_TOOL_OPTIONS",
			"-Xlog:class+load:file=%s/classes.log".formatted(ServiceContainer.CACHE));

	@BeforeAll
	static void start() {
		SERVICE.start();
	}

	@AfterAll
	static void stop() {
		SERVICE.stop();
	}

	@Test
	void anImageGoesThereAndBack() throws Exception {
		byte[] photo = Files.readAllBytes(PHOTO);
		HttpResponse<byte[]> latent = SERVICE.post("/v1/encode", "image/png", photo);
		assertThat(latent.statusCode()).isEqualTo(200);
		HttpResponse<byte[]> decoded = SERVICE.post("/v1/decode", "application/json", latent.body());
		assertThat(decoded.statusCode()).isEqualTo(200);
		Fidelity fidelity = Fidelity.of(image(photo), image(decoded.body()), PerceptualMetric.NONE);
		assertThat(fidelity.psnr()).isGreaterThan(20);
	}

	private static RgbImage image(byte[] file) {
		return Formats.decode(file);
	}

	@Test
	void itsLabelsSayWhatItIs() {
		assertThat(Docker.docker("inspect", "--format", "{{json .Config.Labels}}", Image.cpu())).contains(
				"\"org.opencontainers.image.title\":\"dcae\"", "\"org.opencontainers.image.version\":\"0.",
				"\"org.opencontainers.image.licenses\":\"Apache-2.0\"",
				"\"org.opencontainers.image.base.name\":\"eclipse-temurin:", "\"org.opencontainers.image.source\":");
	}

	@Test
	void itRunsAsNobody() {
		assertThat(SERVICE.shell("id -u; id -g; grep -E 'CapEff|NoNewPrivs' /proc/1/status | cut -f2"))
			.isEqualTo("10001\n10001\n0000000000000000\n1");
	}

	@Test
	void itsCacheIsAllItCanWriteTo() {
		assertThat(SERVICE.shell("touch /var/cache/dcae/note && rm /var/cache/dcae/note")).isEmpty();
		for (String folder : List.of("/opt/dcae", "/tmp", "/opt/libtorch", "/")) {
			assertThatExceptionOfType(AssertionError.class)
				.isThrownBy(() -> SERVICE.shell("touch %s/note".formatted(folder)))
				.withMessageContaining("Read-only file system");
		}
	}

	@Test
	void nativeLibrariesAreNotUnpackedAgain() {
		assertThat(SERVICE.shell("find /var/cache/dcae -name '*.so*' -size +1M")).isEmpty();
		assertThat(SERVICE.shell("grep -c /opt/libtorch/libdjl_torch.so /proc/1/maps")).isNotEqualTo("0");
	}

	@Test
	void mostClassesComeFromTheAotCache() {
		String log = ServiceContainer.CACHE + "/classes.log";
		long cached = Long.parseLong(SERVICE.shell("grep -c 'shared objects file' " + log));
		long read = Long.parseLong(
				SERVICE.shell("grep -c 'source: file:\\|source: jar:\\|source: jrt:' %s || true".formatted(log)));
		assertThat(cached).isGreaterThan(10 * read);
		for (String type : List.of("dev.dcae.ops.ModelLoader", "ai.djl.pytorch.engine.PtModel",
				"org.apache.catalina.core.StandardEngine")) {
			assertThat(SERVICE.shell("grep -F '%s ' %s".formatted(type, log))).contains("shared objects file");
		}
	}

	@Test
	void aCacheThatCannotBeUsedCostsNoWords() {
		try (ServiceContainer other = new ServiceContainer(Image.cpu()).withEnv("JAVA_TOOL_OPTIONS", "-Xmx32g")) {
			other.start();
			assertThat(other.getLogs()).doesNotContainIgnoringCase("aot").contains("Started DcaeApplication");
		}
	}

	@Test
	void theHeapIsAQuarterOfTheMemory() {
		double heap = JsonMapper.shared()
			.readTree(SERVICE.get(SERVICE.management("/actuator/metrics/jvm.memory.max?tag=area:heap")).body())
			.at("/measurements/0/value")
			.asDouble();
		assertThat(heap).isBetween(0.24 * ServiceContainer.MEMORY, 0.26 * ServiceContainer.MEMORY);
	}

	/**
	 * More images at once than the memory could hold, in the memory that the README names
	 * as the least.
	 */
	@Test
	void theMemoryIsNeverMoreThanTheLimit() throws Exception {
		byte[] pixels = new byte[2048 * 2048 * 3];
		try (ServiceContainer other = new ServiceContainer(Image.cpu()).memory(2L << 30);
				ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
			other.start();
			List<Future<Integer>> answers = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				answers.add(clients
					.submit(() -> other.post("/v1/reconstruct?shape=2048,2048,3", "application/octet-stream", pixels)
						.statusCode()));
			}
			List<Integer> statuses = new ArrayList<>();
			for (Future<Integer> answer : answers) {
				statuses.add(answer.get());
			}
			assertThat(statuses).contains(200).allMatch((status) -> List.of(200, 429, 504).contains(status));
			assertThat(Objects.requireNonNull(other.getCurrentContainerInfo().getState().getOOMKilled())).isFalse();
			assertThat(other.get(other.management("/actuator/health")).statusCode()).isEqualTo(200);
		}
	}

	/**
	 * The second start has no network.
	 */
	@Test
	void aSecondStartFindsWhatTheFirstCompiled() {
		String volume = "dcae-test-" + ProcessHandle.current().pid();
		try {
			String archives = "stat --format '%n %i %s' " + ServiceContainer.CACHE + "/archives/*";
			String first;
			try (ServiceContainer service = new ServiceContainer(Image.cpu()).cacheIn(volume)) {
				service.start();
				awaitModels(service);
				first = service.shell(archives);
			}
			assertThat(first.lines()).hasSize(MODELS).allMatch((line) -> line.contains(".pt "));
			try (ServiceContainer service = new ServiceContainer(Image.cpu()).cacheIn(volume).withNetworkMode("none")) {
				service.setExposedPorts(List.of());
				service.waitingFor(Wait.forHealthcheck());
				service.start();
				assertThat(service.shell(archives)).isEqualTo(first);
			}
		}
		finally {
			Docker.docker("volume", "rm", "--force", volume);
		}
	}

	@Test
	void theImageHasTheCommandsOfTheJar() {
		assertThat(Docker.docker("run", "--rm", "--read-only", "--network", "none", Image.cpu(), "fetch"))
			.isEqualToIgnoringNewLines("No model is configured to come from the hub");
	}

	@Test
	void commandsKeepWhatTheyCompileWhereTheServiceDoes() {
		awaitModels(SERVICE);
		assertThat(SERVICE.shell("java @/opt/dcae/jvm.options -jar /opt/dcae/dcae.jar roundtrip --synthetic 64x64"
				+ " /var/cache/dcae/picture.png && rm /var/cache/dcae/picture.png"))
			.contains("PSNR");
		assertThat(SERVICE.shell("ls /var/cache/dcae/archives").lines())
			.as("those of the service, in its type, and one of the command, in float32 if that is another")
			.hasSizeBetween(MODELS, MODELS + 1);
	}

	/**
	 * Waits for those that are loaded in the background.
	 */
	private static void awaitModels(ServiceContainer service) {
		int ready;
		do {
			ready = JsonMapper.shared()
				.readTree(service.get(service.address("/v1/models")).body())
				.path("models")
				.size();
		}
		while (ready < MODELS);
	}

	/**
	 * As {@code docs/operations.md} says of it.
	 */
	@Test
	void theImageIsMadeOfWhatItNeeds() {
		String base = Docker.docker("image", "inspect", "--format", "{{.Size}}", "eclipse-temurin:25-jre").strip();
		String whole = Docker.docker("image", "inspect", "--format", "{{.Size}}", Image.cpu()).strip();
		// libtorch is most of it; the client of object storage and libjpeg-turbo are 30.
		assertThat((Long.parseLong(whole) - Long.parseLong(base)) / 1_000_000).isLessThan(750);
	}

}
